#if Service

internal import CryptoCore

/// A new list of backup codes.
struct BackupCodeList: Sendable {
    /// As printed.
    let codes: [String]
    let key: SecretBytes
    /// What the database has of the codes.
    let digests: [String]

    /// Creates a list of different codes.
    init(_ random: RandomSource) throws(CryptoError) {
        key = SecretBytes(try random(32))
        let hmac = try HMACKey(.sha256, key: key)
        var codes: [String] = []
        var digests: [String] = []
        while codes.count < BackupCode.listCount {
            let code = try BackupCode.make(random)
            let digest = try BackupCode.digest(code.utf8.filter { $0 != UInt8(ascii: "-") }, key: hmac)
            if digests.contains(digest) { continue }
            codes.append(code)
            digests.append(digest)
        }
        self.codes = codes
        self.digests = digests
    }
}

#endif
