import Subprocess
import Testing

@testable import ToopherCommand

@Suite("Progress") struct ProgressTests {
    /// A terminal and a clock of a test.
    private final class Screen {
        var now = ContinuousClock.now
        var text = ""

        func progress(isTerminal: Bool = true) -> Progress {
            Progress("copied", unit: "rows", isTerminal: isTerminal, now: { self.now }, write: { self.text += $0 })
        }
    }

    @Test("Nothing is shown in the first second, then one line a second, and nothing is left of it")
    func terminal() {
        let screen = Screen()
        let progress = screen.progress()
        screen.now += .milliseconds(999)
        progress.report(1, of: 9)
        #expect(screen.text.isEmpty)
        screen.now += .milliseconds(1)
        progress.report(2, of: 9)
        #expect(screen.text == "\rcopied: 2 of 9 rows")
        screen.now += .milliseconds(999)
        progress.report(3, of: 9)
        #expect(screen.text == "\rcopied: 2 of 9 rows")
        screen.now += .milliseconds(1)
        progress.report(4, of: nil)
        #expect(screen.text == "\rcopied: 2 of 9 rows\rcopied: 4 rows")
        progress.end()
        progress.end()
        #expect(screen.text == "\rcopied: 2 of 9 rows\rcopied: 4 rows\r\u{1B}[K")
    }

    @Test("What is short shows nothing, and has nothing to remove")
    func short() {
        let screen = Screen()
        let progress = screen.progress()
        progress.report(1, of: 1)
        progress.end()
        #expect(screen.text.isEmpty)
    }

    @Test("Where there is no terminal nothing is shown, however long it takes")
    func elsewhere() {
        let screen = Screen()
        let progress = screen.progress(isTerminal: false)
        screen.now += .seconds(3600)
        progress.report(1, of: 9)
        progress.end()
        #expect(screen.text.isEmpty)
    }
}

/// The program at a terminal, and away from one.
@Suite("Progress at a terminal", .timeLimit(.minutes(2))) struct TerminalProgressTests {
    /// Two seconds at least: the raw HMAC and the signatures take a second each.
    private static let long = ["bench", "sign", "--seconds", "1", "--json"]

    @Test("What takes longer than a second says how far it is, without colours, and erases that at its end")
    func shown() async throws {
        let run = try await PseudoTerminal().run(Self.long, environment: ["TERM": "xterm-256color"])
        #expect(run.status == .exited(0) && run.output.hasPrefix("{\"operation\":\"sign\""))
        #expect(run.terminal.contains("\rmeasured sign: ") && run.terminal.contains(" of 4 parts"))
        #expect(run.terminal.hasSuffix("\r\u{1B}[K"))
        let sequences = run.terminal.split(separator: "\u{1B}", omittingEmptySubsequences: false).dropFirst()
        #expect(!sequences.isEmpty && sequences.allSatisfy { $0.hasPrefix("[K") }, "only the line is erased")
    }

    @Test("What cannot be counted says for how long it has run")
    func timed() async throws {
        let run = try await PseudoTerminal().run(
            ["bench", "http", "http://127.0.0.1:1/", "--seconds", "2.5", "--concurrency", "1", "--json"],
            environment: ["TERM": "xterm"])
        #expect(run.status == .exited(0))
        #expect(run.terminal.hasPrefix("\rsending: 1 s") && run.terminal.hasSuffix("\r\u{1B}[K"))
    }

    @Test(
        "A terminal that cannot erase a line gets no progress, and NO_COLOR leaves none to be coloured",
        arguments: [["TERM": "dumb"], ["TERM": "dumb", "NO_COLOR": "1"]])
    func dumb(_ environment: [String: String]) async throws {
        let run = try await PseudoTerminal().run(Self.long, environment: environment)
        #expect(run.status == .exited(0) && run.terminal.isEmpty)
    }

    @Test("An error at a terminal has no colours, with NO_COLOR or without", arguments: [[:], ["NO_COLOR": "1"]])
    func uncoloured(_ environment: [String: String]) async throws {
        let run = try await PseudoTerminal().run(
            ["audit", "verify", "/nowhere"], environment: environment.merging(["TERM": "xterm-256color"]) { $1 })
        #expect(run.status == .exited(1) && run.terminal.hasPrefix("Error: cannot read /nowhere"))
        #expect(!run.terminal.contains("\u{1B}"))
    }

    @Test("A pipe gets no progress")
    func piped() async throws {
        let outcome = try await ToopherProcess.run(Self.long, environment: ["TERM": "xterm-256color"])
        #expect(outcome.status == 0 && outcome.error.isEmpty)
    }
}
