import Foundation
import Testing

/// Checkpoints of random weights with the full vocabulary, made by ../shared/tools/make_checkpoint.py.
enum SyntheticCheckpoint {
    private static let script = Fixtures.package + "/../shared/tools/make_checkpoint.py"

    /// Why tests that need one are skipped.
    static let requirement: Comment = "needs ../shared/tools/make_checkpoint.py and python3 with numpy"

    /// Whether the script and what it needs are here.
    static let isAvailable: Bool = FileManager.default.fileExists(atPath: script) && python(["-c", "import numpy"])

    /// Makes one in a temporary directory, gives it to `body`, and removes it: what `body` has mapped stays readable.
    /// `shape` is one of the script's: "tiny" (50 MB), "small" (530 MB).
    static func with<Value>(shape: String, _ body: (String) throws -> Value) throws -> Value {
        let path = FileManager.default.temporaryDirectory.appending(path: "chorale-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try #require(python([script, path, "--shape", shape, "--seed", "0"]), "\(script) failed")
        return try body(path)
    }

    /// Runs python3 quietly; whether it succeeded.
    private static func python(_ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            return false
        }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
