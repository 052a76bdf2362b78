#if Service

import Glibc
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import ToopherCommand

@Suite("What operators run", .timeLimit(.minutes(5))) struct OperationsCommandTests {
    private static let nobody = "http://127.0.0.1:1/v1/"

    /// Runs `serve` with more arguments, calls `body` with what it prints on its first lines, and ends it with SIGTERM.
    private func withService(
        _ folder: TestSupport.TemporaryFolder, _ arguments: [String], lines count: Int,
        environment: [String: String] = [:], _ body: @escaping @Sendable ([String]) async throws -> Void
    ) async throws {
        let result = try await Subprocess.run(
            .path(ToopherProcess.path),
            arguments: Arguments(["serve", "--port", "0", "--database", folder.file("t.sqlite")] + arguments),
            environment: ToopherProcess.environment(environment), input: .none, output: .sequence, error: .discarded
        ) { execution in
            var lines: [String] = []
            for try await line in execution.standardOutput.strings() {
                lines.append(String(line.prefix { !$0.isNewline }))
                guard lines.count == count else { continue }
                try await body(lines)
                try execution.send(signal: .terminate)
            }
        }
        #expect(result.terminationStatus == .exited(0))
    }

    @Test("health says what a service says of itself, and ends with 1 where none answers")
    func health() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        try await withService(folder, ["--metrics-port", "0"], lines: 2) { lines in
            let url = try #require(lines.first { $0.hasPrefix("health and metrics on ") }?.split(separator: " ").last)
            let port = try #require(url.split(separator: ":").last?.dropLast())
            for environment in [[:], ["TOOPHER_METRICS_PORT": String(port)]] {
                let arguments = ["health"] + (environment.isEmpty ? ["\(url)healthz/ready"] : [])
                let outcome = try await ToopherProcess.run(arguments, environment: environment)
                #expect(outcome.status == 0 && outcome.output == "200 ok\n", "\(outcome.error)")
            }
            let missing = try await ToopherProcess.run("health", "\(url)nowhere")
            #expect(missing.status == 1 && missing.output.hasPrefix("404 "))
            let service = try #require(lines.first { $0.hasPrefix("listening on ") }?.split(separator: " ").last)
            let other = try await ToopherProcess.run(
                ["health"],
                environment: ["TOOPHER_PORT": String(service.split(separator: ":")[2].prefix { $0.isNumber })])
            #expect(other.status == 0 && other.output.hasPrefix("200 "))
        }
        let away = try await ToopherProcess.run("health", "http://127.0.0.1:1/healthz/ready")
        #expect(away.status == 1 && away.error.hasPrefix("Error: http://127.0.0.1:1/healthz/ready does not answer: "))
        #expect(try await ToopherProcess.run("health", "nothing").status == 64)
    }

    @Test("The key is not exchanged under a running service, which would go on with the old one")
    func rekeying() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let rekey = ["database", "rekey", "--database", folder.file("t.sqlite"), "--new-key-file", folder.file("new")]
        try await withService(folder, [], lines: 1) { _ in
            let refused = try await ToopherProcess.run(rekey)
            #expect(refused.status == 1 && refused.error.contains("another process serves it"), "\(refused.error)")
        }
        let done = try await ToopherProcess.run(rekey)
        #expect(done.status == 0 && done.output.hasPrefix("secrets encrypted with the new key: "), "\(done.error)")
    }

    @Test("Who started the service hears when it is ready and when it ends")
    func notification() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let path = folder.file("notify")
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        try await withService(folder, [], lines: 1, environment: ["NOTIFY_SOCKET": path]) { _ in }
        var states: Set<String> = []
        var buffer = [UInt8](repeating: 0, count: 100)
        for _ in 0..<2 {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            states.insert(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self))
        }
        #expect(states == ["READY=1", "STOPPING=1"])
        for socket in [nil, "", "relative", "/" + String(repeating: "x", count: 200)] {
            #expect(ServiceNotifier(socket) == nil)
        }
    }

    @Test("A phone is not registered where its file cannot be written, and one that was not registered leaves no file")
    func registration() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        func register(_ path: String) async throws -> ToopherProcess.Outcome {
            try await ToopherProcess.run(["phone", "register", "--base-url", Self.nobody, "--state", path])
        }
        let unwritable = try await register(folder.file("missing/phone.json"))
        #expect(unwritable.status == 1 && unwritable.error.contains("cannot write"), "\(unwritable.error)")
        let unregistered = try await register(folder.file("phone.json"))
        #expect(unregistered.status == 69 && !unregistered.error.contains("cannot write"))
        #expect(folder.permissions(of: "phone.json") == nil)
        folder.write("phone.json", Array("mine".utf8))
        let present = try await register(folder.file("phone.json"))
        #expect(present.status == 1 && present.error.contains("there is a phone at"))
        #expect(folder.read("phone.json") == Array("mine".utf8))
    }

    @Test("Several bodies are joined as curl joins them, and standard input is read once")
    func bodies() async throws {
        let environment = ["OAUTH_CONSUMER_KEY": "k", "OAUTH_CONSUMER_SECRET": "s"]
        func sign(_ arguments: [String], input: String = "") async throws -> ToopherProcess.Outcome {
            try await ToopherProcess.run(
                ["oauth", "sign", "https://api.example.com/", "--as", "form", "--nonce", "n", "--timestamp", "1"]
                    + arguments, input: input, environment: environment)
        }
        let joined = try await sign(["-d", "a=1&b=2", "-d", "c=3"])
        let once = try await sign(["-d", "a=1&b=2&c=3"])
        #expect(joined.status == 0 && joined.output == once.output, "\(joined.error)")
        #expect(joined.output.contains("c=3"))
        #expect(try await sign(["-d", "a=1", "-d", "@-"], input: "b=2&c=3").output.contains("c=3"))
        let twice = try await sign(["-d", "@-", "-d", "@-"], input: "a=1")
        #expect(twice.status == 64 && twice.error.contains("standard input can be read once"))
    }

    @Test("A file that is no proof is a file that cannot be read")
    func noProof() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        for content in ["", "{}", "not a proof\n", "{\"decision\":{}}"] {
            folder.write("proof", Array(content.utf8))
            let outcome = try await ToopherProcess.run("audit", "verify", "--proof", folder.file("proof"))
            #expect(outcome.status == 1 && outcome.output.isEmpty)
            #expect(outcome.error == "Error: \(folder.file("proof")) is not a proof as toopher audit prove prints it\n")
        }
    }

    @Test("A change of a requester says when a service that runs knows of it, and plain http is warned of")
    func delay() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let database = ["--database", folder.file("t.sqlite")]
        let created = try await ToopherProcess.run(["requester", "create", "Site"] + database)
        let key = try #require(created.output.split(whereSeparator: { "=\n".contains($0) }).dropFirst().first)
        let note = "a service that runs on \(folder.file("t.sqlite")) knows of this within 30 seconds\n"
        func set(_ arguments: String...) async throws -> ToopherProcess.Outcome {
            try await ToopherProcess.run(["requester", "set", String(key)] + arguments + database)
        }
        #expect(try await set().error.isEmpty)
        #expect(try await set("--digits", "3").error == note)
        #expect(try await set("--webhook-url", "https://a.test/").error == note)
        let plain = try await set("--webhook-url", "http://a.test/")
        #expect(plain.status == 0 && plain.error.hasPrefix(note + "warning: the endpoint speaks plain http"))
        let suspended = try await ToopherProcess.run(["requester", "suspend", String(key)] + database)
        #expect(suspended.status == 0 && suspended.error == note)
    }

    @Test("pair --wait says that another phone has to confirm")
    func confirmation() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let created = try await ToopherProcess.run(
            ["requester", "create", "Site", "--database", folder.file("t.sqlite")])
        let pairs = created.output.split(separator: "\n").map {
            $0.split(separator: "=", maxSplits: 1).map(String.init)
        }
        let requester = Dictionary(pairs.map { ($0[0], $0[1]) }) { first, _ in first }
        try await withService(folder, [], lines: 1) { lines in
            let baseURL = String(lines[0].dropFirst("listening on ".utf8.count))
            @Sendable func run(_ phone: String, _ arguments: [String]) async throws -> ToopherProcess.Outcome {
                let variables = ["TOOPHER_BASE_URL": baseURL, "TOOPHER_PHONE": folder.file(phone)]
                return try await ToopherProcess.run(arguments, environment: requester.merging(variables) { $1 })
            }
            var phrases: [String] = []
            for phone in ["a.json", "b.json"] {
                #expect(try await run(phone, ["phone", "register"]).status == 0)
                let offered = try await run(phone, ["phone", "pair"]).output.split(separator: "\n")
                phrases.append(String(try #require(offered.first)))
            }
            let (first, second) = (phrases[0], phrases[1])
            async let paired = run("a.json", ["pair", "jdoe", first, "--wait", "60"])
            #expect(try await run("a.json", ["phone", "approve", "--wait", "50"]).status == 0)
            #expect(try await paired.status == 0)
            async let waiting = run("b.json", ["pair", "jdoe", second, "--wait", "6"])
            #expect(try await run("b.json", ["phone", "approve", "--wait", "50"]).status == 0)
            let outcome = try await waiting
            #expect(outcome.status == 3 && outcome.output.contains("\"confirmation_pending\":true"), "\(outcome)")
            #expect(outcome.error == "approved on this phone; another phone of the user has to confirm it\n")
        }
    }
}

#endif
