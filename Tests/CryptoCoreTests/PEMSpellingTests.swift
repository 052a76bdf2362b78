import TestSupport
import Testing

@testable import CryptoCore

@Suite("PEM texts as they are found")
struct PEMSpellingTests {
    /// One way in which a PEM text differs from what OpenSSL writes.
    struct Spelling: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var apply: @Sendable (String) -> [UInt8]

        init(_ description: String, _ apply: @escaping @Sendable (String) -> String) {
            testDescription = description
            self.apply = { Array(apply($0).utf8) }
        }

        init(bytes description: String, _ apply: @escaping @Sendable (String) -> [UInt8]) {
            testDescription = description
            self.apply = apply
        }
    }

    static func lines(_ pem: String) -> [Substring] { pem.split(separator: "\n") }

    /// Returns the text with its base64 in lines of another length.
    static func wrapped(_ pem: String, _ length: Int) -> String {
        let lines = lines(pem)
        var base64 = lines.dropFirst().dropLast().joined()[...]
        var text = lines[0] + "\n"
        while !base64.isEmpty {
            text += base64.prefix(length) + "\n"
            base64 = base64.dropFirst(length)
        }
        return text + lines[lines.count - 1] + "\n"
    }

    static let spellings = [
        Spelling("as OpenSSL writes it") { $0 + "\n" },
        Spelling("without an end of the last line") { $0 },
        Spelling("CR LF") { lines($0).joined(separator: "\r\n") + "\r\n" },
        Spelling("CR alone") { lines($0).joined(separator: "\r") + "\r" },
        Spelling("mixed line ends") { $0.replacing("\n", with: "\r\n", maxReplacements: 5) + "\r" },
        Spelling("blank lines between the lines") { lines($0).joined(separator: "\n\n\r\n\r") },
        Spelling("blanks and tabs at line ends") { lines($0).joined(separator: " \t \n") + " \t" },
        Spelling("indented") { lines($0).map { "\t    " + $0 }.joined(separator: "\n") },
        Spelling("lines of 76 characters") { wrapped($0, 76) },
        Spelling("lines of 1 character") { wrapped($0, 1) },
        Spelling("one line of base64") { wrapped($0, 100_000) },
        Spelling("blanks in place of line ends") { lines($0).joined(separator: " ") },
        Spelling("all in one line") { lines($0).joined() },
        Spelling("form feeds and vertical tabs") { $0.replacing("\n", with: "\u{b}\n\u{c}") },
        Spelling("a byte order mark") { "\u{feff}" + $0 },
        Spelling("a byte order mark and CR LF") { "\u{feff}" + lines($0).joined(separator: "\r\n") },
        Spelling("text around it") { "Subject: CN=Atlantis\nIssuer: x:y\n\n\($0)\nSigned: me - myself -- and I\n" },
        Spelling("Bag Attributes") { "Bag Attributes\n    friendlyName: a \"b\"\nKey Attributes: <No>\n\($0)\n" },
        Spelling("text that names the boundary") { "put it behind -----BEGIN PRIVATE KEY----- please\n" + $0 },
        Spelling("a boundary without a label's end") { "-----BEGIN PRIVATE KEY\n-----BEGIN\n-----\n" + $0 },
        Spelling(bytes: "bytes that are not UTF-8 around it") {
            [0xe9, 0x0a] + Array($0.utf8) + [0x0a, 0xff, 0xc0, 0x00]
        },
        Spelling("a block of another kind before it") { DERNumbers.pem("X509 CRL", [1, 2, 3]) + $0 },
        Spelling("a block joined to it without a line end") {
            String(DERNumbers.pem("DH PARAMETERS", [1]).dropLast()) + $0
        },
    ]

    @Test("Every spelling of a private key is that key", arguments: spellings)
    func privateKeys(spelling: Spelling) throws {
        let message = Array(RSAFixtures.messages[1].utf8)
        for pem in [RSAFixtures.pkcs8, RSAFixtures.pkcs1] {
            let key = try RSAPrivateKey(pemRepresentation: SecretBytes(spelling.apply(pem)))
            #expect(Hex.encode(try key.signature(for: message.span, using: .sha256)) == RSAFixtures.sha256Signatures[1])
            #expect(throws: CryptoError.self) {
                try RSAPrivateKey(pemRepresentation: SecretBytes(spelling.apply(Self.damaged(pem))))
            }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    @Test("Every spelling of a public key is that key", arguments: spellings)
    func publicKeys(spelling: Spelling) throws {
        let signature = try #require(Hex.decode(RSAFixtures.sha256Signatures[1]))
        for pem in [RSAFixtures.spki, RSAFixtures.pkcs1Public, RSAFixtures.certificate, RSAFixtures.pkcs8] {
            let key = try RSAPublicKey(pemRepresentation: spelling.apply(pem))
            #expect(try RSATests.isValid(signature, RSAFixtures.messages[1], .sha256, key))
            #expect(try !RSATests.isValid(signature, RSAFixtures.messages[0], .sha256, key))
            #expect(throws: CryptoError.self) {
                try RSAPublicKey(pemRepresentation: spelling.apply(Self.damaged(pem)))
            }
        }
        #expect(ErrorQueue.drain().isEmpty)
    }

    /// Returns the block with a character in the middle that is not base64.
    private static func damaged(_ pem: String) -> String {
        var pem = Array(pem.utf8)
        pem[pem.count / 2] = UInt8(ascii: "*")
        return String(decoding: pem, as: UTF8.self)
    }

    @Test(
        "A block that is not spelled as RFC 7468 permits is refused",
        arguments: [
            ("-----BEGIN X-----\nAAAA\n-----END X-----\n", "the text has no private key, but X"),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n", "the PEM block PRIVATE KEY has no end"),
            ("-----BEGIN PRIVATE KEY-----", "the PEM block PRIVATE KEY has no end"),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY----", "the PEM block PRIVATE KEY has no end"),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PUBLIC KEY-----", "the PEM block PRIVATE KEY has no end"),
            (
                "-----BEGIN PRIVATE KEY-----\nAA\n-----BEGIN X-----\nAAAA\n-----END X-----\n-----END PRIVATE KEY-----",
                "the PEM block PRIVATE KEY has no end"
            ),
            ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", "the PEM block PRIVATE KEY is not base64"),
            ("-----BEGIN PRIVATE KEY-----\nAAA\n-----END PRIVATE KEY-----", "the PEM block PRIVATE KEY is not base64"),
            (
                "-----BEGIN PRIVATE KEY-----\nAAAAA===\n-----END PRIVATE KEY-----",
                "the PEM block PRIVATE KEY is not base64"
            ),
            ("-----BEGIN PRIVATE KEY-----\nAA=A\n-----END PRIVATE KEY-----", "the PEM block PRIVATE KEY is not base64"),
            ("-----BEGIN PRIVATE KEY-----\nAB==\n-----END PRIVATE KEY-----", "the PEM block PRIVATE KEY is not base64"),
            (
                "-----BEGIN PRIVATE KEY-----\nA\u{a0}AAA\n-----END PRIVATE KEY-----",
                "the PEM block PRIVATE KEY is not base64"
            ),
            ("----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "the text holds no PEM block"),
            ("-----BEGIN PRIVATE\tKEY-----\nAAAA\n-----END PRIVATE\tKEY-----", "the text holds no PEM block"),
            ("-----begin private key-----\nAAAA\n-----end private key-----", "the text holds no PEM block"),
            ("0\u{fffd}", "it is binary, as DER and PKCS #12 are; convert it: openssl pkey -in KEY -out KEY.pem"),
        ])
    func refused(pem: String, reason: String) {
        #expect(throws: CryptoError.invalidKey(kind: "RSA private key", reasons: [reason])) {
            try RSAPrivateKey(pemRepresentation: pem)
        }
    }

    @Test("Text in UTF-16 is refused as such")
    func utf16() {
        for text in [[0xff, 0xfe], [0xfe, 0xff]] as [[UInt8]] {
            #expect(
                throws: CryptoError.invalidKey(
                    kind: "RSA public key", reasons: ["the text is UTF-16; save it as UTF-8"])
            ) { try RSAPublicKey(pemRepresentation: text + RSAFixtures.spki.utf8.flatMap { [$0, 0] }) }
        }
    }

    @Test("A label of 64 characters is one, and a longer one is text")
    func labels() throws {
        for (count, isBlock) in [(64, true), (65, false)] {
            let label = String(repeating: "L", count: count)
            let reason = isBlock ? "the text has no public key, but \(label)" : "the text holds no PEM block"
            #expect(throws: CryptoError.invalidKey(kind: "RSA public key", reasons: [reason])) {
                try RSAPublicKey(pemRepresentation: DERNumbers.pem(label, [1, 2, 3]))
            }
        }
    }

    @Test("The scan of 64 KiB of boundaries takes no more than the text is long")
    func manyBoundaries() {
        for unit in [
            "-----BEGIN A-----\nAAAA\n-----END A-----\n", "-----BEGIN \n", "-----BEGIN A\n", "-----END A-----\n", "-",
            "-----",
        ] {
            let text = String(repeating: unit, count: (64 << 10) / unit.utf8.count)
            #expect(throws: CryptoError.self) { try RSAPrivateKey(pemRepresentation: text) }
        }
    }
}
