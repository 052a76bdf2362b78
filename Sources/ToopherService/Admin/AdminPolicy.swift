#if Service

/// The parts of a requester's policy, by the names of `toopher requester set`.
enum AdminPolicy: String, Sendable, CaseIterable {
    case numberMatching = "number-matching"
    case digits
    case concurrentPrompts = "concurrent-prompts"
    case challenge
    case additionalPhones = "additional-phones"

    /// What it is called.
    var title: AdminText {
        switch self {
        case .numberMatching: .numberMatching
        case .digits: .digits
        case .concurrentPrompts: .concurrentPrompts
        case .challenge: .challenge
        case .additionalPhones: .additionalPhones
        }
    }

    /// What one of its values is called.
    func title(of value: String, _ texts: AdminTexts) -> Markup {
        switch value {
        case "off": texts(.valueOff)
        case "on": texts(.valueOn)
        case "when_shown": texts(.valueWhenShown)
        case "always": texts(.valueAlways)
        case "when_asked": texts(.valueWhenAsked)
        case "confirmed": texts(.valueConfirmed)
        case "allowed": texts(.valueAllowed)
        default: "\(value)"
        }
    }

    /// What it may be.
    var values: [String] {
        switch self {
        case .numberMatching: RequesterPolicy.NumberMatching.allCases.map(\.rawValue)
        case .digits: RequesterPolicy.digitRange.map(String.init)
        case .concurrentPrompts: ["on", "off"]
        case .challenge: ["when_asked", "always"]
        case .additionalPhones: ["confirmed", "allowed"]
        }
    }

    /// Returns what it is.
    func value(in policy: RequesterPolicy) -> String {
        switch self {
        case .numberMatching: policy.numberMatching.rawValue
        case .digits: String(policy.numberDigits)
        case .concurrentPrompts: policy.allowsConcurrentPrompts ? "on" : "off"
        case .challenge: policy.alwaysChallenges ? "always" : "when_asked"
        case .additionalPhones: policy.confirmsAdditionalPhones ? "confirmed" : "allowed"
        }
    }

    /// Sets it to one of ``values``.
    func set(_ value: String, in policy: inout RequesterPolicy) {
        switch self {
        case .numberMatching:
            policy.numberMatching = RequesterPolicy.NumberMatching(rawValue: value) ?? policy.numberMatching
        case .digits: policy.numberDigits = Int(value) ?? policy.numberDigits
        case .concurrentPrompts: policy.allowsConcurrentPrompts = value == "on"
        case .challenge: policy.alwaysChallenges = value == "always"
        case .additionalPhones: policy.confirmsAdditionalPhones = value == "confirmed"
        }
    }
}

#endif
