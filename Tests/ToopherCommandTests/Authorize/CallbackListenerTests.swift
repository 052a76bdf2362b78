import Glibc
import Platform
import TestServer
import Testing
import WebSyntax

@testable import ToopherCommand

@Suite("The callback listener", .timeLimit(.minutes(10)))
struct CallbackListenerTests {
    /// A connection to a listener, as a program on this machine can open.
    private final class Caller: Sendable {
        private let descriptor: Int32

        init(_ listener: CallbackListener) throws {
            let port = try #require(UInt16(listener.url.split(separator: "/")[1].split(separator: ":")[1]))
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            keepFromChildren(descriptor)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let isConnected = unsafe withUnsafePointer(to: &address) { address in
                unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    unsafe connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            guard isConnected else { throw CommandError("nobody listens") }
        }

        deinit { close(descriptor) }

        func send(_ text: String) {
            let bytes = Array(text.utf8)
            _ = unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }

        /// Returns everything up to the end. Waits on a thread of its own, not on one of the pool's.
        func receive() async -> String {
            await withCheckedContinuation { continuation in
                let thread = try? startThread {
                    var text = ""
                    var buffer = [UInt8](repeating: 0, count: 4096)
                    while case let count = unsafe recv(self.descriptor, &buffer, buffer.count, 0), count > 0 {
                        text += String(decoding: buffer[..<count], as: UTF8.self)
                    }
                    continuation.resume(returning: text)
                }
                pthread_detach(required(thread))
            }
        }
    }

    private static func head(_ listener: CallbackListener, _ query: String) -> String {
        let parts = listener.url.split(separator: "/", maxSplits: 2)
        return "GET /\(parts[2])?\(query) HTTP/1.1\r\nHost: \(parts[1])\r\n\r\n"
    }

    private static func decide(_ query: String) -> CallbackDecision {
        query == "right" ? .verifier("v") : query == "fail" ? .failed(CommandError("x")) : .ignored
    }

    @Test("Silent connections and slow ones do not hold up the browser")
    func silent() async throws {
        let listener = try CallbackListener()
        async let decision = listener.wait(timeout: .seconds(60), decide: Self.decide)
        let silent = try (0..<20).map { _ in try Caller(listener) }
        let slow = try Caller(listener)
        let head = Self.head(listener, "right")
        slow.send(String(head.dropLast(20)))
        let wrong = try Caller(listener)
        wrong.send(Self.head(listener, "wrong"))
        #expect(await wrong.receive().hasPrefix("HTTP/1.1 400 "))
        let large = try Caller(listener)
        large.send("GET /" + String(repeating: "a", count: 100_000))
        #expect(await large.receive().hasPrefix("HTTP/1.1 431 "))
        slow.send(String(head.suffix(20)))
        #expect(await slow.receive().hasPrefix("HTTP/1.1 200 OK\r\n"))
        guard case .verifier("v") = try await decision else {
            Issue.record("another decision")
            return
        }
        #expect(silent.count == 20)
    }

    @Test("After the callback, the port is closed")
    func closed() async throws {
        let listener = try CallbackListener()
        async let decision = listener.wait(timeout: .seconds(60), decide: Self.decide)
        let (first, second) = (try Caller(listener), try Caller(listener))
        first.send(Self.head(listener, "fail"))
        let response = await first.receive()
        #expect(response.hasPrefix("HTTP/1.1 200 OK\r\n") && response.contains("See the terminal"))
        guard case .failed = try await decision else {
            Issue.record("another decision")
            return
        }
        second.send(Self.head(listener, "right"))
        #expect(await second.receive().isEmpty)
        #expect(throws: (any Error).self) { try Caller(listener) }
    }

    @Test("The wait ends at its timeout, and when its task is cancelled")
    func ends() async throws {
        let listener = try CallbackListener()
        #expect(try await listener.wait(timeout: .milliseconds(1), decide: Self.decide) == nil)
        let other = try CallbackListener()
        let task = Task { try await other.wait(timeout: .seconds(60), decide: Self.decide) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("Each listener has a path that is not guessed, and a registered one its own")
    func paths() throws {
        let listeners = try (0..<8).map { _ in try CallbackListener() }
        #expect(Set(listeners.map { $0.url.split(separator: "/")[2] }).count == 8)
        #expect(listeners.allSatisfy { $0.url.hasPrefix("http://127.0.0.1:") && $0.url.utf8.count > 48 })
        let (free, port) = boundSocket()
        close(free)
        let url = "http://localhost:\(port)/oauth/cb"
        let registered = try CallbackListener(HTTPURL(url))
        #expect(registered.url == url)
        #expect(throws: CommandError.self) { try CallbackListener(HTTPURL(url)) }
    }

    @Test("The value of --callback says who is called")
    func argument() {
        #expect(CallbackArgument(argument: "oob") == .outOfBand)
        #expect(CallbackArgument(argument: "loopback") == .loopback)
        for url in ["http://127.0.0.1:8080/cb", "http://localhost:8080", "http://LOCALHOST:1/"] {
            guard case .registeredLoopback = CallbackArgument(argument: url) else {
                Issue.record("\(url) is not listened on")
                continue
            }
        }
        for url in [
            "https://127.0.0.1/cb", "http://127.0.0.1/cb?a=b", "http://127.0.0.1.example/cb", "http://[::1]/cb",
            "https://example.com/cb", "app:cb", "x",
        ] {
            #expect(CallbackArgument(argument: url) == .elsewhere(url))
        }
    }
}
