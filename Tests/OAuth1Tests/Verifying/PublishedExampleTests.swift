import Testing

@testable import OAuth1

@Suite("Published examples")
struct PublishedExampleTests {
    static let all: [Example] = [
        Example(
            source: "RFC 5849 section 3.4.1.1, erratum 2550",
            url: "http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
            authorization: """
                OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2", oauth_token="kkk9d7dh3k39sjv7", \
                oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="7d8f3e4a", \
                oauth_signature="r6%2FTJjbCOr97%2F%2BUU0NsvSne7s5g%3D"
                """,
            body: "c2&a3=2+q", consumerSecret: "j49sk3j29djd", tokenSecret: "dh893hdasih9", timestamp: 137_131_201,
            baseString: """
                POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c\
                %2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_m\
                ethod%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7
                """),
        Example(
            source: "RFC 5849 section 1.2, temporary credentials", url: "https://photos.example.net/initiate",
            authorization: """
                OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_signature_method="HMAC-SHA1", \
                oauth_timestamp="137131200", oauth_nonce="wIjqoS", \
                oauth_callback="http%3A%2F%2Fprinter.example.com%2Fready", \
                oauth_signature="74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D"
                """,
            consumerSecret: "kd94hf93k423kf44", timestamp: 137_131_200),
        Example(
            source: "RFC 5849 section 1.2, token credentials", url: "https://photos.example.net/token",
            authorization: """
                OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="hh5s93j4hdidpola", \
                oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="walatlh", \
                oauth_verifier="hfdp7dh39dks9884", oauth_signature="gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D"
                """,
            consumerSecret: "kd94hf93k423kf44", tokenSecret: "hdhd0244k9j7ao03", timestamp: 137_131_201),
        Example(
            source: "RFC 5849 section 1.2, the photo", method: "GET",
            url: "http://photos.example.net/photos?file=vacation.jpg&size=original",
            authorization: """
                OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", \
                oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH", \
                oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"
                """,
            consumerSecret: "kd94hf93k423kf44", tokenSecret: "pfkkdhi9sl3r4s00", timestamp: 137_131_202),
        Example(
            source: "OAuth Core 1.0 appendix A.5", method: "GET",
            url: """
                http://photos.example.net/photos?file=vacation.jpg&size=original&oauth_consumer_key=dpf43f3p2l4k3l03\
                &oauth_token=nnch734d00sl2jdk&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1191242096\
                &oauth_nonce=kllo9940pd9333jh&oauth_version=1.0&oauth_signature=tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D
                """,
            consumerSecret: "kd94hf93k423kf44", tokenSecret: "pfkkdhi9sl3r4s00", timestamp: 1_191_242_096,
            baseString: """
                GET&http%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg%26oauth_consumer_key%3Ddpf43f3p2l4k3\
                l03%26oauth_nonce%3Dkllo9940pd9333jh%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1191242\
                096%26oauth_token%3Dnnch734d00sl2jdk%26oauth_version%3D1.0%26size%3Doriginal
                """),
        Example(
            source: "X, creating a signature, API 1",
            url: "https://api.twitter.com/1/statuses/update.json?include_entities=true",
            authorization: """
                OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", \
                oauth_signature="tnnArxj06cWHq44gCs1OSKk%2FjLY%3D", oauth_signature_method="HMAC-SHA1", \
                oauth_timestamp="1318622958", oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", \
                oauth_version="1.0"
                """,
            body: "status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21",
            consumerSecret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
            tokenSecret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE", timestamp: 1_318_622_958),
    ]

    @Test("A published request is accepted", arguments: all)
    func verified(example: Example) async throws {
        _ = try await example.verify(example.request)
    }

    @Test("A published request has the published base string", arguments: all)
    func baseString(example: Example) throws {
        let signed = try Parsed(example.request)
        if let expected = example.baseString {
            #expect(String(decoding: signed.baseString, as: UTF8.self) == expected)
        }
    }

    @Test("A published request with one bit of its signature changed is refused", arguments: all)
    func flippedSignature(example: Example) async throws {
        let signed = try Parsed(example.request)
        for bit in 0..<(signed.signature.count * 8) {
            var changed = signed.signature
            changed[bit / 8] ^= 1 << (bit % 8)
            let request = example.replacingSignature(of: signed.signature, by: changed)
            await #expect(throws: VerificationError.signatureInvalid) { try await example.verify(request) }
        }
    }

    @Test("A published request with any part changed is refused", arguments: all)
    func changed(example: Example) async throws {
        var variants: [ReceivedRequest] = []
        func vary(_ change: (inout ReceivedRequest) -> Void) {
            var request = example.request
            change(&request)
            variants.append(request)
        }
        vary { $0.method = "PUT" }
        vary { $0.url = $0.url.replacing("example", with: "exbmple").replacing("twitter", with: "twitters") }
        vary { $0.url += ($0.url.contains("?") ? "&" : "?") + "extra=1" }
        vary { $0.url = $0.url.replacing(".net/", with: ".net:8080/").replacing(".com/", with: ".com:8080/") }
        vary { $0.url = "ftp" + $0.url }
        vary {
            $0.authorization = []; $0.url = String($0.url.prefix { $0 != "?" })
        }
        if !example.body.isEmpty {
            vary { $0.body.append(UInt8(ascii: "x")) }
            vary { $0.body.removeLast() }
            vary { $0.contentType = "text/plain" }
            vary { $0.contentType = nil }
        }
        for request in variants {
            await #expect(throws: VerificationError.self) { try await example.verify(request) }
        }
        var other = example
        other.consumerSecret += "x"
        await #expect(throws: VerificationError.signatureInvalid) { try await other.verify(example.request) }
        other = example
        other.tokenSecret = (example.tokenSecret ?? "") + "x"
        await #expect(throws: VerificationError.signatureInvalid) { try await other.verify(example.request) }
    }
}

extension Example {
    /// Returns this request with another signature in the same parameter source.
    func replacingSignature(of old: [UInt8], by new: [UInt8]) -> ReceivedRequest {
        var request = self.request
        let (old, new) = (PercentEncoding.encode(base64(old)), PercentEncoding.encode(base64(new)))
        request.url = request.url.replacing(old, with: new)
        request.authorization = request.authorization.map { $0.replacing(old, with: new) }
        return request
    }
}
