#if Service

extension ServiceCore {
    /// Returns what tells requesters' endpoints what happens; `nil` for a service that tells nobody.
    func webhookSender(_ configuration: ServiceConfiguration) -> WebhookSender? {
        configuration.webhooks.map { settings in
            WebhookSender(
                store: store, settings: settings, alarm: caches.webhooks, clock: clock, random: random,
                logger: configuration.logger, counting: metrics?.webhooks)
        }
    }
}

#endif
