import CryptoCore
import WebPush

/// The operations of `toopher bench push`, for one browser.
struct BenchPush {
    private static let rounds = 20

    private let endpoint = "https://updates.push.services.mozilla.com/wpush/v2/token"
    private let browser: P256.PrivateKey
    private let secret: [UInt8]
    private let subscription: PushSubscription
    private let server: ApplicationServer
    private let message: PushMessage
    private let bytes: Int

    init(bytes: Int) throws {
        browser = try P256.PrivateKey()
        secret = try RandomBytes.generate(16)
        subscription = try PushSubscription(
            endpoint: endpoint, publicKey: browser.publicKey.x963Representation,
            authenticationSecret: SecretBytes(secret))
        let identity = VAPIDIdentity(
            key: try VAPIDKey(), contact: try VAPIDContact("mailto:push@example.com"), clock: { BenchFixture.timestamp }
        )
        server = ApplicationServer(identity: identity, paddingPayloadsTo: bytes)
        message = PushMessage(payload: Array("request".utf8.prefix(bytes)), timeToLive: 60, urgency: .high)
        self.bytes = bytes
    }

    /// Runs the operations in turns, so that whatever slows the machine down slows all of them.
    func measure(seconds: Double) throws -> [BenchPushRow] {
        let reference = try ReferenceMessageEncryption(
            publicKey: subscription.publicKey, authenticationSecret: secret)
        let record = message.payload + [2] + [UInt8](repeating: 0, count: bytes - message.payload.count)
        let (p256dh, auth) = (Base64.encodeURL(subscription.publicKey.x963Representation), Base64.encodeURL(secret))
        var totals: [(operations: Int, seconds: Double)] = Array(repeating: (0, 0), count: 4)
        let progress = Progress("measured", unit: "rounds")
        for round in 0..<Self.rounds {
            let part = seconds / Double(Self.rounds)
            try Self.run(part, &totals[0]) { _ = try reference.encrypt(record) }
            try Self.run(part, &totals[1]) {
                _ = try MessageEncryption.encrypt(message.payload, for: subscription, paddedTo: bytes)
            }
            try Self.run(part, &totals[2]) { _ = try server.request(for: message, to: subscription) }
            try Self.run(part, &totals[3]) {
                _ = try PushSubscription(endpoint: endpoint, p256dh: p256dh, auth: auth)
            }
            progress.report(UInt64(round + 1), of: UInt64(Self.rounds))
        }
        progress.end()
        let rate = Double(totals[0].operations) / totals[0].seconds
        return zip(["openssl", "encrypt", "request", "subscribe"], totals).map { name, total in
            BenchPushRow(operation: name, operations: total.operations, seconds: total.seconds, reference: rate)
        }
    }

    private static func run(
        _ seconds: Double, _ total: inout (operations: Int, seconds: Double), _ body: () throws -> Void
    ) rethrows {
        var meter = BenchMeter(seconds: seconds)
        while meter.startNextBatch() { for _ in 0..<BenchMeter.batch { try body() } }
        total.operations += meter.operations
        total.seconds += meter.seconds
    }
}
