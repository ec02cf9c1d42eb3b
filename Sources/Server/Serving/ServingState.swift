import Synchronization

/// Where the server is between its start and its end: what `/readyz` says, and whether there is something to answer requests with.
package final class ServingState: Sendable {
    package enum Readiness: Sendable, Hashable {
        case loading(LoadProgress.Standing)
        case ready
        /// The queue is full, or memory is short: requests are refused at the moment.
        case overloaded
        case draining
    }

    private struct State {
        var application: Application?
        var isDraining = false
    }

    package let progress = LoadProgress()
    private let state = Mutex(State())

    package init() {}

    /// Nil while the model is loaded.
    var application: Application? { state.withLock(\.application) }

    func serve(_ application: Application) {
        state.withLock { $0.application = application }
    }

    package func drain() {
        state.withLock { $0.isDraining = true }
    }

    package var readiness: Readiness {
        let (application, isDraining) = state.withLock { ($0.application, $0.isDraining) }
        if isDraining { return .draining }
        guard let application else { return .loading(progress.standing) }
        return application.models.isOverloaded || application.memory.isShort ? .overloaded : .ready
    }
}
