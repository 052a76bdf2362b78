import OAuth1
import TestSupport
import Testing

@testable import Toopher

@Suite("Postbacks: the forms in which they arrive")
struct PostbackFormTests {
    let iframe: ToopherIframe
    let granted: [Parameter]

    init() throws {
        iframe = try Fixture.iframe()
        granted = try Fixture.fields().signed()
    }

    func outcome(_ form: PostbackForm) -> String {
        do {
            return try iframe.processPostback(form, requestToken: .expected(Fixture.token)).isGranted ? "granted" : "no"
        } catch {
            return error.description
        }
    }

    @Test("text, bytes and fields are one thing")
    func forms() {
        let text = FormEncoding.encode(granted)
        #expect(outcome(.text(text)) == "granted")
        #expect(outcome(.bytes(Array(text.utf8))) == "granted")
        #expect(outcome(.fields(granted)) == "granted")
    }

    @Test("any spelling of a form that decodes to the signed fields")
    func spellings() throws {
        let text = FormEncoding.encode(granted)
        #expect(outcome(.text("&&" + text.replacing("+", with: "%20") + "&")) == "granted")
        let odd = try Fixture.fields().setting("reason", to: "é~*-_. '!()+/=@&%\u{0}\n").signed()
        #expect(outcome(.text(FormEncoding.encode(odd))) == "granted")
    }

    @Test("the page's own script wraps the fields in one")
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

    @Test("single fields that the wrapper contradicts are refused")
    func contradicted() {
        let wrapper = Parameter("toopher_iframe_data", FormEncoding.encode(granted))
        for name in granted.map(\.name) {
            let changed = granted.map { $0.name == name ? Parameter(name, $0.value + "x") : $0 }
            #expect(outcome(.fields([wrapper] + changed)) == "Keys that occur more than once: \(name)")
        }
        let twice = granted + [Parameter("user_name", "root")]
        #expect(outcome(.fields([wrapper] + twice)) == "Keys that occur more than once: user_name")
    }

    @Test("fields beside the wrapper are not looked at")
    func besideWrapper() throws {
        let wrapper = Parameter("toopher_iframe_data", FormEncoding.encode(try Fixture.refusal("705", "unknown")))
        #expect(outcome(.fields([wrapper, Parameter("granted", "true")])) == "unknown")
    }

    @Test("too much of anything is refused before it is read")
    func limits() throws {
        let refused = "The postback is not form data within the limits"
        let many = (0..<101).map { Parameter("k\($0)", "") }
        #expect(outcome(.fields(many)) == refused && outcome(.text(FormEncoding.encode(many))) == refused)
        let long = [Parameter("k", String(repeating: "x", count: 65_537))]
        #expect(outcome(.fields(long)) == refused && outcome(.text(FormEncoding.encode(long))) == refused)
        #expect(outcome(.bytes([UInt8](repeating: 0x26, count: 1 << 20))) == refused)
    }

    @Test("names that only look alike are other names")
    func canonicalEquivalence() throws {
        let composed = try Fixture.fields().adding("é", "1").adding("e\u{301}", "2").signed()
        #expect(outcome(.fields(composed)) == "granted")
        #expect(outcome(.text(FormEncoding.encode(composed))) == "granted")
    }

    @Test("hostile bytes never trap and never let anybody in")
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
                let isGranted = iframe.isAuthenticationGranted(
                    form, requestToken: .withoutRequestToken, expecting: .anything, allowingDisabledUsers: true)
                #expect(!isGranted)
            }
        }
    }
}
