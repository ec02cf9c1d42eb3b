// swift-tools-version: 6.2
import PackageDescription

/// One set of language settings for every Swift target; CI turns warnings into errors.
let swiftSettings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),  // `any P` is written out: a box is a cost
        .enableUpcomingFeature("InternalImportsByDefault"),  // a dependency shows in an interface only when said so
        .enableUpcomingFeature("MemberImportVisibility"),  // every file imports what it uses
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // async functions stay on their caller's executor
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.target(name: name)] + dependencies, resources: resources,
        swiftSettings: swiftSettings)
}

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let deque = product(name: "DequeModule", package: "swift-collections")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let metricsTestKit = product(name: "MetricsTestKit", package: "swift-metrics")
    static let orderedCollections = product(name: "OrderedCollections", package: "swift-collections")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
}

let package = Package(
    name: "chorale",
    products: [.executable(name: "chorale", targets: ["chorale"])],
    traits: [.trait(name: "PostgreSQL", description: "Stores that several servers share, in PostgreSQL: needs libpq.")],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["CommandLineArguments", "YAML"]),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Text: values, tokens, the Harmony format.
        module("JSON", [.orderedCollections]),
        module("Tokenization", ["JSON"]),
        module("Harmony", ["JSON", "Tokenization", .orderedCollections]),
        module("Grammar", ["JSON", "Tokenization", .orderedCollections]),

        // Numbers: kernels, the network, the sampler, the engine.
        .target(name: "CKernels"),
        module("GPTOSS", ["CKernels", "JSON"]),
        module("Sampling"),
        module("Engine", ["GPTOSS", "Sampling", .deque, .logging, .metrics]),

        // The wire: sockets and HTTP, the hub of models, the OpenAI API's shapes, what is kept.
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        module("HTTP", ["CEpoll", "COpenSSL", "CZlib", .httpTypes, .logging]),
        module("Hub", ["COpenSSL", "HTTP", "JSON"]),
        module("OpenAI", ["JSON", "Harmony", .orderedCollections]),
        module("Upstream", ["Engine", "HTTP", "JSON", "Sampling", .logging, .metrics]),
        .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        module("Storage", [.grdb, .target(name: "CPostgreSQL", condition: .when(traits: ["PostgreSQL"]))]),

        // A small trained checkpoint, for who names no other; Training/ is how it was made.
        module("DemoModel", exclude: ["Training"], resources: [.copy("Resources/chorale-demo")]),

        // The web page's files, in the program.
        module("Page", resources: [.embedInCode("Files")]),

        // Where they meet.
        module(
            "Server",
            [
                "JSON", "Tokenization", "Harmony", "Grammar", "Sampling", "GPTOSS", "Engine", "HTTP", "Hub", "OpenAI",
                "Storage", "Upstream", "DemoModel", "Page", "COpenSSL", .configuration, .httpTypes, .logging, .metrics, .orderedCollections,
                .serviceLifecycle, .unixSignals,
            ]),
        .executableTarget(
            name: "chorale", dependencies: ["Server", .argumentParser], swiftSettings: swiftSettings),

        .target(
            name: "PostgreSQLFixture", dependencies: ["Storage"], path: "Tests/PostgreSQLFixture", swiftSettings: swiftSettings),
        tests("JSON", [.orderedCollections], resources: [.copy("Corpus")]),
        tests("Tokenization", ["JSON", .orderedCollections], resources: [.copy("Fixtures")]),
        tests("Harmony", ["JSON", "Tokenization", .orderedCollections], resources: [.copy("Fixtures")]),
        tests("Grammar", ["JSON", "Tokenization", .orderedCollections], resources: [.copy("Fixtures")]),
        tests("GPTOSS", ["JSON", "CKernels"]),
        tests("Sampling"),
        tests("Engine", ["JSON", "GPTOSS", "Sampling", .logging, .metricsTestKit]),
        tests("HTTP", ["COpenSSL", .httpTypes, .logging], resources: [.copy("Corpus")]),
        tests("Hub", ["COpenSSL", "HTTP", "JSON", .httpTypes, .logging]),
        tests("OpenAI", ["JSON", "Harmony", .orderedCollections]),
        tests("Storage", ["PostgreSQLFixture", .grdb]),
        tests("Upstream"),
        tests("DemoModel", ["GPTOSS"]),
        tests(
            "Server",
            [
                "JSON", "Tokenization", "Harmony", "Grammar", "HTTP", "Hub", "OpenAI", "Storage", "Upstream", "PostgreSQLFixture", .logging,
                .metrics, .orderedCollections,
            ]),
    ]
)
