import Testing
import Toopher

@testable import ToopherCommand

@Suite("JSON on standard output")
struct JSONOutputTests {
    @Test("one line, members by name, slashes as they are")
    func line() throws {
        let value = JSONValue.object(["b": .string("a/b\n"), "a": .array([.bool(true), .null, .integer(1)])])
        #expect(try JSONOutput.line(value) == #"{"a":[true,null,1],"b":"a/b\n"}"#)
    }
}

@Suite("Asking until there is an answer")
struct PollingTests {
    @Test("asks once even when there is no time")
    func once() async throws {
        var questions = 0
        let answer: Int? = try await Polling.firstAnswer(within: 0) {
            questions += 1
            return nil
        }
        #expect(answer == nil)
        #expect(questions == 1)
        #expect(try await Polling.firstAnswer(within: 0) { 7 } == 7)
    }

    @Test("stops when its task is cancelled")
    func cancelled() async {
        let task = Task { try await Polling.firstAnswer(within: 1_000_000) { () -> Int? in nil } }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
