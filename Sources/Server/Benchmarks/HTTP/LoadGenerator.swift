import Foundation

/// `wrk`, the load generator that HTTP servers are usually measured with.
struct LoadGenerator {
    struct Load {
        var path: String
        var isSecure = false
        var connections = 64
        /// Sent with POST; nil for GET.
        var body: String?
        /// Whether each request has a connection of its own.
        var closes = false
    }

    struct Result {
        var requestsPerSecond: Double
        var bytesPerSecond: Double
        /// Milliseconds.
        var median: Double
        var percentile99: Double
        /// Of the server, for each request.
        var cpuMicroseconds: Double
    }

    var seconds = 3

    /// - Throws: ``BenchmarkError`` where wrk is missing, or a request failed.
    func run(_ load: Load, on server: ServerProcess) throws -> Result {
        let script = FileManager.default.temporaryDirectory.appending(path: "chorale-bench-\(UUID().uuidString).lua")
        try Data(Self.script(load).utf8).write(to: script)
        defer { unlink(script.path) }
        let url = "\(load.isSecure ? "https" : "http")://127.0.0.1:\(server.port)\(load.path)"
        let before = try server.usage
        let output = try toolOutput(["wrk", "-t1", "-c\(load.connections)", "-d\(seconds)s", "-s", script.path, url])
        let after = try server.usage
        let figures = output.split(separator: "\n").last?.split(separator: " ").compactMap { Double($0) } ?? []
        guard figures.count == 6, figures[1] > 0, figures[0] > 0 else {
            throw BenchmarkError("wrk cannot be run (apt-get install wrk): \(output)")
        }
        guard figures[5] == 0 else { throw BenchmarkError("\(Int(figures[5])) requests for \(load.path) failed") }
        return Result(
            requestsPerSecond: figures[0] / figures[1] * 1e6, bytesPerSecond: figures[2] / figures[1] * 1e6,
            median: figures[3] / 1000, percentile99: figures[4] / 1000,
            cpuMicroseconds: (after.cpuSeconds - before.cpuSeconds) / figures[0] * 1e6)
    }

    private static func script(_ load: Load) -> String {
        var lines: [String] = []
        if let body = load.body {
            lines = ["wrk.method = 'POST'", "wrk.headers['Content-Type'] = 'application/json'", "wrk.body = [[\(body)]]"]
        }
        if load.closes { lines.append("wrk.headers['Connection'] = 'close'") }
        lines.append(
            """
            done = function(summary, latency, requests)
              local errors = summary.errors
              io.write(string.format("%d %d %d %d %d %d\\n", summary.requests, summary.duration, summary.bytes,
                latency:percentile(50), latency:percentile(99), errors.connect + errors.read + errors.write + errors.status + errors.timeout))
            end
            """)
        return lines.joined(separator: "\n")
    }
}

/// What a program prints, once it has ended.
/// - Throws: ``BenchmarkError`` with what it says when it fails.
@discardableResult
func toolOutput(_ command: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw BenchmarkError("\(command[0]): \(text)") }
    return text
}
