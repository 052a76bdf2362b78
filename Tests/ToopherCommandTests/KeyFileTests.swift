import OAuth1
import Subprocess
import SystemPackage
import TestSupport
import Testing
import Toopher

/// The commands with keys that `openssl` makes while the tests run.
@Suite("Key files of toopher oauth", .enabled(if: OpenSSLTool.isInstalled, "needs openssl: script/bootstrap --servers"))
struct KeyFileTests {
    /// Files of a key pair, made anew.
    struct Files {
        let folder = TemporaryFolder()

        /// Runs `openssl` with the words of a line, in which `@name` is a file of the folder.
        func openssl(_ line: String) async throws {
            let words = line.split(separator: " ").map { word in
                word.first == "@" ? folder.file(String(word.dropFirst())) : String(word)
            }
            let result = try await Subprocess.run(
                .path(OpenSSLTool.path), arguments: Arguments(words), output: .discarded,
                error: .string(limit: 1 << 16))
            try #require(result.terminationStatus == .exited(0), "openssl \(line): \(result.standardError)")
        }

        init() async throws {
            folder.write("passphrase", Array("correct horse\nsecond line\n".utf8))
            // For -passin and -passout of one command: of one file OpenSSL takes two lines.
            folder.write("same", Array("correct horse\n".utf8))
            folder.write("wrong", Array("correct hors".utf8))
            folder.write("crlf", Array("correct horse\r\n".utf8))
            try await openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out @key.pem")
            try await openssl("req -x509 -key @key.pem -subj /CN=test -days 2 -out @cert.pem")
        }

        func text(_ name: String) -> String { String(decoding: folder.read(name), as: UTF8.self) }
    }

    static let request = ["https://api.example.com/v1/payments", "--signature-method", "RSA-SHA256"]

    static func sign(
        _ files: Files, _ key: String, _ options: [String] = [], environment: [String: String] = [:]
    ) async throws -> ToopherProcess.Outcome {
        let variables = environment.merging(["OAUTH_CONSUMER_KEY": "k"]) { $1 }
        return try await ToopherProcess.run(
            ["oauth", "sign"] + request + ["--nonce", "n", "--timestamp", "1000", "--key-file", files.folder.file(key)]
                + options, environment: variables)
    }

    static func verify(
        _ files: Files, _ key: String, _ header: String, _ options: [String] = []
    ) async throws -> ToopherProcess.Outcome {
        try await ToopherProcess.run(
            ["oauth", "verify"] + request + ["--now", "1000", "--key-file", files.folder.file(key)] + options
                + ["-H", "Authorization: " + header.split(separator: "\n")[0]], environment: [:])
    }

    @Test("Whatever file openssl writes with the key signs alike, and verifies")
    func formats() async throws {
        let files = try await Files()
        try await files.openssl("pkey -in @key.pem -traditional -out @pkcs1.pem")
        try await files.openssl(
            "pkcs12 -export -inkey @key.pem -in @cert.pem -name mine -out @bundle.p12 -passout file:\(files.folder.file("passphrase"))"
        )
        try await files.openssl(
            "pkcs12 -in @bundle.p12 -nodes -passin file:\(files.folder.file("passphrase")) -out @nodes.pem")
        try await files.openssl("pkey -in @key.pem -pubout -out @public.pem")
        try await files.openssl("rsa -in @key.pem -RSAPublicKey_out -out @rsa-public.pem")
        files.folder.write("key-first.pem", files.folder.read("key.pem") + files.folder.read("cert.pem"))
        files.folder.write("cr.pem", files.folder.read("key.pem").map { $0 == 0x0a ? 0x0d : $0 })
        let header = try await Self.sign(files, "key.pem").output
        #expect(header.hasPrefix("OAuth "))
        for key in ["pkcs1.pem", "nodes.pem", "key-first.pem", "cr.pem"] {
            #expect(try await Self.sign(files, key).output == header, "\(key)")
        }
        for key in ["key.pem", "nodes.pem", "cert.pem", "public.pem", "rsa-public.pem"] {
            #expect(try await Self.verify(files, key, header).output == "valid\n", "\(key)")
        }
        let forged = header.replacing("oauth_nonce=\"n\"", with: "oauth_nonce=\"m\"")
        for key in ["nodes.pem", "cert.pem"] {
            #expect(try await Self.verify(files, key, forged).output == "signature_invalid\n")
        }
        let refused = try await Self.sign(files, "cert.pem")
        #expect(refused.status != 0 && refused.error.contains("no private key, but CERTIFICATE"))
    }

    @Test("An encrypted key takes its passphrase from a file, a descriptor or the environment")
    func passphrases() async throws {
        let files = try await Files()
        let header = try await Self.sign(files, "key.pem").output
        let passphrase = files.folder.file("passphrase")
        for (name, options) in [
            ("default.pem", ""), ("scrypt.pem", "-scrypt"), ("iterated.pem", "-iter 20000 -v2 aes-128-cbc"),
        ] {
            try await files.openssl("pkcs8 -topk8 -in @key.pem -out @\(name) \(options) -passout file:\(passphrase)")
            for source in ["passphrase", "crlf"] {
                let signed = try await Self.sign(files, name, ["--passphrase-file", files.folder.file(source)])
                #expect(signed.output == header, "\(signed.error)")
            }
            let wrong = try await Self.sign(files, name, ["--passphrase-file", files.folder.file("wrong")])
            #expect(wrong.status != 0 && wrong.output.isEmpty && wrong.error.contains("openssl pkey -in"))
            #expect(!wrong.error.contains("horse"))
            let missing = try await Self.sign(files, name)
            #expect(missing.error.contains("--passphrase-file") && missing.error.contains("openssl pkey -in"))
            let verified = try await Self.verify(files, name, header, ["--passphrase-file", passphrase])
            #expect(verified.output == "valid\n")
            #expect(try await Self.verify(files, name, header).error.contains("--passphrase-file"))
        }
        let environment = ["OAUTH_KEY_PASSPHRASE": "correct horse"]
        #expect(try await Self.sign(files, "default.pem", environment: environment).output == header)
        let both = try await Self.sign(
            files, "default.pem", ["--passphrase-file", passphrase, "--passphrase-fd", "0"])
        #expect(both.status == 64)
    }

