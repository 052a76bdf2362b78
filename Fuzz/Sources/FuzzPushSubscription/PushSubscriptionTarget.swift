import CryptoCore
import FuzzSupport

private let services = expectNoError { try PushServices(additional: ["push.example:8443"]) }
private let vendors = [".push.services.mozilla.com", ".notify.windows.com", ".push.apple.com"]

/// A subscription as a stranger sends it: endpoint, key and secret on a line each. What is accepted is within the limits,
/// reads back as itself, and leads to a push service or is refused. The first line also as a contact and as a setting.
@c(LLVMFuzzerTestOneInput)
public func fuzzPushSubscription(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let lines = unsafe fuzzerInput(start, count)
        .split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    let (endpoint, key, secret) = (lines[0], lines.count > 1 ? lines[1] : "", lines.count > 2 ? lines[2] : "")
    if let subscription = try? PushSubscription(endpoint: endpoint, p256dh: key, auth: secret) {
        check(subscription, key)
    }
    let known = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    if let subscription = try? PushSubscription(endpoint: endpoint, p256dh: known, auth: "BTBZMqHH6r4Tts7J_aSIgg") {
        check(subscription, known)
    }
    if let contact = try? VAPIDContact(endpoint) {
        require(contact.text == endpoint && !endpoint.utf8.contains(UInt8(ascii: " ")), "the contact \(endpoint)")
    }
    if let setting = try? PushServices(additional: [endpoint]), let url = try? HTTPURL("https://\(endpoint)/") {
        require(setting.accept(url), "a service that was named is not accepted: \(endpoint)")
    }
    return 0
}

private func check(_ subscription: PushSubscription, _ key: String) {
    let text = subscription.endpoint
    require(text.utf8.count <= PushSubscription.maximumEndpointLength, "an endpoint of \(text.utf8.count) bytes")
    require(text.utf8.allSatisfy { (0x21...0x7e).contains($0) }, "a byte that no URL has: \(text)")
    require(text.hasPrefix("https://") && !text.contains("#") && !text.contains("\\"), "not an https URL: \(text)")
    require(Base64.encodeURL(subscription.publicKey.x963Representation) == key, "another key than \(key)")
    require(subscription.authenticationSecret.count == 16, "a secret of another length")
    require((try? HTTPURL(text)) == subscription.url, "the URL is not its own URL: \(text)")
    guard services.accept(subscription) else { return }
    let origin = subscription.audience
    let isKnown =
        origin == "https://fcm.googleapis.com" || origin == "https://push.example:8443"
        || vendors.contains { origin.hasSuffix($0) }
    require(isKnown, "messages may be sent to \(origin)")
}
