#if Service

import AuthAPI
import Testing

@testable import ToopherService

@Suite("Factors of the Auth API") struct AuthAPIFactorTests {
    @Test(
        "What is typed is the name of a factor, or a passcode",
        arguments: [
            ("push", .push(.any)), ("push1", .push(.place(1))), ("PUSH 12", .push(.place(12))), ("auto", .push(.any)),
            ("sms1", .unavailable), ("phone", .unavailable), ("123456", .passcode("123456")), ("9", .passcode("9")),
            ("push123", .passcode("push123")), ("pushx", .passcode("pushx")), ("auto1", .passcode("auto1")),
            ("", .passcode("")), ("push99999999999999999999", .passcode("push99999999999999999999")),
        ] as [(String, AuthAPIFactor)])
    func typed(text: String, factor: AuthAPIFactor) {
        #expect(AuthAPIFactor(typed: text) == factor)
    }

    @Test(
        "The first version names a phone by its place",
        arguments: [
            ("phone1", .place(1)), ("phone2", .place(2)), ("", .any), ("phone", .any), ("1phone", .any),
            ("phone99999999999999", .any),
        ] as [(String, AuthAPIFactor.Phone)])
    func places(text: String, phone: AuthAPIFactor.Phone) throws {
        let parameters = AuthAPIParameters([CallParameter("factor", "push"), CallParameter("phone", text)])
        #expect(try AuthAPIFactor(first: parameters) == .push(phone))
    }

    @Test("A missing or unknown factor is refused by its name")
    func refused() {
        #expect(throws: AuthAPIFailure.missing("factor")) { try AuthAPIFactor(AuthAPIParameters([])) }
        #expect(throws: AuthAPIFailure.invalid("factor")) {
            try AuthAPIFactor(AuthAPIParameters([CallParameter("factor", "u2f")]))
        }
        #expect(throws: AuthAPIFailure.invalid("device")) {
            try AuthAPIFactor(AuthAPIParameters([CallParameter("factor", "push"), CallParameter("device", "../x")]))
        }
        #expect(throws: AuthAPIFailure.missing("passcode")) {
            try AuthAPIFactor(AuthAPIParameters([CallParameter("factor", "passcode")]))
        }
    }
}

#endif
