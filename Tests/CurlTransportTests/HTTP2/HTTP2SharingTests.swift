import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// Concurrent requests on one HTTP/2 connection.
@Suite(
    "Sharing a connection of HTTP/2", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall),
    .timeLimit(.minutes(10)))
struct HTTP2SharingTests {
    /// How one of several requests ends before its response.
    enum End: CaseIterable, Sendable { case cancelled, timedOut, reset, readerGone }

    @Test("A request that ends early does not affect the others on its connection", arguments: End.allCases)
    func oneOfSeveral(end: End) async throws {
        let (arrived, isOver) = (Signal(), Latch())
        let reset = Slot<UInt32?>(nil)
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            // The first request establishes the connection that the others share.
            guard let first = peer.readRequest() else { return }
            peer.respond(first.stream)
            let requests = (0..<3).compactMap { _ in peer.readRequest() }
            guard let doomed = requests.first(where: { $0.body == Array("b".utf8) })?.stream else { return }
            // A reader that stops has read something before.
            if end == .readerGone { peer.send(.headers(doomed), .data(doomed, "x")) }
            if end == .reset { peer.send(.reset(doomed, code: 2)) }
            arrived.fire()
            isOver.wait()
            for request in requests where request.stream != doomed { peer.respond(request.stream) }
            // The server learns of the ended stream with the next one at the latest.
            while let frame = peer.readFrame() {
                if frame.kind == HTTP2Frame.Kind.resetStream, frame.stream == doomed { reset.value = doomed }
                if frame.endsStream { peer.respond(frame.stream) }
            }
        }
        try await withHTTP2Server(script) { server in
            let transport = server.transport
            _ = try await transport.send(server.request())
            let request = server.request(.post)
            let others = ["a", "c"].map { body in
                Task { try await transport.send(request, body: Array(body.utf8)) }
            }
            let options = TransferOptions(totalTimeout: end == .timedOut ? .milliseconds(500) : .seconds(20))
            let doomed = Task { () async -> TransportError? in
                await failure { () async throws(TransportError) in
                    if end == .readerGone {
                        let response = try await transport.stream(request, body: .bytes(Array("b".utf8)))
                        var iterator = response.body.makeAsyncIterator()
                        _ = try await iterator.next()
                    } else {
                        _ = try await transport.send(request, body: Array("b".utf8), options: options)
                    }
                }
            }
            await arrived.wait()
            if end == .cancelled { doomed.cancel() }
            let error = await doomed.value
            switch end {
            case .cancelled: #expect(error == .cancelled)
            case .timedOut: #expect(error == .timedOut)
            case .readerGone: #expect(error == nil)
            case .reset: #expect(error.map(HTTP2Fault.Outcome.isBroken) == true, "\(String(describing: error))")
            }
            isOver.open()
            for task in others {
                let response = try await task.value
                #expect(response.body == Array("ok".utf8))
                #expect(response.metrics?.isReusedConnection == true)
            }
            let last = try await transport.send(request)
            #expect(last.body == Array("ok".utf8))
            #expect(server.server.connectionCount == 1)
        }
        if end != .reset { #expect(reset.value != nil) }
    }

    /// What a server does while several requests wait.
    enum Death: CaseIterable, Sendable {
        case close, cut, reset, garbage, garbageAndClose, goAway, goAwayAndClose, goAwayAfterFirst
    }

    @Test("The end of a connection ends all requests on it", arguments: Death.allCases)
    func all(death: Death) async throws {
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            guard let first = peer.readRequest() else { return }
            peer.respond(first.stream)
            let streams = (0..<4).compactMap { _ in peer.readRequest()?.stream }
            guard let lowest = streams.min(), streams.count == 4 else { return }
            switch death {
            case .close: return
            case .cut: return peer.connection.forsakeTLS()
            case .reset: return peer.connection.reset()
            case .garbage: peer.send(.headers(0), .data(0, "x"))
            case .garbageAndClose: return peer.send(.headers(0), .data(0, "x"))
            case .goAway: peer.send(.goAway(lastStream: 0))
            case .goAwayAndClose: return peer.send(.goAway(lastStream: 0))
            case .goAwayAfterFirst:
                peer.send(.goAway(lastStream: lowest))
                peer.respond(lowest)
            }
            peer.stall()
        }
        try await withHTTP2Server(script) { server in
            let (transport, request) = (server.transport, server.request())
            _ = try await transport.send(request)
            // libcurl 7.88 ends only one of them if the server does not close the broken connection.
            let mayWait = death == .garbage
            let options = TransferOptions(totalTimeout: mayWait ? .milliseconds(500) : .seconds(20))
            let results = await withTaskGroup(of: TransportError?.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        await failure { () async throws(TransportError) in
                            try await transport.send(request, body: [], options: options)
                        }
                    }
                }
                return await group.reduce(into: [TransportError?]()) { $0.append($1) }
            }
            let errors = results.compactMap(\.self)
            #expect(errors.count == (death == .goAwayAfterFirst ? 3 : 4))
            for error in errors {
                switch death {
                case .goAway, .goAwayAndClose, .goAwayAfterFirst: #expect(error == .notProcessed)
                default: #expect(HTTP2Fault.Outcome.isBroken(error) || mayWait && error == .timedOut, "\(error)")
                }
            }
        }
    }
}
