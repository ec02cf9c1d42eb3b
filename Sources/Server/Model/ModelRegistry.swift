import Dispatch
import Engine
import Foundation
package import Logging
package import OpenAI
import Synchronization

/// The models that are served: loaded at the start or when they are asked for, and unloaded when nobody uses them. `ModelRoster` decides; this
/// obeys it, on threads of its own, and has those wait who ask for a model that is not there yet.
package final class ModelRegistry: Sendable {
    enum End: Sendable {
        case use(ModelUse)
        case failed, closed, late
    }

    struct Waiter: Sendable {
        let index: Int
        let continuation: CheckedContinuation<End, Never>
    }

    struct State {
        var roster: ModelRoster
        var loaded: [Int: ServedModel] = [:]
        /// How far those are that are being loaded.
        var progress: [Int: LoadProgress] = [:]
        var waiters: [Int: Waiter] = [:]
        var lastWaiter = 0
        var isClosed = false
    }

    let models: [OfferedModel]
    private let created: [Int]
    private let remembered: [(memory: TokenMemory, efforts: EffortStatistics)]
    private let waitLimit: Duration
    private let load: @Sendable (OfferedModel, LoadProgress) throws -> ServedModel
    private let now: @Sendable () -> Duration
    private let logger: Logger
    let state: Mutex<State>

    /// - Parameters:
    ///   - models: one at least; their names are all different.
    ///   - sizes: bytes of each with its cache; 0 where it is not known.
    ///   - now: the time since any fixed moment.
    ///   - load: opens a model, on the calling thread.
    package init(
        _ models: [OfferedModel], sizes: [Int], _ loading: ModelLoading, logger: Logger,
        now: @escaping @Sendable () -> Duration = KeyRing.uptime,
        load: @escaping @Sendable (OfferedModel, LoadProgress) throws -> ServedModel
    ) {
        self.models = models
        created = models.map(Self.created)
        remembered = models.map { _ in (TokenMemory(maximumBytes: loading.memoryBytes), EffortStatistics()) }
        waitLimit = loading.waitLimit
        self.load = load
        self.now = now
        self.logger = logger
        let entries = zip(models, sizes).map { ModelRoster.Entry(bytes: $1, isKept: $0.isKept, idleLimit: $0.idleLimit) }
        state = Mutex(State(roster: ModelRoster(entries, loading)))
    }

    /// Loads those that are kept, one after the other, on this thread.
    package func loadKept(_ progress: LoadProgress) throws {
        let kept = models.indices.filter { models[$0].isKept }
        for (done, index) in kept.enumerated() {
            let own = LoadProgress()
            own.watch { progress.report((Double(done) + $0.fraction) / Double(kept.count), $0.stage) }
            let model = try load(models[index], own)
            state.withLock { state in
                state.loaded[index] = model
                _ = state.roster.loaded(index, now: now())
            }
        }
        progress.report(1, "loaded")
    }

    // MARK: Asking

    /// The id of the model that is meant where none is named.
    package var firstID: String { models[0].id }

    /// What there is, in the order of the configuration, as far as the request's key may use it.
    package var list: ModelList {
        ModelList(models.indices.filter { RequestScope.current?.lease?.allows(anyOf: models[$0].names) ?? true }.map(description))
    }

    private func description(_ index: Int) -> ModelDescription {
        let (status, engine) = state.withLock { ($0.roster.entries[index].status, $0.loaded[index]?.engine) }
        return ModelDescription(
            id: models[index].id, created: created[index], owner: "chorale", aliases: models[index].aliases, status: status.told,
            contextLength: engine?.contextLength)
    }

    /// A model by its id or an alias, loaded: at once where it is, else once it is.
    ///
    /// - Throws: 404 where there is none, 403 where the request's key may not use it, 503 where it could not be loaded in time.
    package func use(_ name: String) async throws(APIError) -> ModelUse {
        guard let index = models.firstIndex(where: { $0.names.contains(name) }) else { throw .unknownModel(name) }
        try RequestScope.current?.lease?.use(model: name, of: models[index].names)
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        let end = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(for: index, as: number, $0) }
        } onCancel: {
            give(.late, to: number)
        }
        switch end {
        case .use(let use): return use
        case .closed: throw .unavailable("The server is shutting down.", retryAfter: .seconds(5), code: "shutting_down")
        case .failed:
            throw .unavailable(
                "The model '\(models[index].id)' could not be loaded; the server's log says why.", retryAfter: ModelRoster.pause,
                code: "model_not_loaded")
        case .late: throw stillLoading(index)
        }
    }

    private func stillLoading(_ index: Int) -> APIError {
        let standing = state.withLock { $0.progress[index]?.standing }
        let how =
            standing.map { "is being loaded (\(Int($0.fraction * 100)) %, \($0.stage))" }
            ?? "waits for others to be done before it is loaded"
        return .unavailable(
            "The model '\(models[index].id)' \(how). Please try again later.", retryAfter: standing?.remaining ?? .seconds(10),
            code: "model_loading")
    }

    private func wait(for index: Int, as number: Int, _ continuation: CheckedContinuation<End, Never>) {
        let (end, actions) = state.withLock { state -> (End?, [ModelRoster.Action]) in
            if state.isClosed { return (.closed, []) }
            if state.roster.entries[index].status == .loaded, let model = state.loaded[index] {
                state.roster.take(index)
                return (.use(use(of: model, index)), [])
            }
            let actions = state.roster.want(index, now: now())
            if state.roster.entries[index].status == .failed { return (.failed, actions) }
            state.waiters[number] = Waiter(index: index, continuation: continuation)
            return (nil, actions)
        }
        if let end { continuation.resume(returning: end) }
        perform(actions)
        guard end == nil else { return }
        // Cancelled before there was anything to cancel.
        if Task.isCancelled { give(.late, to: number) }
        DispatchQueue.global().asyncAfter(deadline: .now() + waitLimit.inSeconds) { [weak self] in self?.give(.late, to: number) }
    }

    private func give(_ end: End, to number: Int) {
        state.withLock { $0.waiters.removeValue(forKey: number) }?.continuation.resume(returning: end)
    }

    private func use(of model: ServedModel, _ index: Int) -> ModelUse {
        ModelUse(model, memory: remembered[index].memory, efforts: remembered[index].efforts) { [weak self] in self?.release(index) }
    }

    private func release(_ index: Int) {
        perform(state.withLock { $0.roster.release(index, now: now()) })
    }
}

