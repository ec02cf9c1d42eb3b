package import Sampling
import Synchronization

/// Joins an engine, which never waits, to one consumer, which may. Continuations are resumed and signals sent outside the lock.
package final class GenerationChannel: Sendable {
    /// What the engine must know of its consumer.
    package enum Signal: Sendable, Hashable {
        case cancelled
        /// A paused consumer has caught up.
        case resumed
    }

    private typealias Waiter = CheckedContinuation<GenerationEvent?, Never>

    private struct State: ~Copyable {
        var buffer: EventBuffer
        var waiter: Waiter?
        /// Holds the engine, and so is let go at the end.
        var signal: (@Sendable (Signal) -> Void)?
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - limit: tokens that the consumer may leave unread.
    ///   - signal: called from any thread.
    package init(limit: Int, signal: @escaping @Sendable (Signal) -> Void) {
        state = Mutex(State(buffer: EventBuffer(limit: limit), waiter: nil, signal: signal))
    }

    // MARK: The engine's side

    /// Tells the progress before the first token.
    package func report(_ event: GenerationEvent) {
        push { $0.report(event) }
    }

    /// The prompt is read. May be told again where more is known of the cache.
    package func begin(cachedTokens: Int, scores: [SampledToken]?) {
        push { $0.begin(cachedTokens: cachedTokens, scores: scores) }
    }

    /// Tells tokens that have come together. Whether the consumer is too far behind; `Signal.resumed` follows when it has caught up.
    package func append(contentsOf tokens: some Sequence<SampledToken>) -> Bool {
        push { buffer in
            for token in tokens { buffer.append(token) }
        }
    }

    /// The first end counts.
    package func finish(_ end: GenerationEnd) {
        push { $0.finish(end) }
    }

    /// Changes the buffer, hands what it then has to a consumer who waits, and answers whether the sequence has to pause.
    @discardableResult
    private func push(_ change: (inout EventBuffer) -> Void) -> Bool {
        let (isPaused, delivery) = state.withLock { state in
            change(&state.buffer)
            if state.buffer.hasEnded { state.signal = nil }
            var delivery: (Waiter, GenerationEvent)?
            if let waiter = state.waiter, case .event(let event, _) = state.buffer.next() {
                state.waiter = nil
                delivery = (waiter, event)
            }
            return (state.buffer.isPaused, delivery)
        }
        if let (waiter, event) = delivery { waiter.resume(returning: event) }
        return isPaused
    }

    // MARK: The consumer's side

    /// Ends the stream at once, after what it already holds, and has the engine stop before its next step. Idempotent.
    func cancel() {
        let signal = state.withLock { $0.signal }
        finish(.cancelled)
        signal?(.cancelled)
    }

    /// The next event, `nil` after `finished`. Cancelling the task cancels the generation.
    func next(isolation: isolated (any Actor)?) async -> GenerationEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in take(waiter) }
        } onCancel: {
            cancel()
        }
    }

    /// The next token, where it is there already.
    func readyToken() -> SampledToken? {
        let next = state.withLock { $0.buffer.nextToken() }
        if next?.resumes == true { tellOfRoom() }
        return next?.token
    }

    private func tellOfRoom() {
        let signal = state.withLock { $0.signal }
        signal?(.resumed)
    }

    private func take(_ waiter: Waiter) {
        let next = state.withLock { state in
            let next = state.buffer.next()
            if next == .nothingYet {
                precondition(state.waiter == nil, "a generation stream has one consumer")
                state.waiter = waiter
            }
            return next
        }
        switch next {
        case .event(let event, let resumes):
            waiter.resume(returning: event)
            if resumes { tellOfRoom() }
        case .exhausted:
            waiter.resume(returning: nil)
        case .nothingYet:
            break
        }
    }
}
