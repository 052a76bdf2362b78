#if Service

import OAuth1

/// A requester with its credentials.
struct TestRequester: Sendable {
    var id: String
    var key: String
    var secret: String
    var signer: Signer
}

#endif
