import OAuth1
import TestSupport
import Testing

@testable import Toopher

@Suite("Postback forms")
struct PostbackFormTests {
    let iframe: ToopherIframe
    let granted: [Parameter]

    init() throws {
        iframe = try Fixture.iframe()
        granted = try Fixture.fields().signed()
    }

    func outcome(_ form: PostbackForm) -> String {
        do {
            let postback = try iframe.processPostbackWithoutReplayProtection(
                form, requestToken: .expected(Fixture.token))
            return postback.isGranted ? "granted" : "denied"
        } catch {
            return error.description
        }
    }

    @Test("Text, bytes and fields have the same result")
    func forms() {
        let text = FormEncoding.encode(granted)
        #expect(outcome(.text(text)) == "granted")
        #expect(outcome(.bytes(Array(text.utf8))) == "granted")
        #expect(outcome(.fields(granted)) == "granted")
    }

    @Test("Every encoding of the signed fields is accepted")
    func spellings() throws {
        let text = FormEncoding.encode(granted)
        #expect(outcome(.text("&&" + text.replacing("+", with: "%20") + "&")) == "granted")
        let special = try Fixture.fields().setting("reason", to: "é~*-_. '!()+/=@&%\u{0}\n").signed()
        #expect(outcome(.text(FormEncoding.encode(special))) == "granted")
    }

    @Test("Fields wrapped in one are accepted")
    func wrapped() {
        let text = FormEncoding.encode(granted)
        let wrapper = Parameter("toopher_iframe_data", text)
        #expect(outcome(.fields([wrapper])) == "granted")
        #expect(outcome(.text(FormEncoding.encode([wrapper]))) == "granted")
        #expect(outcome(.fields([Parameter("csrf", "x"), wrapper, Parameter("csrf", "y")])) == "granted")
        #expect(outcome(.fields([wrapper, wrapper])) == "Keys that occur more than once: toopher_iframe_data")
        #expect(outcome(.fields([wrapper] + granted)) == "granted")
        #expect(outcome(.fields(granted + [wrapper, Parameter("csrf", "x")])) == "granted")
        let nested = Parameter("toopher_iframe_data", FormEncoding.encode([wrapper]))
        #expect(outcome(.fields([nested])).hasPrefix("Missing required keys"))
        #expect(outcome(.fields([Parameter("toopher_iframe_data", "")])).hasPrefix("Missing required keys"))
    }

    @Test("Single fields that contradict the wrapped ones are refused")
    func contradicted() {
        let wrapper = Parameter("toopher_iframe_data", FormEncoding.encode(granted))
        for name in granted.map(\.name) {
            let changed = granted.map { $0.name == name ? Parameter(name, $0.value + "x") : $0 }
            #expect(outcome(.fields([wrapper] + changed)) == "Keys that occur more than once: \(name)")
        }
        let twice = granted + [Parameter("user_name", "root")]
        #expect(outcome(.fields([wrapper] + twice)) == "Keys that occur more than once: user_name")
    }

    @Test("An unsigned field with the name of a wrapped one is refused, unless it is named as ignored")
    func unsignedSingle() {
        let wrapper = Parameter("toopher_iframe_data", FormEncoding.encode(granted))
        let form = PostbackForm.fields([Parameter("user_name", "root"), wrapper])
        #expect(outcome(form) == "Keys that occur more than once: user_name")
        #expect(outcome(.ignoring(["user_name"], of: form)) == "granted")
    }

    @Test("Fields beside the wrapper are ignored")
    func besideWrapper() throws {
        let wrapper = Parameter("toopher_iframe_data", FormEncoding.encode(try Fixture.refusal("705", "unknown")))
        #expect(outcome(.fields([wrapper, Parameter("granted", "true")])) == "unknown")
    }

    @Test("Forms beyond the limits are refused before they are parsed")
    func limits() throws {
        let refused = "The postback is malformed or exceeds the limits of a form"
        let many = (0..<101).map { Parameter("k\($0)", "") }
        #expect(outcome(.fields(many)) == refused && outcome(.text(FormEncoding.encode(many))) == refused)
        let long = [Parameter("k", String(repeating: "x", count: 65_537))]
        #expect(outcome(.fields(long)) == refused && outcome(.text(FormEncoding.encode(long))) == refused)
        #expect(outcome(.bytes([UInt8](repeating: 0x26, count: 1 << 20))) == refused)
    }

    @Test("Canonically equivalent names are different")
    func canonicalEquivalence() throws {
        let composed = try Fixture.fields().adding("é", "1").adding("e\u{301}", "2").signed()
        #expect(outcome(.fields(composed)) == "granted")
        #expect(outcome(.text(FormEncoding.encode(composed))) == "granted")
    }

    @Test("Hostile bytes never trap and never let anybody in")
    func hostileBytes() {
        var generator = SeededGenerator(seed: 20_260_101)
        let seed = Array(FormEncoding.encode(granted).utf8)
        let alphabet = Array("&=%+;?#[]\0\n~*704true0123456789abcdefAF_".utf8)
        for round in 0..<1500 {
            var bytes: [UInt8]
            if round.isMultiple(of: 3) {
                bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
            } else {
                bytes = seed
                for _ in 0..<Int.random(in: 1...8, using: &generator) {
                    let index = Int.random(in: 0..<bytes.count, using: &generator)
                    switch Int.random(in: 0...3, using: &generator) {
                    case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                    case 1: bytes.remove(at: index)
                    case 2: bytes.insert(alphabet.randomElement(using: &generator) ?? 0, at: index)
                    default: bytes.replaceSubrange(index..., with: seed.suffix(bytes.count - index))
                    }
                }
            }
            guard (try? FormEncoding.decode(bytes)).map({ Set($0) }) != Set(granted) else { continue }
            let wrapper = Parameter("toopher_iframe_data", String(decoding: bytes, as: UTF8.self))
            for form in [PostbackForm.bytes(bytes), .fields([wrapper])] {
                let isGranted = iframe.isAuthenticationGrantedWithoutReplayProtection(
                    form, requestToken: .withoutRequestToken, expecting: .anything, allowingDisabledUsers: true)
                #expect(!isGranted)
            }
        }
    }
}
