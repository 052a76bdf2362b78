internal import HTTPTypes
internal import Logging

/// What is logged of one transfer, and to whom. Nothing that could be a secret.
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

    func ended(_ outcome: Result<(HTTPResponse.Status, TransferMetrics?), TransportError>) {
        var metadata: Logger.Metadata = ["http.method": "\(method)", "http.host": "\(host)"]
        switch outcome {
        case .success((let status, let metrics)):
            metadata["http.status"] = "\(status.code)"
            metadata.merge(metrics?.logMetadata ?? [:]) { $1 }
            logger.debug("HTTP transfer ended", metadata: metadata)
        case .failure(let error):
            metadata["error"] = "\(error)"
            logger.debug("HTTP transfer failed", metadata: metadata)
        }
    }
}