    @Test("From a descriptor only the line of the passphrase is read; the rest may be the body")
    func descriptor() async throws {
        let files = try await Files()
        try await files.openssl(
            "pkcs8 -topk8 -in @key.pem -out @encrypted.pem -passout file:\(files.folder.file("passphrase"))")
        let arguments = Self.request + ["--nonce", "n", "--timestamp", "1000", "--consumer-key", "k", "--key-file"]
        let plain = try await ToopherProcess.run(
            ["oauth", "sign"] + arguments + [files.folder.file("key.pem"), "-d", "a=b"], environment: [:])
        let encrypted = try await ToopherProcess.run(
            ["oauth", "sign"] + arguments + [files.folder.file("encrypted.pem"), "-d", "@-", "--passphrase-fd", "0"],
            input: "correct horse\na=b", environment: [:])
        #expect(encrypted.output == plain.output && plain.output.hasPrefix("OAuth "), "\(encrypted.error)")
        let closed = try await ToopherProcess.run(
            ["oauth", "sign"] + arguments + [files.folder.file("encrypted.pem"), "--passphrase-fd", "77"],
            environment: [:])
        #expect(closed.status == 1 && closed.output.isEmpty)
    }

    @Test("What is not supported is refused with commands that work")
    func remedies() async throws {
        let files = try await Files()
        let (passphrase, folder) = (files.folder.file("passphrase"), files.folder)
        let header = try await Self.sign(files, "key.pem").output
        try await files.openssl(
            "rsa -in @key.pem -aes128 -traditional -out @traditional.pem -passout file:\(passphrase)")
        try await files.openssl(
            "pkcs8 -topk8 -v1 PBE-SHA1-3DES -in @key.pem -out @pbes1.pem -passout file:\(passphrase)")
        for name in ["traditional.pem", "pbes1.pem"] {
            let refused = try await Self.sign(files, name, ["--passphrase-file", passphrase])
            #expect(refused.status != 0 && refused.error.contains("openssl pkey -in KEY -out NEW.pem"))
            #expect(refused.error.contains("openssl pkcs8 -topk8 -in KEY -out NEW.pem"))
            try await files.openssl("pkey -in @\(name) -out @decrypted.pem -passin file:\(passphrase)")
            #expect(try await Self.sign(files, "decrypted.pem").output == header)
            try await files.openssl(
                "pkcs8 -topk8 -in @\(name) -out @anew.pem -passin file:\(passphrase) -passout file:\(folder.file("same"))"
            )
            #expect(try await Self.sign(files, "anew.pem", ["--passphrase-file", passphrase]).output == header)
        }
        try await files.openssl("ecparam -name prime256v1 -genkey -out @ec.pem")
        #expect(try await Self.sign(files, "ec.pem").error.contains("its algorithm is EC (prime256v1), and not RSA"))
        try await files.openssl("pkcs8 -topk8 -outform DER -nocrypt -in @key.pem -out @key.der")
        #expect(try await Self.sign(files, "key.der").error.contains("openssl pkey -in KEY -out KEY.pem"))
        try await files.openssl("pkey -in @key.der -out @converted.pem")
        #expect(try await Self.sign(files, "converted.pem").output == header)
        withExtendedLifetime(folder) {}
    }

    @Test("batch decrypts a key with the task's passphrase, and does not accept another one afterwards")
    func batch() async throws {
        let files = try await Files()
        try await files.openssl(
            "pkcs8 -topk8 -in @key.pem -out @encrypted.pem -passout file:\(files.folder.file("passphrase"))")
        let pem = files.text("encrypted.pem").split(separator: "\n").joined(separator: "\\n")
        let task =
            #""op":"sign","method":"GET","url":"https://h/","consumer_key":"k","signature_method":"RSA-SHA256""#
            + #","private_key_pem":"\#(pem)""#
        let results = try await OAuthCommandTests.results(
            """
            {\(task),"private_key_passphrase":"correct horse"}
            {\(task),"private_key_passphrase":"correct hors"}
            {\(task)}
            {\(task),"private_key_passphrase":"correct horse"}
            """)
        #expect(results.map { $0["signature"] == .null } == [false, true, true, false])
        #expect(results[1]["error"]?.stringValue?.contains("openssl pkey -in") == true)
        #expect(results[2]["error"]?.stringValue?.contains("openssl pkey -in") == true)
    }
}

private enum OpenSSLTool {
    static let path = FilePath("/usr/bin/openssl")
    static var isInstalled: Bool { (try? FileDescriptor.open(path, .readOnly).close()) != nil }
}
