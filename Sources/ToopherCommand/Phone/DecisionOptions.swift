import ArgumentParser
import DeviceProtocol

/// The pending decision that a command makes.
struct DecisionOptions: ParsableArguments {
    @Argument(help: "The id of the pairing or authentication request; without it, the only pending one.")
    var id: String?

    @Option(help: "The longest wait for a pending decision, in seconds.")
    var wait: Int = 0

    @OptionGroup var phone: PhoneOptions

    func validate() throws {
        guard wait >= 0 else { throw ValidationError("--wait takes a number of seconds") }
    }

    /// Gives the answer, and prints it.
    ///
    /// - Parameter answer: Makes the answer of the time at which it is given, in seconds since 1970.
    func decide(_ answer: (_ now: Int64) -> DeviceProtocol.Answer) async throws {
        let phone = try phone.phone()
        let pending = try await pending(on: phone)
        let candidates = id.map { id in pending.filter { $0.item.id == id } } ?? pending
        guard let choice = candidates.first else {
            StandardError.print(id.map { "\($0) is not pending" } ?? "nothing is pending")
            throw ExitStatus.timedOut
        }
        guard candidates.count == 1 else {
            throw CommandError(
                "several decisions are pending: name one of\n"
                    + candidates.map { "\($0.item.id)\t\($0.text)" }.joined(separator: "\n"))
        }
        try choice.check(answer(0))
        let isToBeConfirmed = try await phone.send(to: choice, answer)
        let (decision, number) = (answer(0).decision, answer(0).number)
        // Whether the number is right is told to the one who shows it.
        let condition = number.isEmpty ? "" : ", if the number is \(number)"
        print("\(decision == .approve ? "approved" : "denied")\(condition): \(choice.text)")
        if isToBeConfirmed { print("now approve it on the other phone of this user too") }
    }

    /// Denies everything that is pending, and prints it.
    func denyAll(_ reason: DeviceProtocol.Answer.Reason) async throws {
        let phone = try phone.phone()
        var denied: Set<String> = []
        // A list has the newest ones only: there may be more behind them.
        while true {
            let pending = try await phone.pending().filter { !denied.contains($0.item.id) }
            guard !pending.isEmpty else { break }
            for choice in pending {
                try await phone.send(to: choice) { .init(.deny, reason: reason, decided: $0) }
                denied.insert(choice.item.id)
                print("denied: \(choice.text)")
            }
        }
        guard !denied.isEmpty else {
            StandardError.print("nothing is pending")
            throw ExitStatus.timedOut
        }
    }

    private func pending(on phone: VirtualPhone) async throws -> [PendingDecision] {
        let deadline = ContinuousClock.now + .seconds(wait)
        while true {
            let asked = ContinuousClock.now
            // Shorter than the deadline of the transport.
            let remaining = Int((deadline - asked).components.seconds)
            let pending = try await phone.pending(wait: max(0, min(20, remaining)))
            if pending.contains(where: { id == nil || $0.item.id == id }) || deadline <= .now { return pending }
            // Other pending decisions, or a service that is busy, end the long poll immediately.
            try await Task.sleep(until: min(asked + .seconds(1), deadline))
        }
    }
}
