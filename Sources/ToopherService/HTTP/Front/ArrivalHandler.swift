#if Service

internal import NIOCore

/// Notices bytes before the HTTP decoder, which keeps an incomplete head to itself.
final class ArrivalHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ConnectionHandler

    init(_ connection: ConnectionHandler) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.receivedBytes()
        context.fireChannelRead(data)
    }
}

#endif
