import OAuth1

/// The `Authorization` header of parameters that were signed already (RFC 5849 section 3.5.1).
enum AuthorizationText {
    static func make(realm: String?, _ parameters: [Parameter], signature: String) -> String {
        let all = parameters + [Parameter("oauth_signature", signature)]
        let pairs = all.map { "\(PercentEncoding.encode($0.name))=\"\(PercentEncoding.encode($0.value))\"" }
        return "OAuth " + ((realm.map { ["realm=\"\($0)\""] } ?? []) + pairs).joined(separator: ", ")
    }
}
