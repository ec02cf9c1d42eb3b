import Logging

/// Hands over what is logged, line by line, to one who waits for it.
struct LogRecorder: Sendable {
    struct Line: Sendable {
        var level: Logger.Level
        var message: String
        var metadata: [String: String]
    }

    let lines: AsyncStream<Line>
    private let continuation: AsyncStream<Line>.Continuation

    init() {
        (lines, continuation) = AsyncStream.makeStream()
    }

    /// From level info on.
    var logger: Logger {
        Logger(label: "test") { _ in Handler(continuation: continuation) }
    }

    /// The next line of this message.
    func next(_ message: String) async -> Line? {
        await lines.first { $0.message == message }
    }

    /// Nothing more is logged: who waits for a line that did not come waits no longer.
    func finish() {
        continuation.finish()
    }

    private struct Handler: LogHandler {
        let continuation: AsyncStream<Line>.Continuation
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = metadata.merging(event.metadata ?? [:]) { $1 }
            continuation.yield(Line(level: event.level, message: "\(event.message)", metadata: metadata.mapValues { "\($0)" }))
        }
    }
}
