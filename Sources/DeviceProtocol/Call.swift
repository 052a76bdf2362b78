public import CryptoCore

extension DeviceProtocol {
    /// A request of a phone, signed for the one server that it is sent to.
    public struct Call: Sendable, Hashable {
        /// The HTTP method, in upper case.
        public var method: String
        /// The absolute URL that the phone calls, with its query.
        public var url: String
        /// The body; empty for `GET`.
        public var body: [UInt8]
        /// The value of ``deviceHeader``.
        public var device: String
        /// The value of ``timestampHeader``.
        public var timestamp: Int64
        /// The value of ``nonceHeader``.
        public var nonce: String

        /// Creates a request.
        public init(method: String, url: String, body: [UInt8], device: String, timestamp: Int64, nonce: String) {
            self.method = method
            self.url = url
            self.body = body
            self.device = device
            self.timestamp = timestamp
            self.nonce = nonce
        }

        /// Returns what the device's key signs.
        public func bytesToSign() throws(CryptoError) -> [UInt8] {
            let digest = Hex.encode(try Digest.sha256(body))
            return DeviceProtocol.record(
                "toopher-device-call-1",
                [
                    ("method", method), ("url", url), ("body-sha256", digest),
                    ("device", device), ("timestamp", String(timestamp)), ("nonce", nonce),
                ])
        }
    }
}
