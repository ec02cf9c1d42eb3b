import Foundation
import Synchronization

/// A PostgreSQL server of the tests' own, from the system's binaries: in a folder of its own, at a socket there, gone with the process.
package final class PostgreSQLServer: Sendable {
    package enum Failure: Error {
        case failed(program: String, status: Int32, output: String)
        case didNotStart(output: String)
    }

    /// Why there is none; nil where there is one. The tests that need it say so and are skipped then.
    package static var absence: String? {
        #if PostgreSQL
            programs == nil ? "there is no PostgreSQL on this machine (apt-get install postgresql)" : nil
        #else
            "built without PostgreSQL (--traits PostgreSQL)"
        #endif
    }

    /// One for the tests that do not stop it.
    package static let shared = Result { try PostgreSQLServer() }

    private let folder = FileManager.default.temporaryDirectory.appending(path: "chorale-pg-\(UUID().uuidString.prefix(8))")
    private let running = Mutex<Process?>(nil)
    private let databases = Mutex(0)

    /// The folder of `initdb` and `postgres`.
    private static let programs: URL? = {
        let versions = URL(filePath: "/usr/lib/postgresql")
        // A folder that is not there has nothing in it.
        let names = FileManager.default.subpaths(atPath: versions.path)?.filter { $0.hasSuffix("/bin/initdb") } ?? []
        let newest = names.max { $0.compare($1, options: .numeric) == .orderedAscending }
        return newest.map { versions.appending(path: $0).deletingLastPathComponent() }
    }()

    package init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if Self.user != nil { try Self.run("/bin/chown", ["postgres", folder.path]) }
        try Self.run(
            "initdb",
            [
                "--pgdata=\(folder.path)/data", "--username=chorale", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync",
            ], asServer: true)
        try start()
    }

    deinit { stop(telling: "\n") }

    /// Blocks until it takes connections.
    package func start() throws {
        let process = Process()
        // It ends when the other end of its input does: with the tests, however those end. Unless it is to be started again, its folder goes.
        let script = "folder=$1; shift; \"$@\" 2>&1 & server=$!; read -r word; kill -INT $server; wait $server; [ $word ] || rm -r $folder"
        // Threads of Dispatch have signals blocked, which children take over: bash hears of the end of its own nevertheless.
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments =
            ["-c", script, "bash", folder.path]
            + Self.command(
                "postgres",
                [
                    "-D", "\(folder.path)/data", "-k", folder.path, "-c", "listen_addresses=", "-c", "fsync=off", "-c",
                    "max_connections=300",
                ], asServer: true)
        let (input, output) = (Pipe(), Pipe())
        // Other children are not to keep it open.
        _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var seen = ""
        while !seen.contains("ready to accept connections") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure.didNotStart(output: seen) }
            seen += String(decoding: more, as: UTF8.self)
        }
        // What it says later is not to fill the pipe.
        Thread.detachNewThread { while !output.fileHandleForReading.availableData.isEmpty {} }
        running.withLock { $0 = process }
    }

    /// Breaks all connections, and blocks until it is gone. It can be started again.
    package func stop() {
        stop(telling: "keep\n")
    }

    private func stop(telling word: String) {
        let process = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let process, let input = process.standardInput as? Pipe else { return }
        input.fileHandleForWriting.write(Data(word.utf8))
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
    }

    /// The URL of a new, empty database.
    package func database() throws -> String {
        let name = databases.withLock { count in
            count += 1
            return "test\(count)"
        }
        try Self.run("createdb", ["--host=\(folder.path)", "--username=chorale", name])
        return "postgresql://chorale@/\(name)?host=\(folder.path)"
    }

    /// Runs SQL in a database.
    @discardableResult
    package static func sql(_ sql: String, in url: String) throws -> String {
        try run("psql", ["--quiet", "--tuples-only", "--no-align", "--command=\(sql)", url])
    }

    /// Who the server is: it refuses to be root.
    private static let user: String? = getuid() == 0 ? "postgres" : nil

    private static func command(_ program: String, _ arguments: [String], asServer: Bool) -> [String] {
        let path = program.hasPrefix("/") ? program : programs?.appending(path: program).path ?? program
        let wrapper = asServer ? user.map { ["setpriv", "--reuid=\($0)", "--regid=\($0)", "--clear-groups"] } ?? [] : []
        return wrapper + [path] + arguments
    }

    @discardableResult
    private static func run(_ program: String, _ arguments: [String], asServer: Bool = false) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command(program, arguments, asServer: asServer)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure.failed(program: program, status: process.terminationStatus, output: text)
        }
        return text
    }
}
