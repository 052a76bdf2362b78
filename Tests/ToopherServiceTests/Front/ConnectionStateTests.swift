#if Service

import NIOCore
import Testing

@testable import ToopherService

/// When a connection has to end, without a connection.
@Suite("Deadlines of a connection") struct ConnectionStateTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    private static func at(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

    /// The defaults: head 10, body 20, response 30, idle 75, lingering 2.
    private static func state() -> ConnectionState {
        ConnectionState(ConnectionState.Times(ConnectionLimits()), openedAt: start)
    }

    @Test("A request, a response, and another request: each step has its own deadline")
    func steps() {
        var state = Self.state()
        #expect(state.deadline == Self.at(10))
        state.receivedBytes(at: Self.at(5))
        #expect(state.deadline == Self.at(10), "the first bytes do not prolong it")
        state.receivedHead(at: Self.at(8))
        #expect(state.deadline == Self.at(28))
        state.receivedBytes(at: Self.at(20))
        #expect(state.deadline == Self.at(28), "nor do those of a body")
        state.receivedEnd()
        #expect(state.deadline == nil, "the service is at work")
        let isLast = state.beganResponse(at: Self.at(50))
        #expect(!isLast)
        #expect(state.deadline == Self.at(80))
        state.wroteResponse(at: Self.at(51))
        #expect(state.deadline == Self.at(126))
        state.receivedBytes(at: Self.at(60))
        #expect(state.deadline == Self.at(70))
        state.receivedBytes(at: Self.at(69))
        #expect(state.deadline == Self.at(70))
    }

    @Test("Each part of a stream has the time of a response, and between them the service is at work")
    func stream() {
        var state = Self.state()
        state.receivedHead(at: Self.at(0))
        state.receivedEnd()
        _ = state.beganResponse(at: Self.at(1), isStream: true)
        #expect(state.deadline == Self.at(31))
        let isPart1 = state.beganPart(at: Self.at(2))
        #expect(isPart1)
        #expect(state.deadline == Self.at(32))
        let isPart2 = state.beganPart(at: Self.at(20))
        #expect(isPart2)
        #expect(state.deadline == Self.at(32), "a further part does not prolong the time of the one that is stuck")
        state.wrotePart()
        #expect(state.deadline == Self.at(32))
        state.wrotePart()
        #expect(state.deadline == nil)
        let isPart3 = state.beganPart(at: Self.at(500))
        #expect(isPart3)
        #expect(state.deadline == Self.at(530))
        state.wroteResponse(at: Self.at(501))
        #expect(state.deadline == Self.at(576))
        state.receivedHead(at: Self.at(502))
        state.receivedEnd()
        _ = state.beganResponse(at: Self.at(503))
        let isPart = state.beganPart(at: Self.at(504))
        #expect(!isPart, "the next response is none")
        #expect(state.deadline == Self.at(533))
    }

    @Test("The end of a stream has the time of a response, whether a part is still open or not")
    func endOfStream() {
        for isPartOpen in [true, false] {
            var state = Self.state()
            state.receivedHead(at: Self.at(0))
            state.receivedEnd()
            _ = state.beganResponse(at: Self.at(1), isStream: true)
            let isPart = state.beganPart(at: Self.at(2))
            #expect(isPart)
            if !isPartOpen {
                state.wrotePart()
                #expect(state.deadline == nil)
            }
            let isEnd = state.beganPart(at: Self.at(20))
            #expect(isEnd)
            let deadline = Self.at(isPartOpen ? 32 : 50)
            #expect(state.deadline == deadline)
            if isPartOpen {
                state.wrotePart()
                #expect(state.deadline == deadline, "what was taken before the end does not take its deadline away")
            }
            state.wroteResponse(at: Self.at(21))
            #expect(state.deadline == Self.at(96))
        }
    }

    @Test("A response before the end of its request is the last, one before that of the next request is not")
    func earlyResponse() {
        var state = Self.state()
        state.receivedHead(at: Self.at(1))
        let isLast = state.beganResponse(at: Self.at(2))
        #expect(isLast)
        var two = Self.state()
        two.receivedHead(at: Self.at(1))
        two.receivedEnd()
        two.receivedHead(at: Self.at(1))
        #expect(two.openRequests == 2)
        let isLastOfTwo = two.beganResponse(at: Self.at(2))
        #expect(!isLastOfTwo)
    }

    @Test("A last response may take as long as any, and is lingered upon")
    func closing() {
        var state = Self.state()
        state.receivedHead(at: Self.at(0))
        state.receivedEnd()
        _ = state.beganResponse(at: Self.at(1))
        state.close(at: Self.at(1))
        #expect(state.isClosing && state.deadline == Self.at(31))
        state.wroteResponse(at: Self.at(20))
        #expect(state.deadline == Self.at(22))
        state.close(at: Self.at(21))
        #expect(state.deadline == Self.at(22), "closing again does not prolong it")
    }

    @Test("What cannot be parsed is refused before the connection ends, however long the refusal waits for its turn")
    func garbage() {
        var state = Self.state()
        state.receivedGarbage(at: Self.at(1))
        #expect(state.isClosing && state.deadline == Self.at(31))
        _ = state.beganResponse(at: Self.at(20))
        state.wroteResponse(at: Self.at(21))
        #expect(state.deadline == Self.at(23))

        var behindRequest = Self.state()
        behindRequest.receivedHead(at: Self.at(1))
        behindRequest.receivedEnd()
        behindRequest.receivedGarbage(at: Self.at(2))
        behindRequest.wroteResponse(at: Self.at(3))
        #expect(behindRequest.deadline == Self.at(33), "the refusal is still to come")
        behindRequest.wroteResponse(at: Self.at(4))
        #expect(behindRequest.deadline == Self.at(6))
    }

    @Test("Without a request there is only the lingering, and a client that sends no more is not waited for")
    func ends() {
        var state = Self.state()
        state.inputEnded()
        #expect(state.deadline == Self.at(75))
        state.close(at: Self.at(3))
        #expect(state.deadline == Self.at(5))
    }
}

#endif
