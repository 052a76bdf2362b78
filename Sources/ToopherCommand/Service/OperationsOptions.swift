#if Service

import ArgumentParser
import ToopherService

/// Where the operator is told whether the service lives, and its metrics.
struct OperationsOptions: ParsableArguments {
    private static let standardAddress = "127.0.0.1"

    @Option(help: "The address on which --metrics-port listens. Whoever reaches it may read it.")
    var metricsAddress: String = standardAddress

    @Option(
        help: """
            The port of /healthz/live, /healthz/ready and /metrics (for Prometheus), 0 for a free one. Without it nothing \
            listens.
            """)
    var metricsPort: Int?

    func validate() throws {
        guard (0...65535).contains(metricsPort ?? 0) else { throw ValidationError("--metrics-port takes 0 to 65535") }
        guard metricsPort != nil || metricsAddress == Self.standardAddress else {
            throw ValidationError("--metrics-address needs --metrics-port")
        }
    }

    /// The address as URLs have it.
    var host: String { metricsAddress.contains(":") ? "[\(metricsAddress)]" : metricsAddress }

    /// The address and port; `nil` if nothing is to listen.
    var address: ListeningAddress? { metricsPort.map { ListeningAddress(host: metricsAddress, port: $0) } }
}

#endif
