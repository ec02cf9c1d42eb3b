import Foundation
import HTTP
import JSON

/// The HTTP server beside its peers: Hummingbird on the same routes, nginx for TLS. All run on this machine, each measured in turn
/// (A B A B …) while the other is idle. Nothing is pinned: server and load generator share the processors.
package struct HTTPBenchmark {
    package enum Part: String, CaseIterable, Sendable {
        case requests
        case streams
        case idle
        case tls
    }

    package struct Options: Sendable {
        package var parts = Part.allCases
        package var rounds = 3
        /// Of each measurement.
        package var seconds = 3
        package var connections = 64
        package var streams = 256
        package var idleConnections = 10_000
        /// The program that Tests/Peers/HummingbirdPeer builds.
        package var hummingbird = "Tests/Peers/HummingbirdPeer/.build/release/hummingbird-peer"

        package init() {}
    }

    let options: Options
    private let chorale: [String]

    /// - Parameter chorale: program and arguments that run ``BenchmarkServer``; with `--certificate` and `--key` it speaks TLS.
    package init(chorale: [String], options: Options) {
        self.chorale = chorale
        self.options = options
    }

    /// - Parameter write: given a table at a time.
    /// - Returns: every figure of every round, as JSON.
    package func run(_ write: (String) -> Void) throws -> String {
        try raiseDescriptors()
        var all: [Comparison] = []
        let hasPeer = FileManager.default.isExecutableFile(atPath: options.hummingbird)
        if !hasPeer, options.parts != [.tls] {
            write("without Hummingbird, which is not built: swift build -c release --package-path Tests/Peers/HummingbirdPeer\n")
        }
        for part in options.parts {
            let rows: [Comparison]
            if part == .tls {
                rows = try compareTLS()
            } else {
                // New processes for each part: what one leaves behind is not the next one's.
                let servers = Rivals(
                    chorale: try ServerProcess(chorale), peer: hasPeer ? try ServerProcess([options.hummingbird]) : nil)
                rows =
                    switch part {
                    case .requests: try compareRequests(servers)
                    case .streams: try compareStreams(servers)
                    case .idle, .tls: try compareIdle(servers)
                    }
            }
            write(rows.table(title(of: part), peer: part == .tls ? "nginx" : "Hummingbird") + "\n")
            all += rows
        }
        return JSONValue.array(all.map(\.json)).serialized
    }

    private func title(of part: Part) -> String {
        switch part {
        case .requests: "\(options.connections) keep-alive connections"
        case .streams: "\(options.streams) event streams"
        case .idle: "\(options.idleConnections) idle connections"
        case .tls: "TLS 1.3, ECDSA P-256"
        }
    }

    private func compareTLS() throws -> [Comparison] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chorale-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { print("\(folder.path) stays: \(error)") }
        }
        let nginx = try NginxPeer(folder: folder)
        let files = nginx.certificate
        let server = try ServerProcess(chorale + ["--certificate", files.certificateChain, "--key", files.privateKey])
        return try compareTLS(Rivals(chorale: server, peer: try nginx.start()))
    }

    /// Clients and server have a descriptor each for a connection.
    private func raiseDescriptors() throws {
        let limit = raiseDescriptorLimit()
        // The server takes no more than 80 % of them.
        guard !options.parts.contains(.idle) || limit / 5 * 4 > options.idleConnections else {
            throw BenchmarkError("\(options.idleConnections) connections need more descriptors than \(limit): ulimit -Hn")
        }
    }
}

/// Chorale and, where there is one, its peer.
struct Rivals {
    let chorale: ServerProcess
    let peer: ServerProcess?

    /// Measures both in turn, for some rounds, and sorts the figures into rows.
    func measure(rounds: Int, _ rows: [Comparison], _ body: (ServerProcess) throws -> [Double]) rethrows -> [Comparison] {
        var rows = rows
        for _ in 0..<rounds {
            for (index, value) in zip(rows.indices, try body(chorale)) { rows[index].chorale.append(value) }
            guard let peer else { continue }
            for (index, value) in zip(rows.indices, try body(peer)) { rows[index].peer.append(value) }
        }
        return rows
    }
}
