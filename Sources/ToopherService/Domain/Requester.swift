#if Service

internal import CryptoCore

/// An integrating service: it asks for decisions.
struct Requester: Sendable {
    var id: String
    var name: String
    var consumerKey: String
    var consumerSecret: SecretBytes
    var policy = RequesterPolicy()
}

#endif
