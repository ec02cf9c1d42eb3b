package import Sampling

/// The events of one generation, for one consumer.
///
/// The generation is cancelled, before the engine's next step and without touching any other, by `cancel()`, by cancelling the task
/// that waits in `next`, by dropping the iterator, and by dropping the stream before there is one. After a cancellation the events
/// already made still come, then `finished(.cancelled)`.
package struct GenerationStream: AsyncSequence, Sendable {
    package typealias Element = GenerationEvent
    package typealias Failure = Never

    /// Where the tokens are made: a consumer that does not block costs less there. `nil`: anywhere.
    package let executor: (any TaskExecutor)?
    private let channel: GenerationChannel
    private let lifetime: CancelOnRelease

    package init(channel: GenerationChannel, executor: (any TaskExecutor)? = nil) {
        self.channel = channel
        self.executor = executor
        lifetime = CancelOnRelease(channel)
    }

    package func cancel() {
        channel.cancel()
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(channel: channel, streamLifetime: lifetime, lifetime: CancelOnRelease(channel))
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let channel: GenerationChannel
        fileprivate let streamLifetime: CancelOnRelease
        fileprivate let lifetime: CancelOnRelease

        package mutating func next() async -> GenerationEvent? {
            await channel.next(isolation: #isolation)
        }

        /// The next event, if that is a token and there already.
        package mutating func readyToken() -> SampledToken? { channel.readyToken() }

        package mutating func next(isolation actor: isolated (any Actor)?) async -> GenerationEvent? {
            await channel.next(isolation: actor)
        }
    }
}

/// Cancels when its last holder is gone.
private final class CancelOnRelease: Sendable {
    private let channel: GenerationChannel

    init(_ channel: GenerationChannel) {
        self.channel = channel
    }

    deinit {
        channel.cancel()
    }
}
