import ArgumentParser
import DeviceProtocol

/// Which question to answer.
struct DecisionOptions: ParsableArguments {
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

    private func questions(on phone: VirtualPhone) async throws -> [PendingDecision] {
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
