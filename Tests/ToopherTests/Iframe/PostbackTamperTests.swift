import OAuth1
import TestSupport
import Testing

@testable import Toopher

@Suite("Tampered postbacks")
struct PostbackTamperTests {
    static let forged = "Computed signature does not match"

    func signed(_ vector: Vectors.Postback) -> [Parameter] {
        vector.fields.map { Parameter($0.key, $0.value) }.adding("toopher_sig", vector.signature)
    }

    @Test("A flipped bit in any value or name is refused", arguments: try Vectors.load().postbacks)
    func flippedBits(_ vector: Vectors.Postback) throws {
        let iframe = try Fixture.iframe()
        for field in signed(vector) where field.name != "toopher_sig" {
            for bit in 0..<7 {
                var value = Array(field.value.utf8)
                let last = (value.popLast() ?? 0x20) ^ (1 << bit)
                let changed = String(decoding: value + [last], as: UTF8.self)
                #expect(iframe.rejection(of: signed(vector).setting(field.name, to: changed)) == Self.forged)
            }
            let renamed = signed(vector).removing(field.name).adding(field.name + "x", field.value)
            let isRequired = ["timestamp", "session_token"].contains(field.name)
            let expected = isRequired ? "Missing required keys: \(field.name)" : Self.forged
            #expect(iframe.rejection(of: renamed) == expected)
            #expect(iframe.rejection(of: signed(vector).removing(field.name)) == expected)
        }
        for added in [Parameter("x", ""), Parameter("", ""), Parameter("error_code", "704"), Parameter("~", "*")] {
            #expect(iframe.rejection(of: signed(vector) + [added]) == Self.forged)
        }
    }

    @Test("A corrupted signature is refused", arguments: try Vectors.load().postbacks)
    func signatures(_ vector: Vectors.Postback) throws {
        let iframe = try Fixture.iframe()
        let signature = vector.signature
        var corrupted = [
            "", "=", "====", signature + "=", signature + " ", " " + signature, signature + "\n", signature + signature,
            signature.uppercased(), signature.lowercased(), String(signature.dropLast()), String(signature.dropLast(2)),
            String(signature.dropFirst()), String(signature.dropFirst(4)), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            String(signature.reversed()),
        ]
        // Other last characters with the same 20 bytes: the unused bits must be zero.
        corrupted += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".map {
            signature.dropLast(2) + String($0) + "="
        }
        for bit in 0..<8 {
            for index in signature.utf8.indices {
                var bytes = Array(signature.utf8)
                bytes[signature.utf8.distance(from: signature.utf8.startIndex, to: index)] ^= 1 << bit
                corrupted.append(String(decoding: bytes, as: UTF8.self))
            }
        }
        for text in corrupted where text != signature {
            #expect(iframe.rejection(of: signed(vector).setting("toopher_sig", to: text)) == Self.forged)
        }
    }

    @Test("Another secret and the OAuth form of the key are refused", arguments: try Vectors.load().postbacks)
    func secrets(_ vector: Vectors.Postback) throws {
        for secret in ["hijklmno", "hijklmnop&", "Hijklmnop", "hijklmnopq"] {
            #expect(try Fixture.iframe(secret: secret).rejection(of: signed(vector)) == Self.forged)
        }
    }

    @Test("Swapped values are refused")
    func swapped() throws {
        let fields = try Fixture.fields().signed()
        let pending = try #require(fields["pending"])
        let granted = try #require(fields["granted"])
        let swapped = fields.setting("pending", to: granted).setting("granted", to: pending)
        #expect(try Fixture.iframe().rejection(of: swapped) == Self.forged)
    }

    @Test("A moved boundary between two fields is refused")
    func boundaries() throws {
        let fields = try Fixture.fields().adding("requester_metadata", "a&zz=b").signed()
        let moved = fields.setting("requester_metadata", to: "a").adding("zz", "b")
        #expect(try Fixture.iframe().rejection(of: fields) == nil)
        #expect(try Fixture.iframe().rejection(of: moved) == Self.forged)
    }

    @Test("The order of the received fields does not matter")
    func arrivalOrder() throws {
        var generator = SeededGenerator(seed: 7)
        let fields = try Fixture.fields().signed()
        for _ in 0..<20 {
            #expect(try Fixture.iframe().rejection(of: fields.shuffled(using: &generator)) == nil)
        }
    }
}
