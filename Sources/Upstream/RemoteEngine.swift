package import Engine
package import HTTP
package import Logging
package import Metrics
import Synchronization

/// A token engine that has others do the work, over HTTP: balanced over several places, held to the request's format on arrival, and
/// continued elsewhere where one of them dies.
package final class RemoteEngine: TokenEngine {
    private struct State {
        var isOpen = true
        var tasks: [Int: Task<Void, Never>] = [:]
        var last = 0
        var watch: Task<Void, Never>?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    package let vocabularySize: Int
    private let fleet: Fleet
    private let clients: [HTTPClient]
    private let state = Mutex(State())

    /// - Parameters:
    ///   - configuration: with one place at least.
    ///   - vocabularySize: of the model.
    ///   - clients: whose time-outs are for the upstreams; one at least. Answers are spread over them.
    package init(
        _ configuration: UpstreamConfiguration, vocabularySize: Int, clients: [HTTPClient], metrics: any MetricsFactory, logger: Logger
    ) {
        self.vocabularySize = vocabularySize
        self.clients = clients
        let fleet = Fleet(
            configuration, client: clients[0], metrics: UpstreamMetrics(configuration.places.map(\.description), factory: metrics),
            engineMetrics: EngineMetrics(factory: metrics), logger: logger)
        self.fleet = fleet
        let watch = Task { await fleet.watch() }
        state.withLock { $0.watch = watch }
    }

    deinit {
        state.withLock { state in
            state.watch?.cancel()
            for task in state.tasks.values { task.cancel() }
        }
    }

    package var queueLimit: Int { fleet.configuration.maximumStreams }
    /// As configured, or less where the upstreams say so.
    package var contextLength: Int { min(fleet.configuration.contextLength, fleet.contextLength.withLock(\.self) ?? .max) }
    package var formatNotation: FormatNotation? { fleet.form.formatNotation }

    package var load: EngineLoad {
        let (running, isOpen) = state.withLock { ($0.tasks.count, $0.isOpen) }
        var load = EngineLoad()
        load.running = running
        load.isAdmitting = isOpen
        load.tokensInUse = fleet.members.reduce(0) { $0 + max(0, $1.outstanding) }
        if running >= queueLimit { load.retryAfter = .seconds(1) }
        load.timeToNextEnd = load.retryAfter
        return load
    }

    package func submit(_ request: GenerationRequest) throws(EngineError) -> GenerationStream {
        try request.validate(vocabularySize: vocabularySize, contextLength: contextLength)
        if request.promptLogprobs != nil, !fleet.form.scoresPrompts { throw .notOffered("log-probabilities of prompts") }
        if request.trace != nil { throw .notOffered("the routing of tokens to experts") }
        let submitted = ContinuousClock.now
        return try state.withLock { state throws(EngineError) in
            guard state.isOpen else { throw .shuttingDown }
            guard state.tasks.count < queueLimit else { throw .queueFull(waiting: state.tasks.count) }
            state.last += 1
            let (number, consumer) = (state.last, ConsumerGate())
            let client = clients[number % clients.count]
            let channel = GenerationChannel(limit: fleet.configuration.streamBuffer) { [weak self] signal in
                if signal == .cancelled { self?.cancel(number) }
                consumer.open()
            }
            fleet.engineMetrics.promptTokens.increment(by: request.prompt.count)
            // It ends no sooner than it is here to be ended: `ended` waits for the lock.
            state.tasks[number] = Task(executorPreference: client.executor) { [fleet, vocabularySize] in
                var generation = RemoteGeneration(
                    request, channel: channel, consumer: consumer, fleet: fleet, client: client, vocabularySize: vocabularySize,
                    submitted: submitted)
                let end = await generation.run()
                await generation.close(after: end)
                channel.finish(end)
                self.ended(number, generation, end)
            }
            return GenerationStream(channel: channel, executor: client.executor)
        }
    }

    private func cancel(_ number: Int) {
        state.withLock { $0.tasks[number] }?.cancel()
    }

    private func ended(_ number: Int, _ generation: RemoteGeneration, _ end: GenerationEnd) {
        let tokens = generation.generatedCount
        fleet.engineMetrics.generatedTokens.increment(by: tokens)
        fleet.engineMetrics.recordEnd(end, generation.times, tokens: tokens, at: .now)
        let (waiters, running) = state.withLock { state in
            state.tasks[number] = nil
            guard state.tasks.isEmpty else { return ([CheckedContinuation<Void, Never>](), state.tasks.count) }
            defer { state.waiters = [] }
            return (state.waiters, 0)
        }
        fleet.engineMetrics.running.record(running)
        for waiter in waiters { waiter.resume() }
    }

    // MARK: Ending

    package func closeDoor() {
        state.withLock { state in
            state.isOpen = false
        }
    }

    package func drain(until deadline: ContinuousClock.Instant) async {
        closeDoor()
        let expiry = Task {
            try await Task.sleep(until: deadline)
            self.cancelAll()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isIdle = state.withLock { state in
                    if !state.tasks.isEmpty { state.waiters.append(waiter) }
                    return state.tasks.isEmpty
                }
                if isIdle { waiter.resume() }
            }
        } onCancel: {
            cancelAll()
        }
        expiry.cancel()
        state.withLock { $0.watch?.cancel() }
    }

    private func cancelAll() {
        for task in state.withLock({ Array($0.tasks.values) }) { task.cancel() }
    }
}
