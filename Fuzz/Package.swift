// swift-tools-version: 6.2

import PackageDescription

// The fuzz targets, in a package of their own so that nobody who depends on `toopher` builds or
// resolves them. Built by `script/fuzz`, which switches the sanitizers on.

/// The settings of the root package, but for experimental features that nothing here needs.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let support: Target.Dependency = "FuzzSupport"
let oauth1: Target.Dependency = .product(name: "OAuth1", package: "toopher")
let client: Target.Dependency = .product(name: "OAuth1Client", package: "toopher")
let toopher: Target.Dependency = .product(name: "Toopher", package: "toopher")
let exchange: Target.Dependency = .product(name: "HTTPExchange", package: "toopher")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

let package = Package(
    name: "toopher-fuzz",
    dependencies: [
        .package(name: "toopher", path: "..", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    ],
    targets: [
        .target(name: "FuzzSupport", dependencies: [oauth1]),
        .executableTarget(name: "FuzzAuthorizationHeader", dependencies: [support, oauth1]),
        .executableTarget(name: "FuzzFormBody", dependencies: [support, oauth1]),
        .executableTarget(name: "FuzzPercentDecoding", dependencies: [support, oauth1]),
        .executableTarget(name: "FuzzURL", dependencies: [support, oauth1]),
        .executableTarget(name: "FuzzExternalURL", dependencies: [support, oauth1]),
        .executableTarget(name: "FuzzVerify", dependencies: [support, oauth1]),
        .executableTarget(name: "FuzzPostback", dependencies: [support, toopher]),
        .executableTarget(name: "FuzzBase64Hex", dependencies: [support, oauth1]),
        .executableTarget(name: "FuzzES256", dependencies: [support, oauth1]),
        .executableTarget(name: "FuzzReply", dependencies: [support, toopher, httpTypes]),
        .executableTarget(name: "FuzzCredentials", dependencies: [support, client, httpTypes]),
        .executableTarget(name: "FuzzRSAKey", dependencies: [support, oauth1]),
        .executableTarget(name: "FuzzTokenList", dependencies: [support, toopher]),
        .executableTarget(name: "FuzzRetryAfter", dependencies: [support, toopher, httpTypes]),
        .executableTarget(name: "FuzzRedirect", dependencies: [support, exchange, httpTypes]),
        // With links to what they test, which is in no product of the package.
        .executableTarget(name: "FuzzDeviceProtocol", dependencies: [support, oauth1]),
        .executableTarget(
            name: "FuzzOneTimePasswords", dependencies: [support, oauth1], swiftSettings: [.define("Service")]),
        .executableTarget(name: "FuzzPushSubscription", dependencies: [support, oauth1]),
        .executableTarget(name: "FuzzAuthAPI", dependencies: [support, oauth1, httpTypes]),
        .executableTarget(
            name: "FuzzContentDecoder",
            dependencies: [support, exchange, .product(name: "CurlTransport", package: "toopher")]),
    ]
)

for target in package.targets {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
}
