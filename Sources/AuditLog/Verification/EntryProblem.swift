/// What is wrong with an entry of a log.
@nonexhaustive public enum EntryProblem: Error, Sendable, Hashable {
    /// It is missing.
    case missing
    /// Another entry that the log has elsewhere stands in its place.
    case displaced(by: UInt64)
    /// Its text does not have its hash: it was changed.
    case changed
    /// It lacks what an entry of its type has.
    case malformed
    /// What the device has signed is missing.
    case recordMissing
    /// What the device has signed was changed.
    case recordChanged
    /// What the device has signed is about something else than the entry.
    case recordOfAnother
    /// The device's signature is not valid.
    case signatureInvalid
    /// No entry before has registered the device.
    case deviceUnknown(id: String)
    /// The device signed with another key than the one that was registered.
    case deviceKeyReplaced(id: String)
    /// The device is registered a second time, with another key.
    case deviceRegisteredAgain(id: String)
    /// The same was decided before.
    case decidedAgain(id: String)
    /// It adds a key that signs heads, and no key of the log has signed that.
    case keyNotSucceeding
}

extension EntryProblem: CustomStringConvertible {
    /// What is wrong, as the end of a sentence that begins with the entry.
    public var description: String {
        switch self {
        case .missing: "is missing"
        case .displaced(let index): "is not in its place, where entry \(index) stands"
        case .changed: "was changed: it does not have its hash"
        case .malformed: "was changed: it lacks what an entry of its type has"
        case .recordMissing: "has lost what the phone signed"
        case .recordChanged: "has another text than the phone signed"
        case .recordOfAnother: "has what a phone signed for something else"
        case .signatureInvalid: "has a signature that is not valid"
        case .deviceUnknown(let id): "was signed by the phone \(id), which was never registered"
        case .deviceKeyReplaced(let id): "was signed with another key than the one of the phone \(id)"
        case .deviceRegisteredAgain(let id): "registers the phone \(id) a second time, with another key"
        case .keyNotSucceeding: "adds a key that no key of the log before it has signed"
        case .decidedAgain(let id): "decides \(id) a second time"
        }
    }
}
