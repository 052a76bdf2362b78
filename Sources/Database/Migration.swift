#if Service

/// One step of a schema's history.
public struct Migration: Sendable {
    /// The version of the schema after the step: 1 for the first step, and one more for each further step.
    public let version: Int64
    /// What the step does, in a few words; recorded with the version.
    public let name: String
    /// The statements, in order.
    public let statements: [String]

    /// Creates a step.
    public init(version: Int64, name: String, statements: [String]) {
        self.version = version
        self.name = name
        self.statements = statements
    }
}

#endif
