#if Service

/// How an integration speaks to the service.
public enum IntegrationKind: String, Sendable, Hashable, CaseIterable {
    /// Its server calls the Auth API: PAM modules, libraries, identity servers.
    case authAPI = "auth-api"
    /// It sends browsers to the service's page, and gets them back with a code.
    case web
}

#endif
