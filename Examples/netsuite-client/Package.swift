// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "netsuite-client",
    dependencies: [
        .package(name: "toopher", path: "../..", traits: ["Hummingbird"]),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "netsuite-client",
            dependencies: [
                .product(name: "OAuth1", package: "toopher"),
                .product(name: "CurlTransport", package: "toopher"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            path: "Sources/Client"),
        // Stands in the place of NetSuite, which needs an account.
        .executableTarget(
            name: "netsuite-server",
            dependencies: [
                .product(name: "OAuth1Hummingbird", package: "toopher"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            path: "Sources/Server"),
    ]
)
