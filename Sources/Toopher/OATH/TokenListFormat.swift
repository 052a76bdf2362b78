/// How a maker of tokens lists what it ships: a table whose first line names the columns.
///
/// ```swift
/// var style = TokenListStyle(secretColumn: "Key", serialColumn: "SN")
/// style.separator = ";"
/// style.kind = .hotp
/// ```
public struct TokenListStyle: Sendable, Hashable {
    /// How a seed is spelt.
    public enum SecretEncoding: Sendable, Hashable {
        /// Two hexadecimal digits a byte.
        case hexadecimal
        /// The characters themselves, which must be ASCII.
        case ascii
    }

    /// What stands between two columns; one ASCII character.
    public var separator: Character = ","

    /// Whether spaces behind a separator mean nothing.
    public var skipsSpaces = false

    /// How a seed is spelt.
    public var secretEncoding = SecretEncoding.hexadecimal

    /// The name of the column with the seed.
    public var secretColumn: String

    /// The name of the column with the serial number, which becomes your own id of the token.
    public var serialColumn: String?

    /// The name of the column that says `hotp` or `totp`.
    public var kindColumn: String?

    /// The name of the column with the number of digits.
    public var digitsColumn: String?

    /// The name of the column with the hash function.
    public var algorithmColumn: String?

    /// The name of the column with the step size in seconds.
    public var stepSizeColumn: String?

    /// What a password is made from, where the table does not say.
    public var kind = OATHToken.Kind.totp

    /// How many digits a password has, where the table does not say; nil for what is usual for its kind.
    public var digits: Int?

    /// The hash function, where the table does not say.
    public var algorithm = OATHToken.Algorithm.sha1

    /// The step size in seconds, where the table does not say.
    public var stepSize = 30

    /// A table with commas and hexadecimal seeds.
    ///
    /// - Parameters:
    ///   - secretColumn: The name of the column with the seed.
    ///   - serialColumn: The name of the column with the serial number.
    public init(secretColumn: String, serialColumn: String? = nil) {
        self.secretColumn = secretColumn
        self.serialColumn = serialColumn
    }

    /// SafeNet: `Serial` and `Seed` with spaces between, counted passwords of six digits.
    public static let safenet: TokenListStyle = {
        var style = TokenListStyle(secretColumn: "Seed", serialColumn: "Serial")
        style.separator = " "
        style.skipsSpaces = true
        style.kind = .hotp
        style.digits = 6
        return style
    }()
}
