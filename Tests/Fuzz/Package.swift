// swift-tools-version: 6.2
import PackageDescription

// Fuzzers, and the HTTP tests as ThreadSanitizer and AddressSanitizer run them: see README.md. A package of its own, so that the main one
// has neither unsafe flags nor products that nobody ships. Its modules are the main package's, by symbolic links.
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// `FUZZING=1 swift build …`: with the fuzzers, which are all that it is good for.
let isFuzzing = Context.environment["FUZZING"] != nil
let instrumented: [SwiftSetting] = swiftSettings + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : [])

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let orderedCollections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")

let fuzz = Target.executableTarget(
    name: "Fuzz", dependencies: ["Grammar", "HTTP", "JSON", "Tokenization", httpTypes, orderedCollections], swiftSettings: instrumented,
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])])
let tests = Target.testTarget(
    name: "HTTPTests", dependencies: ["HTTP", "COpenSSL", httpTypes, logging],
    resources: [.copy("HTTPTests/Corpus")], swiftSettings: swiftSettings)

let package = Package(
    name: "fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "JSON", dependencies: [orderedCollections], swiftSettings: instrumented),
        .target(name: "Tokenization", dependencies: ["JSON"], swiftSettings: instrumented),
        .target(name: "Grammar", dependencies: ["JSON", "Tokenization", orderedCollections], swiftSettings: instrumented),
        .target(name: "HTTP", dependencies: ["CEpoll", "COpenSSL", "CZlib", httpTypes, logging], swiftSettings: instrumented),
    ] + (isFuzzing ? [fuzz] : [tests])
)
