import Synchronization

/// Ticks for many streams at once, as the steps of a model do that answers a batch.
final class Ticker: Sendable {
    private let interval: Duration
    private let streams = Mutex((next: 0, continuations: [Int: AsyncStream<Void>.Continuation]()))

    init(interval: Duration) {
        self.interval = interval
    }

    /// Until it is cancelled.
    func run() async throws {
        let clock = ContinuousClock()
        var next = clock.now
        while true {
            next += interval
            try await clock.sleep(until: next)
            for continuation in streams.withLock({ Array($0.continuations.values) }) { continuation.yield() }
        }
    }

    func ticks() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let id = streams.withLock { streams in
            streams.next += 1
            streams.continuations[streams.next] = continuation
            return streams.next
        }
        continuation.onTermination = { _ in self.streams.withLock { $0.continuations[id] = nil } }
        return stream
    }
}
