#if Service

internal import NIOCore
internal import NIOHTTP1

/// Gives the refusal of what could not be parsed the protocol's JSON: the server writes it without a body, before any of the
/// routes is asked.
final class MalformedRequestHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = Self.unwrapOutboundIn(data), Self.isBare(head) else {
            return context.write(data, promise: promise)
        }
        let body = JSONFragment.refusal(.malformedHTTP).bytes
        head.headers.replaceOrAdd(name: "content-length", value: String(body.count))
        head.headers.replaceOrAdd(name: "content-type", value: "application/json; charset=utf-8")
        head.headers.replaceOrAdd(name: "cache-control", value: "no-store")
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: promise)
    }

    /// No route answers without a body.
    private static func isBare(_ head: HTTPResponseHead) -> Bool {
        head.status == .badRequest && head.headers["content-length"] == ["0"]
    }
}

#endif
