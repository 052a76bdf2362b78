import ArgumentParser
import CurlTransport
import DeviceProtocol
import HTTPExchange

/// `toopher phone`: a phone on the command line.
struct PhoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phone",
        abstract: "A virtual phone: register, pair, approve, deny.",
        subcommands: [
            PhoneRegisterCommand.self, PhonePairCommand.self, PhonePendingCommand.self, PhoneApproveCommand.self,
            PhoneDenyCommand.self,
        ]
    )
}

/// Which phone.
struct PhoneOptions: ParsableArguments {
    @Option(help: "The file that holds the phone's key; otherwise TOOPHER_PHONE, otherwise ~/.toopher-phone.json.")
    var state: String?

    var path: String {
        state ?? Environment.value("TOOPHER_PHONE") ?? (Environment.value("HOME") ?? ".") + "/.toopher-phone.json"
    }

    func phone() throws -> VirtualPhone {
        try PhoneState.read(path).phone(transport: CurlTransport())
    }
}

/// `toopher phone register`.
struct PhoneRegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Make a key pair and register its public half with a service.")

    @Option(help: "The service's address, such as https://auth.example.org/v1/; otherwise TOOPHER_BASE_URL.")
    var baseURL: String?

    @Option(help: "The phone's name.")
    var name: String = "Virtual phone"

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        guard let service = baseURL ?? Environment.value("TOOPHER_BASE_URL") else {
            throw CommandError("no service: set TOOPHER_BASE_URL or give --base-url")
        }
        try PhoneState.requireFree(options.path)
        let phone = try await VirtualPhone.register(name: name, at: service, transport: CurlTransport())
        try PhoneState(phone).write(options.path)
        print(phone.deviceID)
    }
}

/// `toopher phone pair`.
struct PhonePairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Offer a pairing phrase and print it.",
        discussion: "The service that is given the phrase then asks this phone: see toopher phone approve."
    )

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        print(try await options.phone().offerPhrase().phrase)
    }
}

/// `toopher phone pending`.
struct PhonePendingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending", abstract: "List what waits for an answer: id and question.")

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        for question in try await options.phone().pending() { print("\(question.item.id)\t\(question.text)") }
    }
}

/// Which question to answer.
struct AnswerOptions: ParsableArguments {
    @Argument(help: "The id of the question; without it, the only one that waits.")
    var id: String?

    @Option(help: "Wait up to so many seconds for a question.")
    var wait: Int = 0

    @OptionGroup var phone: PhoneOptions

    func validate() throws {
        guard wait >= 0 else { throw ValidationError("--wait takes a number of seconds") }
    }

    /// Finds the question, answers it, and says so.
    func answer(_ decision: DeviceProtocol.Decision) async throws {
        let phone = try phone.phone()
        let questions = try await questions(on: phone)
        let chosen = id.map { id in questions.filter { $0.item.id == id } } ?? questions
        guard let question = chosen.first else { throw ExitStatus.timedOut }
        guard chosen.count == 1 else {
            throw CommandError(
                "several questions wait: name one of\n"
                    + chosen.map { "\($0.item.id)\t\($0.text)" }.joined(separator: "\n"))
        }
        try await phone.answer(question, decision)
        print("\(decision == .approve ? "approved" : "denied"): \(question.text)")
    }

    private func questions(on phone: VirtualPhone) async throws -> [PhoneQuestion] {
        let deadline = ContinuousClock.now + .seconds(wait)
        while true {
            // The service holds the call until there is something, for less than the transport's deadline.
            let remaining = Int((deadline - .now).components.seconds)
            let questions = try await phone.pending(wait: max(0, min(20, remaining)))
            if questions.contains(where: { id == nil || $0.item.id == id }) || deadline <= .now { return questions }
            // Other questions end the hold at once: do not ask again in a hurry.
            if !questions.isEmpty { try await Task.sleep(for: .seconds(1)) }
        }
    }
}

/// `toopher phone approve`.
struct PhoneApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Say yes. Exit status 3 when nothing waits.")

    @OptionGroup var options: AnswerOptions

    func run() async throws { try await options.answer(.approve) }
}

/// `toopher phone deny`.
struct PhoneDenyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny", abstract: "Say no. Exit status 3 when nothing waits.")

    @OptionGroup var options: AnswerOptions

    func run() async throws { try await options.answer(.deny) }
}
