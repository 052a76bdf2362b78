import Toopher

/// A site that uses the client as documented, and records what it shows its users.
final class ExampleSite {
    let api: ToopherAPI
    let session = Session()
    private(set) var events: [String] = []

    init(api: ToopherAPI) {
        self.api = api
    }

    /// The state between two pages.
    final class Session {
        var login: ZeroStorageLogin?
    }

    /// The form that a user has sent.
    enum Form {
        case phrase(String)
        case terminalName(String)
        case otp(String)
        case waiting
    }

    func letIn() { events.append("let in") }
    func welcome() { events.append("welcome") }
    func askForOTP() { events.append("one-time password") }
    func askForPhrase() { events.append("phrase") }
    func startAgain() { events.append("start again") }
    func sorry(_ text: String) { events.append("sorry: " + text) }
    func show(_ text: String) { events.append(text) }
    func showPage(_ text: String) { events.append(text) }
    func store(_ id: String) { events.append("stored " + id) }
    func log(_ text: String) { events.append("log: " + text) }
    func tryAgain(after delay: Duration) { events.append("again after \(delay)") }
    func respond(contentType: String, _ bytes: [UInt8]) { events.append("\(bytes.count) bytes of \(contentType)") }
}
