import Engine
import Synchronization

/// Has one task wait for a consumer that is behind.
final class ConsumerGate: Sendable {
    private struct State {
        var isOpen = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// The consumer has caught up, or is gone.
    func open() {
        let waiter = state.withLock { state in
            state.isOpen = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns once it has been opened since the last time.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                defer { state.isOpen = false }
                if !state.isOpen { state.waiter = continuation }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
        state.withLock { $0.isOpen = false }
    }
}
