import Testing

@testable import ToopherCommand

@Suite("What rlm_exec is told") struct RADIUSReplyTests {
    @Test("Only an acceptance has a status that the module takes for one") func statuses() {
        #expect(RADIUSReply.accepted.exitStatus == 0)
        // The module's statuses are one less: 0 reject, 1 fail, 8 updated. 3 would be ok.
        #expect(RADIUSReply.rejected("").exitStatus == 1)
        #expect(RADIUSReply.failed("", reason: "").exitStatus == 2)
        #expect(RADIUSReply.challenge(state: [], message: "").exitStatus == 9)
    }

    @Test("Attributes stand on one line") func attributes() {
        #expect(RADIUSReply.accepted.attributes.isEmpty)
        #expect(RADIUSReply.rejected("Denied.").attributes == #"Reply-Message = "Denied.""#)
        #expect(
            RADIUSReply.failed("Later.", reason: "x, y").attributes
                == #"Reply-Message = "Later.", Module-Failure-Message = "x, y""#)
        #expect(
            RADIUSReply.challenge(state: [0, 255], message: "Enter 42").attributes
                == #"State = 0x00ff, Reply-Message = "Enter 42""#)
    }

    @Test("A text from elsewhere adds no attribute, and nothing that the server expands") func hostile() {
        let text = "a\", Auth-Type := Accept\n\\%{User-Password} ${x} `id`\u{7F}"
        #expect(
            RADIUSReply.rejected(text).attributes
                == #"Reply-Message = "a', Auth-Type := Accept''{User-Password} '{x} 'id'""#)
    }

    @Test("A text that is too long is cut between characters") func long() {
        let message = RADIUSReply.rejected(String(repeating: "ä", count: 200)).attributes
        #expect(message == "Reply-Message = \"" + String(repeating: "ä", count: 126) + "\"")
    }
}
