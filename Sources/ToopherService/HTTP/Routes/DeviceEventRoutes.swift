#if Service

internal import CryptoCore
internal import Database
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The stream of what is pending on a phone: server-sent events, as the HTML standard has them, for a phone that is in use.
struct DeviceEventRoutes: Sendable {
    static let mediaType = "text/event-stream"

    let core: ServiceCore

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.get("v1/device/events") { try await events($0, $1) }
    }

    private func events(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let signed = try await core.authenticateDevice(request, context)
        try await core.store.look(recording: signed.nonce) { _ in { .success(()) } }
        let stream = EventStream(
            core: core, deviceID: signed.device.id, service: signed.service, connection: context.connection,
            known: HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] })
        var response = Response(
            status: .ok, headers: [.contentType: Self.mediaType, .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await stream.run(&writer)
                try await writer.finish(nil)
            })
        // nginx would keep the events until its buffer is full.
        if let name = HTTPField.Name("X-Accel-Buffering") { response.headers[name] = "no" }
        return response
    }
}

/// One stream of events.
private struct EventStream: Sendable {
    let core: ServiceCore
    let deviceID: String
    /// The base URL of the service, as the phone knows it.
    let service: String
    let connection: ClientConnection?
    /// The version of the list that the phone has.
    let known: String?

    /// Sends the list whenever it has changed, and comments in between, until the connection or the stream's time ends.
    @concurrent
    func run(_ writer: inout any ResponseBodyWriter) async throws {
        let streams = core.caches.streams
        let (number, hasEndedAnother) = streams.open(deviceID)
        defer { streams.close(number, of: deviceID) }
        if hasEndedAnother { core.changes.notify(.device(id: deviceID)) }
        let end = core.clock() + core.events.lifetime
        var (known, next) = (known, nil as Int64?)
        // What is shown is also decided elsewhere, or cancelled.
        var shown: [ChangeNotifier.Topic] = []
        // So that the response begins.
        try await writer.write(ByteBuffer(bytes: Self.comment))
        while core.clock() < end {
            var reads = 0
            let heartbeat = core.events.heartbeat
            let limit = next.map { min(heartbeat, .seconds(max(1, $0 - core.clock()))) } ?? heartbeat
            let (list, version) = try await core.changes.wait(
                for: .device(id: deviceID), or: shown, by: .device(id: deviceID), atMost: limit, on: connection
            ) {
                let list = try await core.pending(deviceID: deviceID, service: service)
                let version = try Self.version(of: list)
                reads += 1
                let isOver = !streams.contains(number, of: deviceID)
                return ((list, version), isOver || version != known || list.next != next || list.topics != shown)
            }
            guard streams.contains(number, of: deviceID) else { return }
            let isSettled = version != known || list.next != next || list.topics != shown
            // It was not to wait: the client is gone, the service ends, or too many wait.
            if reads == 1, !isSettled { return }
            let part = version != known ? Self.event(list, version) : Self.comment
            try await writer.write(ByteBuffer(bytes: part))
            (known, next, shown) = (version, list.next, list.topics)
        }
    }

    /// Nothing, so that everybody on the way knows that the connection is in use.
    private static let comment = Array(":\n\n".utf8)

    private static func event(_ list: PendingList, _ version: String) -> [UInt8] {
        // JSON has no line feeds.
        Array("event: pending\nid: \(version)\ndata: ".utf8) + list.json.bytes + Array("\n\n".utf8)
    }

    private static func version(of list: PendingList) throws(CryptoError) -> String {
        Base64.encodeURL(Array(try Digest.sha256(list.json.bytes).prefix(12)))
    }
}

#endif
