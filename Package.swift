// swift-tools-version: 6.2

import PackageDescription

/// The strictest settings that the toolchain offers, for every target.
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
    .enableExperimentalFeature("Lifetimes"),
    .enableExperimentalFeature("SafeInteropWrappers"),
]

let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

/// What only the self-hosted service needs; absent when the `Service` trait is off.
let withService: TargetDependencyCondition? = .when(traits: ["Service"])
/// What only the middleware for Hummingbird needs.
let withHummingbird: TargetDependencyCondition? = .when(traits: ["Hummingbird"])
/// What only the service on PostgreSQL needs.
let withPostgreSQL: TargetDependencyCondition? = .when(traits: ["PostgreSQL"])

let package = Package(
    name: "toopher",
    products: [
        // Each with the modules whose types its public interface speaks.
        .library(name: "OAuth1", targets: ["OAuth1", "CryptoCore"]),
        .library(name: "OAuth1Hummingbird", targets: ["OAuth1Hummingbird", "OAuth1", "CryptoCore"]),
        .library(name: "HTTPExchange", targets: ["HTTPExchange"]),
        .library(name: "CurlTransport", targets: ["CurlTransport", "HTTPExchange"]),
        .library(name: "OAuth1Client", targets: ["OAuth1Client", "OAuth1", "HTTPExchange", "CryptoCore"]),
        .library(name: "Toopher", targets: ["Toopher", "OAuth1", "HTTPExchange", "CryptoCore"]),
        .executable(name: "toopher", targets: ["ToopherCommand"]),
    ],
    traits: [
        .trait(
            name: "Hummingbird", description: "OAuth1Hummingbird: a middleware that verifies requests of OAuth 1.0a."),
        .trait(
            name: "Service",
            description: "The self-hosted service: the `serve`, `requester` and `demo` commands, Hummingbird, SQLite.",
            enabledTraits: ["Hummingbird"]),
        .trait(
            name: "PostgreSQL", description: "The service on PostgreSQL too, through libpq.",
            enabledTraits: ["Service"]),
        .default(enabledTraits: ["Service", "PostgreSQL"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        // In Hummingbird's closure anyway; named because the service imports it by name.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        // The C boundary: a module map and a shim.h each.
        .systemLibrary(
            name: "COpenSSL", path: "Vendor-modulemaps/COpenSSL", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CCurl", path: "Vendor-modulemaps/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CSQLite", path: "Vendor-modulemaps/CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CPostgreSQL", path: "Vendor-modulemaps/CPostgreSQL", pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Vendor-modulemaps/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .systemLibrary(
            name: "CQREncode", path: "Vendor-modulemaps/CQREncode", pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CEpoll", path: "Vendor-modulemaps/CEpoll"),

        // The one C target of our own: bytes compared sixteen at a time.
        .target(name: "CScan"),

        // What the libraries share: no product of their own.
        .target(name: "WebSyntax"),
        .target(name: "Platform"),

        // The libraries.
        .target(name: "CryptoCore", dependencies: ["COpenSSL", "Platform"]),
        .target(name: "OAuth1", dependencies: ["CryptoCore", "CScan", "Platform", "WebSyntax", httpTypes]),
        .target(
            name: "OAuth1Hummingbird",
            dependencies: [
                "OAuth1", httpTypes, logging,
                .product(name: "Hummingbird", package: "hummingbird", condition: withHummingbird),
                .product(name: "NIOCore", package: "swift-nio", condition: withHummingbird),
            ]),
        .target(name: "HTTPExchange", dependencies: ["WebSyntax", httpTypes]),
        .target(
            name: "CurlTransport",
            dependencies: ["CCurl", "CEpoll", "CZlib", "HTTPExchange", "Platform", "WebSyntax", httpTypes, logging]),
        .target(name: "OAuth1Client", dependencies: ["CryptoCore", "OAuth1", "HTTPExchange", "WebSyntax", httpTypes]),
        .target(name: "Toopher", dependencies: ["CryptoCore", "OAuth1", "HTTPExchange", "WebSyntax", httpTypes]),

        .target(name: "DeviceProtocol", dependencies: ["CryptoCore"]),
        // What remains provable: a tree over everything that was decided, and the checks of a log for which no database is
        // needed.
        .target(name: "MerkleLog", dependencies: ["CryptoCore"]),
        .target(name: "AuditLog", dependencies: ["CryptoCore", "MerkleLog"]),
        // Messages to browsers, for the service and the bench.
        .target(
            name: "WebPush", dependencies: ["CryptoCore", "HTTPExchange", "Platform", "WebSyntax", httpTypes]),

        // How phones prove that they have checked their user.
        .target(name: "WebAuthn", dependencies: ["CryptoCore"]),

        // Requests as widely installed clients sign them, and answers as they read them.
        .target(name: "AuthAPI", dependencies: ["CryptoCore", "WebSyntax", httpTypes]),

        // The service.
        .target(
            name: "Database",
            dependencies: [
                "Platform", .target(name: "CSQLite", condition: withService),
                .target(name: "CPostgreSQL", condition: withPostgreSQL),
            ]),
        .target(name: "Compression", dependencies: [.target(name: "CZlib", condition: withService)]),
        // Pictures of links for phones.
        .target(
            name: "QRCode", dependencies: ["Compression", .target(name: "CQREncode", condition: withService)]),
        .target(
            name: "ToopherService",
            dependencies: [
                "AuditLog", "AuthAPI", "Compression", "CryptoCore", "OAuth1", "Database", "DeviceProtocol",
                "HTTPExchange", "MerkleLog", "QRCode", "WebAuthn", "WebPush", "WebSyntax", "Platform", httpTypes,
                logging,
                .product(name: "Hummingbird", package: "hummingbird", condition: withService),
                .product(name: "HummingbirdCore", package: "hummingbird", condition: withService),
                .product(name: "NIOCore", package: "swift-nio", condition: withService),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: withService),
                .product(name: "NIOPosix", package: "swift-nio", condition: withService),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: withService),
                .product(name: "Subprocess", package: "swift-subprocess", condition: withService),
                .product(name: "SystemPackage", package: "swift-system", condition: withService),
            ],
            resources: [.embedInCode("Pages"), .embedInCode("Phone")]
        ),

        // The sample shop, which the demo runs; Examples/shop/Package.swift builds the same sources without the service.
        .target(
            name: "Shop",
            dependencies: [
                "CryptoCore", "OAuth1", "Toopher", httpTypes,
                .product(name: "Hummingbird", package: "hummingbird", condition: withService),
                .product(name: "NIOCore", package: "swift-nio", condition: withService),
            ],
            path: "Examples/shop/Sources/Shop"),

        // The command line.
        .executableTarget(
            name: "ToopherCommand",
            dependencies: [
                "AuditLog", "CryptoCore", "OAuth1", "OAuth1Client", "CurlTransport", "HTTPExchange", "MerkleLog",
                "Toopher", "WebSyntax", "Platform", "WebAuthn", "WebPush", httpTypes, argumentParser, system,
                "DeviceProtocol",
                .target(name: "Database", condition: withService),
                .target(name: "Shop", condition: withService),
                .target(name: "ToopherService", condition: withService),
                .product(name: "Hummingbird", package: "hummingbird", condition: withService),
                .product(name: "NIOCore", package: "swift-nio", condition: withService),
                .product(name: "Logging", package: "swift-log", condition: withService),
                .product(name: "UnixSignals", package: "swift-service-lifecycle", condition: withService),
                .product(name: "Subprocess", package: "swift-subprocess", condition: withService),
            ]
        ),

        // What several test targets share.
        .target(
            name: "TestSupport", dependencies: ["CryptoCore", "HTTPExchange", "WebPush", httpTypes],
            path: "Tests/TestSupport"),
        .testTarget(
            name: "CryptoCoreTests", dependencies: ["CryptoCore", "Platform", "TestSupport"],
            resources: [.embedInCode("Vectors")]),
        .testTarget(name: "PlatformTests", dependencies: ["Platform"]),
        .testTarget(name: "MerkleLogTests", dependencies: ["MerkleLog", "CryptoCore"]),
        .testTarget(name: "AuditLogTests", dependencies: ["AuditLog", "MerkleLog", "CryptoCore", "DeviceProtocol"]),
        .testTarget(name: "WebSyntaxTests", dependencies: ["WebSyntax"]),
        .testTarget(
            name: "OAuth1Tests", dependencies: ["OAuth1", "CryptoCore", "TestSupport", "VerificationStress", httpTypes]),
        .target(
            name: "TestRouter",
            dependencies: [
                httpTypes, logging,
                .product(name: "Hummingbird", package: "hummingbird", condition: withHummingbird),
                .product(name: "NIOCore", package: "swift-nio", condition: withHummingbird),
                .product(name: "NIOEmbedded", package: "swift-nio", condition: withHummingbird),
            ],
            path: "Tests/TestRouter"),
        .testTarget(
            name: "OAuth1HummingbirdTests",
            dependencies: [
                "OAuth1Hummingbird", "OAuth1", "CryptoCore", "CurlTransport", "HTTPExchange", httpTypes, logging,
                .product(name: "Hummingbird", package: "hummingbird", condition: withHummingbird),
                .product(name: "NIOCore", package: "swift-nio", condition: withHummingbird),
                .product(name: "NIOEmbedded", package: "swift-nio", condition: withHummingbird),
            ]),
        .testTarget(
            name: "HTTPExchangeTests", dependencies: ["HTTPExchange", "TestSupport", "WebSyntax", httpTypes]),
        .testTarget(
            name: "WebPushTests",
            dependencies: ["WebPush", "CryptoCore", "TestSupport", "WebSyntax", httpTypes]),
        .testTarget(name: "WebAuthnTests", dependencies: ["WebAuthn", "CryptoCore", "TestSupport"]),
        .testTarget(name: "AuthAPITests", dependencies: ["AuthAPI", "CryptoCore", "TestSupport", httpTypes]),
        // Servers on 127.0.0.1 that follow a test's script.
        .target(
            name: "TestServer",
            dependencies: ["CurlTransport", "HTTPExchange", "Platform", "TestSupport", "CSSL", "CZlib"],
            path: "Tests/TestServer"),
        .systemLibrary(name: "CSSL", path: "Tests/CSSL", pkgConfig: "libssl", providers: [.apt(["libssl-dev"])]),
        // What script/stress runs under the sanitizers.
        .executableTarget(
            name: "VerificationStress", dependencies: ["OAuth1", "CryptoCore", "Platform"],
            path: "Tests/VerificationStress"),
        .executableTarget(
            name: "TransportStress",
            dependencies: ["CurlTransport", "HTTPExchange", "TestServer", "TestSupport", httpTypes],
            path: "Tests/TransportStress"),
        .testTarget(
            name: "CurlTransportTests",
            dependencies: [
                "CurlTransport", "HTTPExchange", "Platform", "TestServer", "TestSupport", "WebSyntax", httpTypes,
                logging,
            ]),
        // An OAuth provider that verifies every request, on 127.0.0.1.
        .target(
            name: "TestProvider", dependencies: ["OAuth1Client", "OAuth1", "CryptoCore", "TestServer", "TestSupport"],
            path: "Tests/TestProvider"),
        .testTarget(
            name: "OAuth1ClientTests",
            dependencies: [
                "OAuth1Client", "OAuth1", "CryptoCore", "CurlTransport", "HTTPExchange", "TestProvider", "TestServer",
                "TestSupport", httpTypes,
            ]
        ),
        .testTarget(
            name: "ToopherTests",
            dependencies: [
                "Toopher", "OAuth1", "CryptoCore", "CurlTransport", "HTTPExchange", "TestServer", "TestSupport",
                "WebSyntax", httpTypes,
            ],
            resources: [.embedInCode("Vectors")]
        ),
        // A PostgreSQL server on a socket in a temporary folder.
        .target(name: "TestPostgreSQL", dependencies: ["Platform"], path: "Tests/TestPostgreSQL"),
        .testTarget(name: "DatabaseTests", dependencies: ["Database", "Platform", "TestPostgreSQL", "TestSupport"]),
        .testTarget(name: "CompressionTests", dependencies: ["Compression", "CZlib"]),
        .testTarget(name: "QRCodeTests", dependencies: ["QRCode", "CZlib", "TestServer"]),
        .testTarget(
            name: "ToopherServiceTests",
            dependencies: [
                "ToopherService", "QRCode", "AuditLog", "AuthAPI", "Database", "DeviceProtocol", "MerkleLog", "OAuth1",
                "CryptoCore", "CurlTransport", "HTTPExchange", "Platform", "TestPostgreSQL", "TestRouter",
                "TestServer", "TestSupport", "Toopher", "WebAuthn", "WebPush", "WebSyntax", httpTypes, logging, system,
                .product(name: "Hummingbird", package: "hummingbird", condition: withService),
                .product(name: "NIOCore", package: "swift-nio", condition: withService),
                .product(name: "NIOEmbedded", package: "swift-nio", condition: withService),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: withService),
            ]
        ),
        .testTarget(
            name: "ShopTests",
            dependencies: [
                "Shop", "CryptoCore", "OAuth1", "TestRouter", httpTypes,
                .product(name: "Hummingbird", package: "hummingbird", condition: withService),
            ]),
        .testTarget(
            name: "ToopherCommandTests",
            dependencies: [
                "ToopherCommand", "Toopher", "OAuth1", "OAuth1Client", "CryptoCore", "CurlTransport", "HTTPExchange",
                "AuditLog", "DeviceProtocol", "Platform", "TestPostgreSQL", "TestProvider", "TestServer", "TestSupport",
                "WebSyntax", .target(name: "ToopherService", condition: withService), httpTypes, argumentParser, system,
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
    ]
)

// What `script/fuzz --service` builds, and nothing else can: a fuzz target has no `main` of its own. It stands here and not in
// `Fuzz/Package.swift` since the service is in no product.
if Context.environment["TOOPHER_FUZZ_SERVICE"] != nil {
    package.targets.append(
        .executableTarget(
            name: "FuzzService",
            dependencies: [
                "ToopherService", "CryptoCore", "DeviceProtocol", "OAuth1", httpTypes, logging,
                .product(name: "Hummingbird", package: "hummingbird", condition: withService),
                .product(name: "NIOCore", package: "swift-nio", condition: withService),
            ],
            path: "Fuzz/Service", exclude: ["Corpus"]))
}

// With TOOPHER_TESTS the package is the test targets that it names, separated by commas, and what they need: scripts that build
// for release or under a sanitizer build nothing else.
if let names = Context.environment["TOOPHER_TESTS"] {
    var needed: Set<String> = []
    var unvisited = names.split(separator: ",").map(String.init)
    while let name = unvisited.popLast() {
        guard needed.insert(name).inserted else { continue }
        guard let target = package.targets.first(where: { $0.name == name }) else {
            fatalError("TOOPHER_TESTS names \(name), which is no target")
        }
        for dependency in target.dependencies {
            switch dependency {
            case .targetItem(let name, _), .byNameItem(let name, _): unvisited.append(name)
            default: break
            }
        }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products = []
}

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
}
