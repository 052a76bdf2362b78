// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "async-http-client-peer",
    dependencies: [.package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0")],
    targets: [
        .executableTarget(
            name: "async-http-client-peer",
            dependencies: [.product(name: "AsyncHTTPClient", package: "async-http-client")],
            path: "Sources",
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")])
    ]
)
