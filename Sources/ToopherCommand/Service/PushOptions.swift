#if Service

import ArgumentParser
import OAuth1
import ToopherService
import WebPush
import WebSyntax

/// How phones are woken up.
struct PushOptions: ParsableArguments {
    @Option(
        name: .customLong("push-contact"),
        help: ArgumentHelp(
            """
            How the push services of browsers reach you, who send through them: mailto:name@example.org or an https URL. \
            (default: an https --external-url with a public host; without either, phones are not woken up)
            """, valueName: "url"))
    var contact: String?

    @Option(
        name: .customLong("push-allow"),
        help: ArgumentHelp(
            """
            A push service besides those of the browsers' vendors; it may speak plain http and have an address that is not \
            public. Without a port, that of the URL's scheme. May be repeated.
            """, valueName: "host[:port]"))
    var allowed: [String] = []

    @Flag(name: .customLong("no-push"), help: "Wake up no phones: they hear of requests only while their app is open.")
    var isOff = false

    func validate() throws {
        guard !isOff || (contact == nil && allowed.isEmpty) else {
            throw ValidationError("--no-push permits neither --push-contact nor --push-allow")
        }
        do throws(WebPushError) {
            _ = try contact.map { text throws(WebPushError) in try VAPIDContact(text) }
            _ = try PushServices(additional: allowed)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// Returns the settings, with a transport of their own; `nil` if phones are not woken up.
    func settings(_ externalURL: ExternalURLSource) throws -> PushSettings? {
        guard !isOff, let contact = contact ?? Self.contact(externalURL) else { return nil }
        let transport = try WebhookTransport.make(
            allowed, connections: PushLimits().concurrency, userAgent: "toopher-push")
        return PushSettings(transport: transport, contact: contact, additionalServices: allowed)
    }

    /// Returns the URL of the service if push services accept it.
    private static func contact(_ externalURL: ExternalURLSource) -> String? {
        guard case .fixed(let url) = externalURL, url.base.hasPrefix("https:") else { return nil }
        return (try? VAPIDContact(url.base))?.text
    }
}

#endif
