import Foundation

/// A Python library that is measured beside ours: by a script that reads what is written to a file for it, and prints what it found.
struct PythonPeer {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The interpreter, as `env` finds it.
    let python: String
    /// Its arguments are the tokenizer's file, the input's file and the rounds.
    let script: String
    /// What the interpreter is said to be unable to when the script fails: `import tiktoken`.
    let inability: String

    /// - Parameter reading: makes figures of what the script prints; nil where it is not as expected.
    func run<Figures>(
        tokenizerFile: String, input: Data, rounds: Int, reading: ([UInt8]) -> Figures?
    ) -> Result<Figures, Failure> {
        let file = FileManager.default.temporaryDirectory.appending(path: "chorale-bench-\(UUID().uuidString)")
        do {
            try input.write(to: file)
            defer { unlink(file.path) }
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [python, "-c", script, tokenizerFile, file.path, String(rounds)]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            let printed = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            guard process.terminationStatus == 0, let figures = reading([UInt8](printed)) else {
                return .failure(Failure(description: "\(python) cannot \(inability)"))
            }
            return .success(figures)
        } catch {
            return .failure(Failure(description: "\(error)"))
        }
    }
}
