import CryptoCore
import OAuth1
import OAuth1Client
import SystemPackage
import Toopher

/// Token credentials as JSON, and the file that holds them. Only its owner can read it.
enum TokenFile {
    private static let limit = 64 << 10

    /// Returns the JSON of credentials that were issued at a time, in seconds since 1970.
    static func text(_ credentials: TokenCredentials, issuedAt: Int64) -> String {
        var members: [String: JSONValue] = [
            "token": .string(credentials.token), "token_secret": .string(text(credentials.tokenSecret)),
            "issued_at": .integer(issuedAt),
            "parameters": .array(credentials.parameters.map { .array([.string($0.name), .string($0.value)]) }),
        ]
        members["session_handle"] = credentials.sessionHandle.map { .string($0) }
        members["expires_in"] = seconds(credentials.lifetime)
        members["authorization_expires_in"] = seconds(credentials.authorizationLifetime)
        return JSONValue.object(members).text
    }

    /// Reads the credentials in the file at `path`.
    static func read(_ path: String) throws -> TokenCredentials {
        let bytes: [UInt8]
        do {
            bytes = try InputFile.read(path, limit: limit)
        } catch let error as Errno {
            throw CommandError("cannot read \(path): \(error); toopher oauth authorize --output makes the file")
        }
        guard let json = JSONValue(parsing: bytes), let token = json["token"]?.stringValue,
            let secret = json["token_secret"]?.stringValue
        else { throw CommandError("\(path) has no token: toopher oauth authorize --output makes such a file") }
        return TokenCredentials(
            token: token, tokenSecret: SecretBytes(utf8: secret), sessionHandle: json["session_handle"]?.stringValue)
    }

    /// Creates an empty file at `path`, before the request whose result it is for: what cannot be stored is not requested.
    static func create(_ path: String) throws -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite)
        } catch let error as Errno where error == .fileExists {
            throw CommandError("there is a file at \(path) already: remove it, or give another name")
        } catch let error as Errno {
            throw CommandError("cannot write \(path): \(error)")
        }
    }

    /// Returns a secret as text.
    static func text(_ secret: SecretBytes) -> String {
        secret.withBytes { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
    }

    private static func seconds(_ duration: Duration?) -> JSONValue? {
        duration.map { .integer($0.components.seconds) }
    }
}
