#if Service

import Logging
import TestSupport
import Testing

@testable import ToopherService

@Suite("The operator's commands", .timeLimit(.minutes(2))) struct MessageHookTests {
    private static let message = OutgoingMessage(
        kind: .reset, recipient: "jdoe@example.com", requester: "Shop", user: "jdoe \"d\"", link: "http://t/secret",
        expires: 7)

    private func hook(_ script: String, _ logger: Logger, _ change: (inout HookLimits) -> Void = { _ in }) throws
        -> MessageHook
    {
        var limits = HookLimits()
        change(&limits)
        return MessageHook(
            try HookCommand("/bin/sh -c '\(script)'"), name: "--mail-command", limits: limits, logger: logger)
    }

    @Test(
        "What a command has not sent is logged without the message",
        arguments: [
            ("cat >&2; exit 7", "it ended with status 7"), ("cat; kill -9 $$", "signal 9 has ended it"),
            ("exit 1", "it ended with status 1"),
        ])
    func failure(_ script: String, _ reason: String) async throws {
        let recorder = LogRecorder()
        let hook = try hook(script, recorder.logger())
        try hook.send(Self.message)
        await hook.finish()
        #expect(recorder.text.contains(reason) && recorder.text.contains("--mail-command"))
        for secret in ["secret", "example.com", "jdoe"] { #expect(!recorder.text.contains(secret)) }
    }

    @Test("A command that does not read its input, or writes much, is no failure")
    func unread() async throws {
        let recorder = LogRecorder()
        for script in ["exit 0", "head -c 300000 /dev/zero", "true </dev/null"] {
            let hook = try hook(script, recorder.logger())
            try hook.send(Self.message)
            await hook.finish()
        }
        #expect(recorder.text.isEmpty)
    }

    @Test("At its deadline a command is ended, with what it has started")
    func deadline() async throws {
        let recorder = LogRecorder()
        let folder = TemporaryFolder()
        let script = "sleep 1000 & echo $! > \(folder.file("child")); wait"
        let hook = try hook(script, recorder.logger()) { $0.deadline = .seconds(1) }
        let start = ContinuousClock.now
        try hook.send(Self.message)
        await hook.finish()
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(recorder.text.contains("it was ended at its deadline"))
        let child = String(decoding: folder.read("child").dropLast(), as: UTF8.self)
        // It has become a zombie, or is gone.
        let state = Procfs.state(of: child)
        #expect(state == nil || state == "Z")
    }

    @Test("So many run at once; the others wait, and beyond the queue they are refused")
    func concurrency() async throws {
        let recorder = LogRecorder()
        let folder = TemporaryFolder()
        let counted = "echo x >> \(folder.file("runs")); while [ ! -e \(folder.file("go")) ]; do sleep 0.05; done"
        let hook = try hook(counted, recorder.logger()) {
            $0.concurrency = 2
            $0.queued = 3
        }
        for _ in 0..<5 { try hook.send(Self.message) }
        #expect(throws: ProtocolError.unavailable) { try hook.send(Self.message) }
        #expect(recorder.text.contains("a message was not sent"))
        folder.write("go", [])
        await hook.finish()
        #expect(folder.read("runs").count == 10, "five lines")
    }

    @Test("At the end of the service running commands end, and what waits for one is given up, with a count in the log")
    func stopped() async throws {
        let recorder = LogRecorder()
        let folder = TemporaryFolder()
        let counted = "echo x >> \(folder.file("runs")); while [ ! -e \(folder.file("go")) ]; do sleep 0.05; done"
        let hook = try hook(counted, recorder.logger()) { $0.concurrency = 1 }
        for _ in 0..<4 { try hook.send(Self.message) }
        hook.stop()
        folder.write("go", [])
        await hook.finish()
        #expect(folder.read("runs").count == 2 && recorder.text.contains("\"count\": 3"))
    }

    @Test("A message is taken over without waiting for the command")
    func returnsAtOnce() async throws {
        let hook = try hook("cat; exec sleep 1", LogRecorder().logger())
        let start = ContinuousClock.now
        for _ in 0..<20 { try hook.send(Self.message) }
        #expect(ContinuousClock.now - start < .milliseconds(900))
        await hook.finish()
    }

    @Test(
        "A command line is split as a shell does, and nothing is expanded",
        arguments: [
            ("/bin/echo", []), ("  /bin/echo  a   b ", ["a", "b"]), ("/bin/echo 'a b' \"c d\"", ["a b", "c d"]),
            (#"/bin/echo "a\"b\\" 'c\d' e\ f"#, [#"a"b\"#, #"c\d"#, "e f"]),
            ("/bin/echo $HOME * `id` ;x |y >z ''", ["$HOME", "*", "`id`", ";x", "|y", ">z", ""]),
            (#"/bin/echo "a\n" --x='y z'"#, [#"a\n"#, "--x=y z"]),
        ] as [(String, [String])])
    func words(_ text: String, _ arguments: [String]) throws {
        let command = try HookCommand(text)
        #expect(command.program == "/bin/echo" && command.arguments == arguments)
    }

    @Test("What is no command is refused before the service starts")
    func noCommand() {
        #expect(throws: HookCommandError.empty) { try HookCommand("  ") }
        #expect(throws: HookCommandError.unterminated) { try HookCommand("/bin/echo 'a") }
        #expect(throws: HookCommandError.unterminated) { try HookCommand("/bin/echo a\\") }
        #expect(throws: HookCommandError.notAbsolute(program: "echo")) { try HookCommand("echo a") }
        #expect(throws: HookCommandError.notExecutable(program: "/no/such")) { try HookCommand("/no/such a") }
        #expect(throws: HookCommandError.notExecutable(program: "/etc/passwd")) { try HookCommand("/etc/passwd") }
    }

    @Test(
        "An address that could be anything else is refused",
        arguments: [
            "", "jdoe", "@x", "jdoe@", "a@b@c", "a b@c", "a@b\n", "a,b@c", "<a@b>", "-f@b", "a@.b", "a@b..c", "\"a\"@b",
            "a@b;c", String(repeating: "x", count: 260) + "@b",
        ])
    func addresses(_ text: String) {
        #expect(MailAddress(text) == nil)
        #expect(MailAddress("j.doe+x@example.com")?.text == "j.doe+x@example.com")
        #expect(MailAddress("jürgen@bücher.example") != nil)
    }
}

#endif
