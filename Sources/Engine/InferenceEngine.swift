package import Logging
package import Metrics
import Synchronization

/// Runs many generations on one model: admission, continuous batching, prefix reuse, cancellation, token streams.
///
/// It lives on an executor of its own, where each turn takes the post, plans a step, runs it to its end without suspension, and
/// queues the next turn behind whatever has arrived. Without work nothing runs. `submit` and `load` answer at once from any thread,
/// also during a long step.
package actor InferenceEngine {
    package nonisolated let configuration: EngineConfiguration
    package nonisolated let vocabularySize: Int
    package nonisolated let contextLength: Int

    nonisolated let admission: Mutex<Admission>
    nonisolated let executor: EngineExecutor
    let metrics: EngineMetrics
    let logger: Logger
    let clock = ContinuousClock()

    var session: any ModelSession {
        // What sequences share changes as they take up pages and let them go.
        didSet { scheduler.sharedBytes = session.sharedBytes }
    }
    var scheduler: Scheduler
    var generations: [SequenceID: Generation] = [:]
    var estimator = LoadEstimator()
    var pacer: PrefillPacer
    var governor = DraftGovernor()
    /// Of the current step, kept for its memory.
    var logits: [Float] = []
    /// Ended in this turn; their consumers are told when everything else shows it.
    var departures: [(GenerationChannel, GenerationEnd)] = []
    var drainWaiters: [CheckedContinuation<Void, Never>] = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter metrics: where figures go; the process's own when `nil`.
    package init(
        model: some LanguageModel, configuration: EngineConfiguration = EngineConfiguration(), logger: Logger,
        metrics: (any MetricsFactory)? = nil
    ) {
        let shape = model.cacheShape(step: max(1, configuration.prefillChunk))
        let pages =
            switch configuration.cacheBudget {
            case .tokens(let tokens): tokens / shape.pageTokens
            case .bytes(let bytes): bytes / shape.wholePageBytes
            }
        let budget = max(shape.pages(2), pages) * shape.wholePageBytes
        self.configuration = configuration
        self.logger = logger
        self.metrics = EngineMetrics(factory: metrics ?? MetricsSystem.factory)
        vocabularySize = model.vocabularySize
        contextLength = min(model.contextLength, max(2, configuration.contextLength ?? model.contextLength), shape.tokens(within: budget))
        executor = EngineExecutor(label: "chorale.engine")
        session = CachingSession(model, shape: shape)
        scheduler = Scheduler(
            limits: Scheduler.Limits(
                maximumBatch: max(1, configuration.maximumBatch), prefillChunk: max(1, configuration.prefillChunk),
                cacheBudget: budget, shape: shape))
        pacer = PrefillPacer(limit: configuration.prefillLimit, most: max(1, configuration.prefillChunk))
        var door = Admission(queueLimit: configuration.queueLimit)
        door.load.tokenBudget = shape.wholeTokens(budget)
        admission = Mutex(door)
    }

    /// As of its last step.
    package nonisolated var load: EngineLoad { admission.withLock { $0.currentLoad } }

    /// Accepts a request, or says at once why not. Work begins with the next step that has room for it.
    package nonisolated func submit(_ request: GenerationRequest) throws(EngineError) -> GenerationStream {
        try request.validate(vocabularySize: vocabularySize, contextLength: contextLength)
        let submitted = clock.now
        let (channel, wakes) = try admission.withLock { (admission) throws(EngineError) in
            let ticket = try admission.admit(owner: request.owner)
            let channel = GenerationChannel(limit: configuration.streamBuffer) { signal in
                self.post(.consumer(signal, ticket.id))
            }
            channel.report(.queued(ahead: ticket.ahead))
            let generation = Generation(id: ticket.id, ahead: ticket.ahead, request: request, channel: channel, submitted: submitted)
            return (channel, admission.post(.submitted(generation)))
        }
        if wakes { wake() }
        return GenerationStream(channel: channel)
    }

    nonisolated func post(_ message: Admission.Message) {
        if admission.withLock({ $0.post(message) }) { wake() }
    }

    /// Queues a turn behind whatever the executor already has.
    nonisolated func wake() {
        executor.run { self.assumeIsolated { $0.turn() } }
    }
}
