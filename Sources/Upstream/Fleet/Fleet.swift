import Engine
import HTTP
import Logging
import Synchronization

/// The places that run one model: which is asked, how that went, and how they are.
final class Fleet: Sendable {
    let configuration: UpstreamConfiguration
    let form: any WireForm
    let metrics: UpstreamMetrics
    let engineMetrics: EngineMetrics
    /// That asks how the places are.
    let client: HTTPClient
    let logger: Logger
    /// What the places say of the model's context, the least.
    let contextLength = Mutex<Int?>(nil)
    private let state: Mutex<FleetState>
    private let start = ContinuousClock.now

    /// Of an answer that has no limit of its own, what it is taken to cost in tokens beside its prompt.
    private static let usualAnswer = 512

    init(
        _ configuration: UpstreamConfiguration, client: HTTPClient, metrics: UpstreamMetrics, engineMetrics: EngineMetrics, logger: Logger
    ) {
        self.configuration = configuration
        self.client = client
        self.metrics = metrics
        self.engineMetrics = engineMetrics
        self.logger = logger
        form = configuration.wireForm
        state = Mutex(FleetState(configuration.places.map(\.description)))
    }

    var members: [FleetState.Member] { state.withLock(\.members) }
    private var now: Duration { ContinuousClock.now - start }

    // MARK: Asking

    /// Asks the best place, and the next one where it does not take the request, until one does or the configuration's patience is over.
    ///
    /// - Parameter failed: places that have failed this request; those that do now are added. When all have, all may try again.
    func begin(
        _ ask: TokenAsk, over client: HTTPClient, affinity: UInt64, excluding failed: inout Set<Int>
    ) async -> Result<Attempt, UpstreamError> {
        let deadline = ContinuousClock.now + configuration.patience
        var last = UpstreamError.busy("no upstream is well")
        var pause = Duration.milliseconds(50)
        while !Task.isCancelled {
            let cost = ask.tokens.count + min(ask.maximumTokens, Self.usualAnswer)
            guard let index = take(affinity: affinity, cost: cost, excluding: failed) else {
                // All have had their chance, or are not well: a little later again.
                failed = []
                guard ContinuousClock.now + pause < deadline else { return .failure(last) }
                do { try await Task.sleep(for: pause) } catch { return .failure(.cancelled) }
                pause = min(.seconds(1), pause * 2)
                continue
            }
            var attempt = Attempt(fleet: self, index: index, cost: cost, promptTokens: ask.tokens.count)
            do throws(UpstreamError) {
                try await attempt.send(ask, over: client)
                return .success(attempt)
            } catch {
                attempt.leave(error: error)
                last = error
                guard error.isTemporary else { return .failure(error) }
                failed.insert(index)
            }
        }
        return .failure(.cancelled)
    }

    private func take(affinity: UInt64, cost: Int, excluding failed: Set<Int>) -> Int? {
        change { $0.take(affinity: affinity, cost: cost, excluding: failed, now: now) }
    }

    func release(_ index: Int, left: Int, _ outcome: FleetState.Outcome, _ result: UpstreamMetrics.Result) {
        change { $0.release(index, left: left, outcome, now: now) }
        metrics.count(result, at: index)
    }

    func advance(_ index: Int, by tokens: Int) {
        state.withLock { $0.advance(index, by: tokens) }
    }

    func tell(_ error: UpstreamError, at index: Int) {
        guard error != .cancelled else { return }
        logger.warning("upstream failed", metadata: ["upstream": "\(configuration.places[index])", "error": "\(error)"])
    }

    func change<Value>(_ body: (inout sending FleetState) -> sending Value) -> Value {
        let (value, members) = state.withLock { state in
            let value = body(&state)
            return (value, state.members)
        }
        for (index, member) in members.enumerated() { metrics.show(member, at: index) }
        return value
    }

    // MARK: Health

    /// Looks after the places until it is cancelled.
    func watch() async {
        while !Task.isCancelled {
            await withDiscardingTaskGroup { group in
                for index in configuration.places.indices { group.addTask { await self.check(index) } }
            }
            do { try await Task.sleep(for: configuration.healthInterval) } catch { return }
        }
    }
}

extension UpstreamConfiguration {
    fileprivate var wireForm: any WireForm {
        switch form {
        case .vLLM: CompletionsForm(isVLLM: true)
        case .chorale: CompletionsForm(isVLLM: false)
        case .sgLang: SGLangForm()
        case .llamaServer: LlamaServerForm(pieces: pieces)
        }
    }
}
