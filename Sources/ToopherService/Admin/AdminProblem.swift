#if Service

internal import HTTPTypes

/// Why the desk cannot show or do something, as its pages say it.
struct AdminProblem: Sendable {
    let title: AdminText
    let text: Markup
    let status: HTTPResponse.Status

    /// Creates what is said of an error; `nil` for one that only the log may tell.
    init?(_ error: any Error, _ texts: AdminTexts) {
        switch error {
        case let error as ProtocolError: self.init(error, texts)
        case let error as ServiceError: self.init(error, texts)
        default: return nil
        }
    }

    /// What is said of a page that is not there.
    static func missing(_ status: HTTPResponse.Status, _ texts: AdminTexts) -> AdminProblem {
        AdminProblem(title: .pageMissing, text: texts(.nothingHere), status: status)
    }

    private init(title: AdminText, text: Markup, status: HTTPResponse.Status) {
        (self.title, self.text, self.status) = (title, text, status)
    }

    private init(_ error: ProtocolError, _ texts: AdminTexts) {
        let text =
            switch error {
            case .noAdminSession: texts(.needsLink)
            case .notFound: texts(.nothingHere)
            case .alreadyDecided: texts(.alreadyDecided)
            default: texts(.otherProblem, ["reason": "\(error.message)"])
            }
        self.init(title: .cannotBeDone, text: text, status: .init(code: error.status))
    }

    private init(_ error: ServiceError, _ texts: AdminTexts) {
        let text =
            switch error {
            case .refused(.notFound), .unknownRequester: texts(.nothingHere)
            case .refused(.userIsDisabled): texts(.userIsOff)
            case .refused(.needsNoConfirmation): texts(.needsNoConfirmation)
            case .requesterDeleted: texts(.requesterDeleted)
            case .invalidOrigin(let reason): texts(.badOrigin, ["reason": "<span lang=\"en\">\(reason)</span>"])
            case .tooManyOrigins: texts(.tooManyOrigins)
            case .unknownOrigin: texts(.unknownOrigin)
            case .invalidRequesterName: texts(.badName)
            case .alreadyDone: texts(.alreadyDone)
            default: texts(.otherProblem, ["reason": "<span lang=\"en\">\(error.description)</span>"])
            }
        let isMissing = if case .refused(.notFound) = error { true } else { false }
        self.init(
            title: isMissing ? .pageMissing : .cannotBeDone, text: text, status: isMissing ? .notFound : .conflict)
    }
}

#endif
