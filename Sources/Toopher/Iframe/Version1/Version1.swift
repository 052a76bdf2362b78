extension ToopherIframe {
    /// Returns a helper for pages that were written for version 1 of the client libraries.
    ///
    /// - Parameter options: What the versions before 2.0 did differently from version 2 and from one another.
    public func version1(_ options: Version1.Options = Version1.Options()) -> Version1 {
        Version1(iframe: self, options: options)
    }

    /// Version 1 of the client libraries (1.1.0): `pair_uri`, `manage_user_uri`, `auth_uri`, `login_uri` and
    /// `validate`.
    ///
    /// New code needs none of it: every service accepts the URLs of ``ToopherIframe``, and
    /// ``ToopherIframe/processPostback(_:requestToken:ttl:expecting:)`` accepts the forms of both versions.
    public struct Version1: Sendable {
        let iframe: ToopherIframe

        /// The behaviour of a library before 2.0.
        public let options: Options
    }
}
