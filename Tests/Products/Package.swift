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
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "toopher", path: "../..", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    ],
    targets: [
        program("OAuth1"),
        program("HTTPExchange", [httpTypes]),
        program("OAuth1Client", [httpTypes]),
        program("Toopher", [httpTypes]),
        program("CurlTransport", [httpTypes]),
    ]
)
