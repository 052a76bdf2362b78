import Glibc
import Testing

@testable import CurlTransport

@Suite("Socket poller", .timeLimit(.minutes(10)))
struct SocketPollerTests {
    private let poller: SocketPoller
    private let ours: Int32
    private let peer: Int32

    init() throws {
        var sockets: [Int32] = [-1, -1]
        unsafe try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0)
        (ours, peer) = (sockets[0], sockets[1])
        poller = try #require(SocketPoller())
    }

    /// The sockets that are ready now, each with what it is ready for and whether it is idle.
    private func ready() -> [[Int32]] {
        #expect(poller.wait(milliseconds: 0))
        var events: [[Int32]] = []
        while let event = poller.nextEvent() {
            events.append([event.socket, event.readiness.rawValue, event.isIdle ? 1 : 0])
        }
        return events
    }

    private func close() {
        for socket in [ours, peer] { _ = Glibc.close(socket) }
    }

    @Test("What a transfer wants is reported as long as it wants it, and nothing else")
    func wanted() {
        defer { close() }
        #expect(ready().isEmpty)
        poller.want([.input, .output], of: ours)
        #expect(ready() == [[ours, 2, 0]])
        unsafe #expect(write(peer, [1], 1) == 1)
        #expect(ready() == [[ours, 3, 0]] && ready() == [[ours, 3, 0]])
        poller.want(.input, of: ours)
        #expect(ready() == [[ours, 1, 0]])
        poller.want([], of: ours)
        #expect(ready().isEmpty)
    }

    @Test("An idle connection is waited for until a transfer uses it, which need not register it again")
    func idle() {
        defer { close() }
        poller.want(.input, of: ours)
        poller.watch(idle: ours)
        poller.want([], of: ours)
        #expect(poller.isWatching(ours) && ready().isEmpty)
        unsafe #expect(write(peer, [1], 1) == 1)
        #expect(ready() == [[ours, 1, 1]])
        poller.stopWatching(ours)
        #expect(!poller.isWatching(ours))
        // Nobody reads the byte: it must not end every wait.
        #expect(ready().isEmpty)
        #expect(poller.wait(milliseconds: 1))
        #expect(poller.nextEvent() == nil)
        poller.want(.input, of: ours)
        #expect(ready() == [[ours, 1, 0]])
    }

    @Test("A hang-up is reported as what is wanted, also where that is nothing but input", arguments: [1, 2, 3])
    func hangUp(wanted: Int32) {
        defer { close() }
        poller.want(.init(rawValue: wanted), of: ours)
        #expect(shutdown(peer, Int32(SHUT_RDWR)) == 0)
        #expect(ready() == [[ours, wanted, 0]])
        poller.forget(ours)
        #expect(ready().isEmpty)
    }

    @Test("A number that the system gave to another socket is registered anew")
    func reused() throws {
        defer { close() }
        poller.watch(idle: ours)
        poller.stopWatching(ours)
        // Another socket gets the number of one that was closed without a word.
        var others: [Int32] = [-1, -1]
        unsafe try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &others) == 0)
        defer { for socket in others { _ = Glibc.close(socket) } }
        try #require(dup2(others[0], ours) == ours)
        poller.want([.input, .output], of: ours)
        #expect(ready() == [[ours, 2, 0]])
        poller.want(.input, of: ours)
        poller.forget(ours)
        poller.want(.output, of: ours)
        #expect(ready() == [[ours, 2, 0]])
    }

    @Test("The waker ends one wait, a later one as well, and many calls end one")
    func waker() {
        defer { close() }
        let wake = poller.waker
        for _ in 0..<3 { wake() }
        // Without the waker, this would not return.
        #expect(poller.wait(milliseconds: nil))
        #expect(poller.nextEvent() == nil)
        wake()
        #expect(poller.wait(milliseconds: nil))
        #expect(poller.nextEvent() == nil)
    }
}
