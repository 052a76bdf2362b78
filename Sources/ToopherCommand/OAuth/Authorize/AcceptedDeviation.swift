import ArgumentParser
import OAuth1Client

/// A deviation that `--accept` names.
enum AcceptedDeviation: String, ExpressibleByArgument, CaseIterable {
    case unconfirmedCallback = "unconfirmed-callback"
    case missingTokenSecret = "missing-token-secret"
    case json

    var leniency: AuthorizationFlow.Leniencies {
        switch self {
        case .unconfirmedCallback: .unconfirmedCallback
        case .missingTokenSecret: .missingTokenSecret
        case .json: .jsonResponse
        }
    }
}
