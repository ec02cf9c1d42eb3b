import Foundation

/// A server under test: a child process, which ends with the benchmark.
final class ServerProcess {
    /// What a process has used so far, its children included.
    struct Usage {
        var cpuSeconds = 0.0
        var residentBytes = 0
    }

    let port: Int
    private let process = Process()

    /// - Parameters:
    ///   - command: program and arguments.
    ///   - port: where it listens, if it was told; else it prints that as its first line.
    init(_ command: [String], port: Int? = nil) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["setpriv", "--pdeathsig", "TERM"] + command
        let output = Pipe()
        if port == nil { process.standardOutput = output }
        try process.run()
        guard let port = try port ?? Self.port(from: output.fileHandleForReading) else {
            process.terminate()
            throw BenchmarkError("\(command[0]) did not start")
        }
        self.port = port
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    private static func port(from output: FileHandle) throws -> Int? {
        var line = Data()
        while line.last != UInt8(ascii: "\n"), let more = try output.read(upToCount: 1) { line.append(more) }
        return Int(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }

    var usage: Usage {
        get throws { try Self.usage(of: process.processIdentifier) }
    }

    private static func usage(of process: Int32) throws -> Usage {
        // proc_pid_stat(5): behind the name in brackets utime and stime are the 12th and 13th field, and rss, in pages, is the 22nd.
        let stat = String(decoding: try contents(ofFile: "/proc/\(process)/stat"), as: UTF8.self)
        let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ").map(String.init)
        guard fields.count > 22, let user = Double(fields[12]), let system = Double(fields[13]), let pages = Int(fields[22]) else {
            throw BenchmarkError("cannot read /proc/\(process)/stat")
        }
        var usage = Usage(
            cpuSeconds: (user + system) / Double(sysconf(Int32(_SC_CLK_TCK))), residentBytes: pages * sysconf(Int32(_SC_PAGESIZE)))
        let children = String(decoding: try contents(ofFile: "/proc/\(process)/task/\(process)/children"), as: UTF8.self)
        for child in children.split(whereSeparator: \.isWhitespace).compactMap({ Int32($0) }) {
            let more = try Self.usage(of: child)
            usage.cpuSeconds += more.cpuSeconds
            usage.residentBytes += more.residentBytes
        }
        return usage
    }
}

/// Why something cannot be measured.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
