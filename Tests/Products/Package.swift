// swift-tools-version: 6.2

import PackageDescription

// One small program for each library product, for `script/check-products`.
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

func program(_ product: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: "Use\(product)", dependencies: [.product(name: product, package: "toopher")] + dependencies,
        path: "Sources/\(product)")
}

let package = Package(
    name: "toopher-products",
    dependencies: [
        .package(name: "toopher", path: "../..", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    ],
    targets: [
        .target(
            name: "FixedTransport", dependencies: [.product(name: "HTTPExchange", package: "toopher"), httpTypes]),
        program("OAuth1"),
        program("HTTPExchange", ["FixedTransport", httpTypes]),
        program("OAuth1Client", ["FixedTransport"]),
        program("Toopher", ["FixedTransport"]),
        program("CurlTransport", [httpTypes]),
    ]
)
