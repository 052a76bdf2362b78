#if Service

import ArgumentParser
import ToopherService

/// What a service may tell requesters' endpoints.
struct WebhookOptions: ParsableArguments {
    @Option(
        name: .customLong("webhook-allow"),
        help: ArgumentHelp(
            """
            A host that may be an endpoint of a requester although it speaks plain http or has an address that is not \
            public, such as 127.0.0.1:8080; without a port, that of the URL's scheme. May be repeated.
            """, valueName: "host[:port]"))
    var allowed: [String] = []

    func validate() throws { _ = try exceptions() }

    /// Returns the settings, with a transport of their own.
    func settings() throws -> WebhookSettings {
        let exceptions = try exceptions()
        let transport = try WebhookTransport.make(
            exceptions.map(\.text), connections: WebhookLimits().concurrency)
        return WebhookSettings(transport: transport, exceptions: exceptions)
    }

    private func exceptions() throws -> [WebhookException] {
        try allowed.map { text in
            guard let exception = WebhookException(text) else {
                throw ValidationError("--webhook-allow: \"\(text)\" is not host or host:port")
            }
            return exception
        }
    }
}

#endif
