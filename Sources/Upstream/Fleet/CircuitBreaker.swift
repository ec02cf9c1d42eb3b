/// Whether a place is asked that has failed (Nygard, "Release It!"): after some failures in a row not for a while, then once to see, and again
/// as always when that went well. A state machine without clock.
package struct CircuitBreaker: Sendable, Hashable {
    private enum State: Sendable, Hashable {
        case closed(failures: Int)
        case open(until: Duration)
        /// One request is on its way to find out.
        case halfOpen
    }

    private var state = State.closed(failures: 0)
    /// The next time that it stays open for.
    private var pause = firstPause

    /// Failures in a row that open it.
    private static let limit = 3
    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(30)

    package init() {}

    package var isClosed: Bool {
        if case .closed = state { true } else { false }
    }

    /// Whether a request may go there now.
    package func allows(now: Duration) -> Bool {
        switch state {
        case .closed: true
        case .open(let until): now >= until
        case .halfOpen: false
        }
    }

    /// A request goes there, which `allows` has allowed.
    package mutating func begin() {
        if case .open = state { state = .halfOpen }
    }

    package mutating func succeed() {
        self = CircuitBreaker()
    }

    package mutating func fail(now: Duration) {
        switch state {
        case .closed(let failures) where failures + 1 < Self.limit:
            state = .closed(failures: failures + 1)
        case .closed, .halfOpen:
            state = .open(until: now + pause)
            pause = min(Self.longestPause, pause * 2)
        case .open: break
        }
    }

    /// A request ended that says nothing of the place.
    package mutating func abandon(now: Duration) {
        if case .halfOpen = state { state = .open(until: now) }
    }
}
