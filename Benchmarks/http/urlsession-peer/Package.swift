// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "urlsession-peer",
    targets: [
        .executableTarget(
            name: "urlsession-peer", path: "Sources",
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")])
    ]
)
