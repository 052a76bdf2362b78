import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// Several requests on one connection of HTTP/2, and one after the other.
@Suite(
    "Connections of HTTP/2", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall), .timeLimit(.minutes(1)))
struct HTTP2ConnectionTests {
    /// How one of several requests ends before its answer.
    enum End: CaseIterable, Sendable { case cancelled, timedOut, reset, readerGone }

    @Test("one request that ends early leaves the others on its connection alone", arguments: End.allCases)
    func oneOfSeveral(end: End) async throws {
        let (arrived, isOver) = (Signal(), Latch())
        let reset = Slot<UInt32?>(nil)
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            // The first one finds the connection; then there is one for the others to share.
            guard let first = peer.readRequest() else { return }
            peer.answer(first.stream)
            let requests = (0..<3).compactMap { _ in peer.readRequest() }
            guard let doomed = requests.first(where: { $0.body == Array("b".utf8) })?.stream else { return }
            // A reader who goes has something to read before.
            if end == .readerGone { peer.send(.headers(doomed), .data(doomed, "x")) }
            if end == .reset { peer.send(.reset(doomed, code: 2)) }
            arrived.fire()
            isOver.wait()
            for request in requests where request.stream != doomed { peer.answer(request.stream) }
            // Of the stream that ended the server learns, at the latest, with the next one.
            while let frame = peer.readFrame() {
                if frame.kind == HTTP2Frame.Kind.resetStream, frame.stream == doomed { reset.value = doomed }
                if frame.endsStream { peer.answer(frame.stream) }
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
                #expect(response.metrics?.connectionReused == true)
            }
            let last = try await transport.send(request)
            #expect(last.body == Array("ok".utf8))
            #expect(server.server.connectionCount == 1)
        }
        if end != .reset { #expect(reset.value != nil) }
    }

    /// How a kept connection ends after its first answer.
    enum Death: CaseIterable, Sendable { case close, cut, goAway, goAwayWithError }

    @Test("a kept connection that has ended is not used again", arguments: Death.allCases)
    func endedWhileKept(death: Death) async throws {
        let (arrivals, ended) = (Slot(0), Signal())
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            while let request = peer.readRequest() {
                arrivals.change { $0 += 1 }
                peer.answer(request.stream)
                guard arrivals.value == 1 else { continue }
                switch death {
                case .close: peer.connection.close()
                case .cut:
                    peer.connection.forsakeTLS()
                    peer.connection.close()
                case .goAway: peer.send(.goAway(lastStream: request.stream))
                case .goAwayWithError: peer.send(.goAway(lastStream: request.stream, code: 2))
                }
                ended.fire()
                if death == .close || death == .cut { return }
            }
        }
        try await withHTTP2Server(script) { server in
            let first = try await server.transport.send(server.request(.post))
            #expect(first.body == Array("ok".utf8))
            await ended.wait()
            let result = await result { () async throws(TransportError) in
                try await server.transport.send(server.request(.post))
            }
            switch result {
            case .success(let second):
                #expect(second.body == Array("ok".utf8))
                #expect(second.metrics?.connectionReused == false)
            // libcurl before 8.0 does not see that TLS has ended, and sends to nobody.
            case .failure(let error):
                #expect(death == .close && HTTP2Fault.Outcome.isBroken(error), "\(error)")
            }
            let last = try await server.transport.send(server.request(.post))
            #expect(last.body == Array("ok".utf8))
            #expect(server.server.connectionCount == 2)
        }
        #expect(arrivals.value == 2 || arrivals.value == 3)
    }

    /// What a server does about the second request on a connection.
    enum Answer: CaseIterable, Sendable { case close, cut, reset, goAway, refuse }

    @Test(
        "a kept connection that dies before the answer is not repeated behind the caller's back",
        arguments: Answer.allCases)
    func diesInUse(answer: Answer) async throws {
        let arrivals = Slot(0)
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            while let request = peer.readRequest() {
                arrivals.change { $0 += 1 }
                guard arrivals.value == 2 else {
                    peer.answer(request.stream)
                    continue
                }
                switch answer {
                case .close: return
                case .cut: return peer.connection.forsakeTLS()
                case .reset: return peer.connection.reset()
                case .goAway: peer.send(.goAway(lastStream: 0, code: 2))
                // REFUSED_STREAM, which libcurl takes for leave to send it again.
                case .refuse: peer.send(.reset(request.stream, code: 7))
                }
            }
        }
        try await withHTTP2Server(script) { server in
            _ = try await server.transport.send(server.request(.post))
            let error = await failure { () async throws(TransportError) in
                try await server.transport.send(server.request(.post))
            }
            #expect(error.map(HTTP2Fault.Outcome.isBroken) == true, "\(String(describing: error))")
            #expect(arrivals.value == 2)
            let third = try await server.transport.send(server.request(.post))
            #expect(third.body == Array("ok".utf8))
        }
        #expect(arrivals.value == 3)
    }

    @Test("a server that takes one request at a time gets them one at a time")
    func oneStream() async throws {
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings([(name: 3, value: 1)]))
            while let request = peer.readRequest() { peer.answer(request.stream) }
        }
        try await withHTTP2Server(script) { server in
            _ = try await server.transport.send(server.request())
            let request = server.request()
            let transport = server.transport
            await withTaskGroup(of: TransportError?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await failure { () async throws(TransportError) in try await transport.send(request) }
                    }
                }
                for await error in group { #expect(error == nil) }
            }
        }
    }
}
