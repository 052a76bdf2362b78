#if Service

import ArgumentParser
import Testing

@testable import ToopherCommand

@Suite("The operator's commands as options")
struct HookOptionsTests {
    @Test("A command is checked when the service starts, with a text that says what to correct")
    func checked() throws {
        let options = try HookOptions.parse(["--sms-command", "/bin/echo 'a b'"])
        #expect(try options.smsCommand() != nil)
        #expect(try options.mailCommand() == nil)
        for (text, reason) in [
            ("echo", "--mail-command: echo is not an absolute path"),
            ("/no/such", "--mail-command: /no/such cannot be run"),
            ("/bin/echo 'a", "--mail-command: a quote or a backslash has no end"),
        ] {
            let error = #expect(throws: (any Error).self) { try HookOptions.parse(["--mail-command", text]) }
            #expect(error.map { HookOptions.message(for: $0) }?.contains(reason) == true)
        }
    }
}

#endif
