#if Service

import CryptoCore
import Testing

@testable import ToopherService

@Suite("Backup codes")
struct BackupCodeTests {
    @Test("A list has ten different codes of 50 bits, each of which is read as it is printed, and spelled otherwise")
    func codes() throws {
        let list = try BackupCodeList(SystemRandom.source)
        #expect(Set(list.codes).count == 10 && Set(list.digests).count == 10)
        let key = try HMACKey(.sha256, key: list.key)
        for (code, digest) in zip(list.codes, list.digests) {
            #expect(code.utf8.count == 11 && code.utf8.filter { $0 != UInt8(ascii: "-") }.count == 10)
            for spelling in [code, code.lowercased(), code.replacing("-", with: ""), code.replacing("0", with: "o")] {
                guard case .backupCode(let typed)? = TypedPassword(spelling) else {
                    Issue.record("not a code: \(spelling)")
                    continue
                }
                #expect(try BackupCode.digest(typed, key: key) == digest)
                let other = try HMACKey(.sha256, key: SecretBytes([UInt8](repeating: 1, count: 32)))
                #expect(try BackupCode.digest(typed, key: other) != digest)
                var changed = typed
                changed[9] = changed[9] == UInt8(ascii: "Z") ? UInt8(ascii: "Y") : UInt8(ascii: "Z")
                #expect(try BackupCode.digest(changed, key: key) != digest)
            }
        }
        #expect(try BackupCodeList(SystemRandom.source).codes != list.codes)
    }

    @Test("Every symbol is as likely as any other, and is read")
    func symbols() throws {
        let code = try BackupCode.make { count in (0..<count).map { UInt8(truncatingIfNeeded: 250 + $0) } }
        #expect(code == "TVWXY-Z0123")
        let all = try (0..<32).map { start in
            try BackupCode.make { count in [UInt8](repeating: UInt8(start), count: count) }
        }
        #expect(Set(all).count == 32)
        for code in all { #expect(TypedPassword(code) != nil) }
    }

    @Test("Equal codes of one list are made anew")
    func equalCodes() throws {
        let calls = CallCounter()
        let list = try BackupCodeList { count in
            [UInt8](repeating: UInt8(calls.next() / 2), count: count)
        }
        #expect(Set(list.codes).count == 10)
    }
}

#endif
