/// One who waits for a thing to become ready, and the thing's being ready: what is told while nobody waits is not lost.
/// It has neither lock nor continuation of its own. Its owner calls it under a lock and obeys outside; whoever is returned has left
/// the gate, and is resumed exactly once.
package struct Gate<Waiter> {
    private enum State {
        /// Not ready, and nobody waits.
        case closed
        /// Ready for whoever comes next.
        case open
        /// Not ready, and somebody waits.
        case occupied(Waiter)
    }

    package enum Entry: Sendable {
        /// It was ready: go on.
        case goOn
        /// Wait until returned by another call.
        case wait
        /// Somebody waits already.
        case refused
    }

    private var state = State.open

    package init() {}

    package var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// It has become ready. Returns who waited, for whom it is ready.
    package mutating func open() -> Waiter? {
        switch state {
        case .closed, .open:
            state = .open
            return nil
        case .occupied(let waiter):
            state = .open
            return waiter
        }
    }

    /// Somebody is about to find out whether it is still ready.
    package mutating func close() {
        if case .open = state { state = .closed }
    }

    package mutating func enter(_ waiter: Waiter) -> Entry {
        switch state {
        case .open:
            return .goOn
        case .closed:
            state = .occupied(waiter)
            return .wait
        case .occupied:
            return .refused
        }
    }

    /// Whoever waits waits no longer, although it is not ready: timed out, cancelled, failed.
    package mutating func leave() -> Waiter? {
        guard case .occupied(let waiter) = state else { return nil }
        state = .closed
        return waiter
    }
}
