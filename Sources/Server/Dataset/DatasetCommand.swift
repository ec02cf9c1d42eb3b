import Foundation
import Harmony

/// `chorale dataset`: conversations to token ids and loss masks, in the order in which they stand, on all processors, in memory that
/// does not grow with them.
package struct DatasetCommand: Sendable {
    private let options: DatasetOptions
    private let worker: DatasetWorker
    private let padding: Int32

    /// - Parameter model: see `CheckpointLocation`; of it, tokenizer.json.
    package init(model: String, options: DatasetOptions) throws {
        let vocabulary = try HarmonyVocabulary(CheckpointFiles(CheckpointLocation(model).directory).tokenizer())
        if options.packs, options.sequenceLength == nil {
            throw DatasetError.badOption(name: "sequence-length", expected: "given where examples are packed")
        }
        self.options = options
        worker = try DatasetWorker(vocabulary, options)
        padding = vocabulary.endOfText
    }

    /// Where conversations come from.
    package enum Input: Sendable {
        /// Files, folders, `-`.
        case paths([String])
        /// The file of a server's store, of which only what may be trained on counts.
        case store(String)
    }

    /// - Parameters:
    ///   - output: a file or `-`, of shards a folder; not needed where there are only checks.
    ///   - tell: given a line of text, such as `file:3: error: …`, as it is found.
    ///   - progress: told now and then how far it is.
    /// - Throws: at the first line that cannot be used, unless such lines are skipped.
    package func run(
        _ input: Input, output path: String?, tell: (String) -> Void, progress: (DatasetProgress) -> Void
    ) async throws -> DatasetReport {
        let started = ContinuousClock.now
        var source: any ConversationLines =
            switch input {
            case .paths(let paths): try FileLines(paths)
            case .store(let path): try await StoredLines(path, tell: tell)
            }
        var output: (any DatasetOutput)?
        if options.checks != .only {
            guard let path else { throw DatasetError.badOption(name: "output", expected: "given") }
            output = try options.output(path, files: source.files, padding: padding)
        }
        var report = DatasetReport()
        report.rowLength = options.packs ? options.sequenceLength : nil
        let totalBytes = source.totalBytes
        try await forEachResult(of: &source) { batch in
            for line in batch.lines {
                let place = "\(batch.file):\(line.line)"
                for issue in line.issues { tell("\(place): warning: \(issue.text)") }
                guard let failure = line.failure else { continue }
                let text = "\(place): error: \(failure)"
                guard options.skipsBad || options.checks == .only else { throw DatasetError.badLine(text) }
                tell(text)
            }
            try output?.write(batch)
            report.add(batch)
            report.seconds = (ContinuousClock.now - started).inSeconds
            progress(DatasetProgress(report, totalBytes: totalBytes))
        }
        try output?.finish()
        report.rows = output?.rows ?? 0
        report.seconds = (ContinuousClock.now - started).inSeconds
        return report
    }

    /// Has batches worked on, several at the same time, and gives their results in the order of the batches. No more of them are in memory
    /// than are worked on or wait for one that is.
    private func forEachResult(
        of source: inout any ConversationLines, _ body: (BatchResult) throws -> Void
    ) async throws {
        let jobs = options.jobs > 0 ? options.jobs : ProcessInfo.processInfo.activeProcessorCount
        let worker = worker
        try await withThrowingTaskGroup(of: (Int, BatchResult).self) { group in
            var (submitted, next) = (0, 0)
            var isOver = false
            var done: [Int: BatchResult] = [:]
            while true {
                while !isOver, submitted - next < 2 * jobs, submitted - next - done.count < jobs {
                    guard let batch = try await source.next() else {
                        isOver = true
                        break
                    }
                    let index = submitted
                    group.addTask { (index, worker.process(batch)) }
                    submitted += 1
                }
                guard next < submitted else { return }
                if done[next] == nil, let (index, result) = try await group.next() { done[index] = result }
                while let result = done.removeValue(forKey: next) {
                    try body(result)
                    next += 1
                }
            }
        }
    }
}

/// How far a dataset is.
package struct DatasetProgress: Sendable {
    package let lines: Int
    package let tokens: Int
    package let tokensPerSecond: Double
    /// Of the input; `nil` where that is not known.
    package let fraction: Double?
    /// Seconds that are likely left.
    package let secondsLeft: Double?

    init(_ report: DatasetReport, totalBytes: Int?) {
        lines = report.lines
        tokens = report.tokens
        tokensPerSecond = report.tokensPerSecond
        fraction = totalBytes.flatMap { $0 > 0 ? min(1, Double(report.bytes) / Double($0)) : nil }
        secondsLeft = fraction.flatMap { $0 > 0 ? report.seconds / $0 * (1 - $0) : nil }
    }

    /// `[######            ] 31 %  12000 lines  3.1 Mtokens  2.05 Mtokens/s  4 s left`
    package var text: String {
        var parts = ["\(lines) lines", "\((Double(tokens) / 1e6).formatted(digits: 1)) Mtokens"]
        parts.append("\((tokensPerSecond / 1e6).formatted(digits: 2)) Mtokens/s")
        if let secondsLeft { parts.append("\(secondsLeft.formatted(digits: 0)) s left") }
        guard let fraction else { return parts.joined(separator: "  ") }
        return ProgressBar.text(fraction) + "  " + parts.joined(separator: "  ")
    }
}
