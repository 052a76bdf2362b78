import CryptoCore
import Testing

@testable import ToopherCommand

@Suite("The cache of RSA keys")
struct RSAKeysTests {
    @Test("A cached key signs and verifies as a new one does, and keys are not confused")
    func held() throws {
        let keys = RSAKeyCache()
        let message = Array("message".utf8)
        let signature = try RSAPrivateKey(pem: Self.pem).sign(message.span, using: .sha256)
        for _ in 0..<2 {
            let key = try keys.privateKey(pem: Self.pem)
            #expect(try key.sign(message.span, using: .sha256) == signature)
            #expect(throws: CryptoError.self) { try keys.privateKey(pem: "x") }
            #expect(throws: CryptoError.self) { try keys.publicKey(pem: "x") }
        }
    }

    @Test("batch signs many lines with one key, and verifies them with it")
    func batch() async {
        let verifiers = BatchVerifiers()
        let pem = Self.pem.split(separator: "\n").joined(separator: "\\n")
        func result(of fields: String) async -> BatchResult {
            let text = #"{"method":"GET","url":"https://h/","consumer_key":"k","nonce":"n","timestamp":"1000","#
            return await BatchResult(executing: Array((text + fields + "}").utf8), verifiers)
        }
        for _ in 0..<2 {
            let rsa = #""signature_method":"RSA-SHA256","private_key_pem":"\#(pem)""#
            let signed = await result(of: #""op":"sign","# + rsa)
            #expect(signed.signature?.utf8.count == 344 && signed.error == nil)
            let header = (signed.authorization ?? "").split(separator: "\"", omittingEmptySubsequences: false).joined(
                separator: "\\\"")
            let headers = #""headers":[["Authorization","\#(header)"]],"now":"1000","#
            let verified = await result(of: #""op":"verify","# + headers + rsa)
            #expect(verified.isValid == true && verified.signature == signed.signature, "\(verified)")
            let refused = await result(of: #""op":"verify","# + headers + #""signature_method":"RSA-SHA256""#)
            #expect(refused.isValid != true && refused.error != nil)
        }
    }

    /// A key of 2048 bits from `openssl genpkey -algorithm RSA`, for these tests only.
    static let pem = """
        -----BEGIN PRIVATE KEY-----
        MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQDCxJg26DWPfWfM
        QoCXk8BBiUHoyO2tnYEfjUfE8+/8dH2Q93+geCDPagLFy+n6R+enj0gBSsAL94Wf
        jx3RDdQLIb9SVoRmVdVghGwlWHWAh7RWl70vuspvJBmUmpi8EDEYlY329bFZY88h
        tXYvyhDi3faqFw0/kauYTC1a2KozHmDOmem3/TXLTio16yE9Hjf7yW9PeF/RfcsX
        XnL3tmX/lqp+rQ7AjClGK/HSMKh+p1ywAk1AbyktoesA8B8ytRpHnY3FDh7oRnk6
        7g6h7OUWO7Vtc8pShblEECIRx9hafc6eJU3ZIS6eK/M4HNDieYR2Onv+IXCpO1H6
        P33+8AhRAgMBAAECggEAC1/28dH6+s/cpYnGv9OBuXIeNs2xT9/wgBq8s8x5Whml
        kbdarVEGvYZX9hxUJGlZpqgQEP9AGxLQK4Lsv15a4XGNnm3uGpnttc7WEBJL/n8u
        cZY4FtcGZppJoiurOuSJMYHegitUOb/CA5p49g6LkOxcsQ9alzlXN7RPO8yGmCiW
        ZjppZiQ8dOTFWyC2dFhIhnZG15l5qHhj7UcL9aTMSr98SfRFQ21GkB5PyYLuRncC
        FZ7Dk8TSrVJ6XnFp3QJKYix9Zj18RbLZU6Iaw4jrqWa8PB3znCoYDawsRxDgqmLj
        3FER5grLlt4UALJRDTQXfTLxx36mqagSfrT+d1lENwKBgQDtZWmOGFLetlj94pC8
        1PdCAKYYhy6tBeMPRDKcEwgHG2f62Df6lf6Qi9vugmb29+m/KAlSdjtImOThFkvx
        FyNmzdjU87ygZaZVR61iYLu2ct9q357Hx4/+o7uljLn4DHCSeb03tddQgUf4GxXl
        ugStSUKYdrGa4ArPXZs6fokRMwKBgQDSB/wt+LaBrbTY3FPmIBF/6eUmTKoPxK28
        WUa2ClHftSTiljNRHj5n+eUBFTdMPKWzbVzbuEjIQkJ11v3rIM8szmtK6UVJdWhj
        /kJ8UpppX+GMnLwdHyDr+BnD5yE5RuQvUe0SWfQc8JoVFGCpLNx3CxiHokusbkcj
        86izLPLIawKBgQCklIkgbPaO1oZNxVQoxdCBnqeIG7gdVhZ7kAEyOPN40eQ9gMcW
        YASzO3MHILq3f1o7H0uPMs6Y3v7WmbmedDcj35Py1uOvo6k0OFQY/w1ESNFha5TN
        1imbFPJTrIOFV0J4GhQ3Wkbi1i4J8OU2dccmR8L2plstDyQPbUrfu7fVBwKBgQCW
        8QwoEbU/7xGoRHe7S9KnxfVcF/6kBGoDkXmC/Fmo1ysh+GX65yxcVzhgFdo+3NsM
        3wy8D22nFg9jVtX3NAYQImzzUj/sMgeKzUEEzeyQzEpxXnbGywdC7nO92Y6D9lGp
        PEyPQrxwS+3ANnvdORNcLko7t8SAsGRKDyNvWV9F7wKBgQCPiJFGtUaTc0xifofK
        N//x9/Ju9hPssk5JXYj/hU4Qx+QZMmnP2uCLYVL1vTWne6xFV0qLspYRr8uEuWVO
        fZhTxXaRhh7g5zEAJD6WQ1bYguhzN2e0RgKllPi2mKP0q/AO7rPryJroxMAmxwNK
        TSdt3AwrCpihhL4TBqFtTqhV5Q==
        -----END PRIVATE KEY-----
        """
}
