#if Service

/// The times of the Auth API. They follow from what its clients do.
enum AuthAPITimes {
    /// The seconds that a phone is asked: proxies end requests after a minute, and the client must hear of the end before.
    static let push: Int64 = 55
    /// How long a question for the state of a request is held without news.
    static let hold = Duration.seconds(15)
    /// After so many questions a request is denied. Some clients let a user in after twenty answers without a decision.
    static let maximumPolls: Int64 = 12
}

#endif
