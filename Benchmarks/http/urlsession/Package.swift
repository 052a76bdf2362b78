// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "http-peer-urlsession",
    targets: [
        .executableTarget(
            name: "urlsession-peer", path: "Sources",
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")])
    ]
)
