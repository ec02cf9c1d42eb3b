// swift-tools-version: 6.2
import PackageDescription

/// The server that `chorale bench http` measures Chorale beside. A package of its own, so that nothing of it is in Chorale's, and not in a
/// directory of the dependency's name, which would be its identity too:
/// `swift build -c release --package-path Tests/Peers/HummingbirdPeer`.
let package = Package(
    name: "hummingbird-peer",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1")],
    targets: [
        .executableTarget(name: "hummingbird-peer", dependencies: [.product(name: "Hummingbird", package: "hummingbird")])
    ]
)
