import Foundation
import HTTP

/// `chorale serve` as a process of its own, on the parrot.
final class ChildServer: Sendable {
    private let process: Process
    /// What it writes to standard error, line by line.
    let lines: AsyncStream<String>

    /// - Parameters:
    ///   - shell: what a shell runs before it becomes the server: limits, variables.
    ///   - descriptor: what the server has as descriptor 3.
    init(_ settings: [String], environment: [String: String] = [:], shell: String = "", descriptor: Int32? = nil) throws {
        let program = try URL(filePath: FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            .deletingLastPathComponent().appending(path: "chorale")
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments =
            ["-c", "\(shell)\nexec \"$@\" 3<&0 </dev/null", "sh", program.path, "serve", "--model", RunningServer.parrot]
            + ["--threads", "1", "--engine-cache-mib", "64"] + settings
        process.environment = environment
        process.standardInput = descriptor.map { FileHandle(fileDescriptor: $0) } ?? FileHandle.nullDevice
        let pipe = Pipe()
        process.standardError = pipe
        let (lines, continuation) = AsyncStream<String>.makeStream()
        self.lines = lines
        try process.run()
        let output = pipe.fileHandleForReading
        Thread.detachNewThread {
            var rest = Data()
            while true {
                let more = output.availableData
                rest += more
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest = rest[(end + 1)...]
                }
                guard !more.isEmpty else { return continuation.finish() }
            }
        }
    }

    deinit { if process.isRunning { kill(id, SIGKILL) } }

    var id: Int32 { process.processIdentifier }

    /// The next line with a text in it; nil where the process ends before.
    func line(with text: String) async -> String? {
        await lines.first { $0.contains(text) }
    }

    /// The address of the next line that tells of one.
    func address() async throws -> SocketAddress {
        guard let line = await line(with: "listening"), let field = line.firstRange(of: "address=") else {
            throw RawClientError.noConnection
        }
        return try SocketAddress(String(line[field.upperBound...].prefix { $0 != " " }))
    }

    /// Waits for its end.
    /// - Parameter signal: sent before.
    /// - Returns: its exit status.
    @discardableResult
    func end(_ signal: Int32? = nil) async throws -> Int32 {
        if let signal { kill(id, signal) }
        return try await blocking { [process] in
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    /// Seconds of processor time that it has had.
    func processorSeconds() throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
        // proc_pid_stat(5): the fields behind the name, which may hold anything, are from the third on.
        let fields = status[(status.lastIndex(of: ")") ?? status.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { throw RawClientError.noHeader }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