// MARK: Loading and unloading

extension ModelRegistry {
    /// Unloads models that nobody has used for their time, now and then, until it is cancelled.
    func sweep(every interval: Duration = .seconds(5)) async throws {
        while true {
            try await Task.sleep(for: interval)
            unloadIdle()
        }
    }

    package func unloadIdle() {
        perform(state.withLock { $0.roster.expire(now: now()) })
    }

    private func perform(_ actions: [ModelRoster.Action]) {
        for action in actions {
            // Both take their time, and whoever asks may be in the middle of an answer.
            Thread.detachNewThread { [self] in
                switch action {
                case .load(let index): loadNow(index)
                case .unload(let index): unloadNow(index)
                }
            }
        }
    }

    private func loadNow(_ index: Int) {
        let progress = LoadProgress()
        state.withLock { $0.progress[index] = progress }
        let model: ServedModel?
        do {
            model = try load(models[index], progress)
        } catch {
            logger.error("model not loaded", metadata: ["model": "\(models[index].id)", "error": "\(error)"])
            model = nil
        }
        let (ends, actions) = state.withLock { state -> ([(CheckedContinuation<End, Never>, End)], [ModelRoster.Action]) in
            state.progress[index] = nil
            let waiting = state.waiters.filter { $0.value.index == index }
            for number in waiting.keys { state.waiters[number] = nil }
            guard let model, !state.isClosed else {
                let end = state.isClosed ? End.closed : .failed
                return (waiting.values.map { ($0.continuation, end) }, state.roster.failed(index, now: now()))
            }
            state.loaded[index] = model
            let actions = state.roster.loaded(index, users: waiting.count, now: now())
            return (waiting.values.map { ($0.continuation, .use(use(of: model, index))) }, actions)
        }
        for (continuation, end) in ends { continuation.resume(returning: end) }
        perform(actions)
    }

    private func unloadNow(_ index: Int) {
        // The last to have it: its memory is given back where the scope ends.
        do {
            let model = state.withLock { $0.loaded.removeValue(forKey: index) }
            logger.info("model unloaded", metadata: ["model": "\(model?.name ?? "")"])
        }
        perform(state.withLock { $0.roster.unloaded(index) })
    }

    /// When the checkpoint's configuration was last changed, in seconds since 1970.
    private static func created(_ model: OfferedModel) -> Int {
        do {
            return try CheckpointFiles(CheckpointLocation(model.path).directory).changed()
        } catch {
            return 0
        }
    }
}
