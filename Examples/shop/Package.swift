// swift-tools-version: 6.2

import PackageDescription

// A package of its own, to show what a site depends on. `script/demo` runs the same sources.
let package = Package(
    name: "shop",
    dependencies: [
        .package(name: "toopher", path: "../..", traits: []),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        // Not `Shop`: the package toopher has a target of that name, on the same sources, for its demo.
        .target(
            name: "SampleShop",
            dependencies: [
                .product(name: "Toopher", package: "toopher"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Sources/Shop"),
        .executableTarget(
            name: "ShopServer", dependencies: ["SampleShop", .product(name: "Hummingbird", package: "hummingbird")]),
    ]
)
