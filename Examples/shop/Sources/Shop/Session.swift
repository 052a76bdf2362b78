/// What the shop knows of one browser.
struct Session: Sendable {
    /// In every form of the browser's pages: no other site knows it.
    let formToken: String
    /// Who has logged in, with password and phone.
    var user: String?
    /// What waits for the phone.
    var pending: Pending?
    var lastUse = ContinuousClock.now

    /// What waits for the phone, after the password.
    struct Pending: Sendable {
        let user: String
        /// What is done once it is approved.
        let purpose: Purpose
        /// The request token of the page that asks; used up by the first answer.
        var token: String?

        /// What the phone shows, and what the answer must be about.
        var action: String {
            switch purpose {
            case .logIn: "Log In"
            case .transfer(let transfer): "Transfer \(transfer.amount) to \(transfer.recipient)"
            }
        }
        /// Whether the phone may answer by itself the next time. Each transfer is another one.
        var mayBeAutomated: Bool {
            switch purpose {
            case .logIn: true
            case .transfer: false
            }
        }
    }

    enum Purpose: Sendable {
        case logIn
        case transfer(Transfer)
    }
}

/// Money on its way.
struct Transfer: Sendable {
    let cents: Int
    let recipient: String

    /// The amount as people write it.
    var amount: String { "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100) €" }

    /// Creates a transfer of what a form says; `nil` if it makes no sense.
    init?(amount: String, recipient: String) {
        let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = UInt32(parts[0]), whole <= 100_000,
            parts.count == 1 || parts[1].utf8.count == 2, let rest = parts.count == 1 ? 0 : UInt32(parts[1]),
            whole + rest > 0, (1...60).contains(recipient.count),
            recipient.unicodeScalars.allSatisfy({ $0 == " " || $0.properties.isAlphabetic })
        else { return nil }
        cents = Int(whole) * 100 + Int(rest)
        self.recipient = recipient
    }
}
