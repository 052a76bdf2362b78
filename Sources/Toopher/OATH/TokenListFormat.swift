/// The format of a manufacturer's list of tokens: a table whose first line names the columns.
///
/// ```swift
/// var format = TokenListFormat(secretColumn: "Key", serialColumn: "SN")
/// format.separator = ";"
/// format.kind = .hotp
/// ```
public struct TokenListFormat: Sendable, Hashable {
    /// The encoding of a seed.
    public enum SecretEncoding: Sendable, Hashable {
        /// Two hexadecimal digits for each byte.
        case hexadecimal
        /// ASCII characters, each of which is a byte.
        case ascii
    }

    /// The separator of columns; one ASCII character.
    public var separator: Character = ","

    /// Whether spaces after a separator are ignored.
    public var skipsSpaces = false

    /// The encoding of the seeds.
    public var secretEncoding = SecretEncoding.hexadecimal

    /// The name of the column with the seed.
    public var secretColumn: String

    /// The name of the column with the serial number, which becomes your own id of the token.
    public var serialColumn: String?

    /// The name of the column with `hotp` or `totp`.
    public var kindColumn: String?

    /// The name of the column with the number of digits.
    public var digitsColumn: String?

    /// The name of the column with the hash function.
    public var algorithmColumn: String?

    /// The name of the column with the time step in whole seconds.
    public var timeStepColumn: String?

    /// The kind of tokens without a value in the table.
    public var kind = OATHToken.Kind.totp

    /// The number of digits without a value in the table; `nil` for the default of the kind.
    public var digits: Int?

    /// The hash function without a value in the table.
    public var algorithm = OATHToken.Algorithm.sha1

    /// The time step without a value in the table, in whole seconds.
    public var timeStep = Duration.seconds(30)

    /// Creates the format of a table with commas and hexadecimal seeds.
    ///
    /// - Parameters:
    ///   - secretColumn: The name of the column with the seed.
    ///   - serialColumn: The name of the column with the serial number.
    public init(secretColumn: String, serialColumn: String? = nil) {
        self.secretColumn = secretColumn
        self.serialColumn = serialColumn
    }

    /// The format of SafeNet: `Serial` and `Seed`, separated by spaces; HOTP with six digits.
    public static let safeNet: TokenListFormat = {
        var format = TokenListFormat(secretColumn: "Seed", serialColumn: "Serial")
        format.separator = " "
        format.skipsSpaces = true
        format.kind = .hotp
        format.digits = 6
        return format
    }()
}
