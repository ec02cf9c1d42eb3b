import Synchronization

/// How far a model is loaded.
package final class LoadProgress: Sendable {
    package struct Standing: Sendable, Hashable {
        /// 0 to 1.
        package var fraction: Double
        /// What is being done: "reading weights".
        package var stage: String
        /// Since the start, in seconds.
        package var seconds: Double

        package init(fraction: Double = 0, stage: String = "starting", seconds: Double = 0) {
            self.fraction = fraction
            self.stage = stage
            self.seconds = seconds
        }

        /// Until it is done, if it goes on as it has; from 1 s to a minute.
        package var remaining: Duration {
            guard fraction > 0.01 else { return .seconds(5) }
            return .seconds(min(60, max(1, seconds / fraction * (1 - fraction))))
        }
    }

    private struct State {
        var standing = Standing()
        var watcher: (@Sendable (Standing) -> Void)?
    }

    private let start = ContinuousClock.now
    private let state = Mutex(State())

    package init() {}

    package var standing: Standing {
        var standing = state.withLock(\.standing)
        standing.seconds = (ContinuousClock.now - start).inSeconds
        return standing
    }

    /// - Parameter watcher: told of every change, on the thread that loads.
    package func watch(_ watcher: @escaping @Sendable (Standing) -> Void) {
        state.withLock { $0.watcher = watcher }
    }

    package func report(_ fraction: Double, _ stage: String) {
        state.withLock { state in
            state.standing.fraction = min(1, max(state.standing.fraction, fraction))
            state.standing.stage = stage
        }
        state.withLock(\.watcher)?(standing)
    }
}
