internal import HTTPExchange
internal import HTTPTypes
internal import Logging

/// A log of one transfer. Contains nothing that could be a secret.
struct TransferLog: Sendable {
    private let logger: Logger
    private let method: String
    private let host: String

    init?(_ logger: Logger?, _ request: PreparedRequest) {
        guard let logger, logger.logLevel <= .debug else { return nil }
        self.logger = logger
        method = request.method
        host = request.authority.text
    }

    func ended(_ status: HTTPResponse.Status, _ metrics: TransferMetrics?) {
        var metadata = metrics?.logMetadata ?? [:]
        metadata["http.status"] = "\(status.code)"
        logger.debug("HTTP transfer ended", metadata: metadata.merging(target) { $1 })
    }

    func failed(_ error: TransportError) {
        logger.debug("HTTP transfer failed", metadata: target.merging(["error": "\(error)"]) { $1 })
    }

    private var target: Logger.Metadata { ["http.method": "\(method)", "http.host": "\(host)"] }
}
