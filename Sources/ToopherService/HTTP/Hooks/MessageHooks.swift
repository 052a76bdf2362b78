#if Service

/// The operator's commands that send messages.
struct MessageHooks: Sendable {
    /// Sends text messages; `nil` without a command.
    let sms: MessageHook?
    /// Sends mail; `nil` without a command.
    let mail: MessageHook?

    init(_ configuration: ServiceConfiguration, counting limits: LimitCounters? = nil) {
        func hook(_ command: HookCommand?, _ name: String) -> MessageHook? {
            command.map {
                MessageHook(
                    $0, name: name, limits: configuration.hooks, logger: configuration.logger, counting: limits)
            }
        }
        sms = hook(configuration.smsCommand, "--sms-command")
        mail = hook(configuration.mailCommand, "--mail-command")
    }

    /// Gives up the messages that wait for a command.
    func stop() {
        sms?.stop()
        mail?.stop()
    }

    /// Returns when the commands have ended for every message.
    func finish() async {
        await sms?.finish()
        await mail?.finish()
    }
}

#endif
