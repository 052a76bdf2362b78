func logIn(_ factor: SecondFactor, pairingID: String, browserID: String) async {
    do {
        let step = try await factor.ask(
            pairingID: pairingID, browserName: "Firefox on the office computer", browserID: browserID,
            showNumber: { show("Enter \($0) on your phone.") })
        switch step {
        case .letIn: letIn()
        case .refuse(let reason): sorry(reason)
        case .askForPassword: askForOTP()
        }
    } catch {
        log("second factor: \(error)")
        sorry("Your phone cannot be asked now.")
    }
}
