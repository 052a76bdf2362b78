// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "lti-provider",
    dependencies: [
        .package(name: "toopher", path: "../..", traits: ["Hummingbird"]),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "lti-provider",
            dependencies: [
                .product(name: "OAuth1Hummingbird", package: "toopher"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            path: "Sources")
    ]
)
