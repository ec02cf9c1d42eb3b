import Engine
package import OpenAI
import Synchronization

/// What all models are and do.
extension ModelRegistry {
    /// Those that are loaded.
    package var loadedModels: [ServedModel] { state.withLock { state in state.loaded.sorted { $0.key < $1.key }.map(\.value) } }

    /// The state of each, by its id.
    package var statuses: [(id: String, status: ModelDescription.Status)] {
        state.withLock { state in zip(models, state.roster.entries).map { (id: $0.id, status: $1.status.told) } }
    }

    /// Whether no more answers are begun.
    var isClosed: Bool { state.withLock(\.isClosed) }

    /// Whether every model that is loaded has its queue full.
    var isOverloaded: Bool {
        let engines = loadedModels.map(\.engine)
        return !engines.isEmpty && engines.allSatisfy { $0.load.waiting >= $0.queueLimit }
    }

    /// What all of them are doing, added up.
    var engineLoad: EngineLoad {
        loadedModels.map(\.engine.load).reduce(into: EngineLoad()) { sum, load in
            sum.running += load.running
            sum.waiting += load.waiting
            sum.tokensInUse += load.tokensInUse
            sum.cachedTokens += load.cachedTokens
            sum.tokenBudget += load.tokenBudget
        }
    }

    /// New requests are refused from now on, and nothing more is loaded; those accepted go on.
    package func close() {
        let (engines, waiters) = state.withLock { state -> ([any TokenEngine], [CheckedContinuation<End, Never>]) in
            state.isClosed = true
            state.roster.close()
            defer { state.waiters = [:] }
            return (state.loaded.values.map(\.engine), state.waiters.values.map(\.continuation))
        }
        for engine in engines { engine.closeDoor() }
        for waiter in waiters { waiter.resume(returning: .closed) }
    }

    /// Closes, and returns when what was accepted has ended, by itself or at the deadline.
    package func drain(until deadline: ContinuousClock.Instant) async {
        close()
        await withDiscardingTaskGroup { group in
            for model in loadedModels { group.addTask { await model.engine.drain(until: deadline) } }
        }
    }
}

extension ModelRoster.Status {
    /// As clients are told it.
    var told: ModelDescription.Status {
        switch self {
        case .unloaded, .unloading: .unloaded
        case .wanted, .loading: .loading
        case .loaded: .loaded
        case .failed: .failed
        }
    }
}
