import CoreMetrics
import Engine
import HTTP
import Metrics
import Sampling

/// One answer on its way through: asks an upstream for tokens, lets them through to the consumer, and asks again, from the tokens so far, where
/// the upstream died, or stopped too early, or was cut because it left the answer's format.
struct RemoteGeneration {
    let request: GenerationRequest
    let channel: GenerationChannel
    let consumer: ConsumerGate
    let fleet: Fleet
    let client: HTTPClient
    /// Prompt and answer.
    private var tokens: [Int32]
    private let affinity: UInt64
    private var gate: TokenGate
    private var counts: [Int32: Int] = [:]
    /// Of the prompt, from an upstream's cache; `nil` before it is read.
    private var cachedTokens: Int?
    /// The attempt that gave the last token: its stream may have something behind it.
    private var ending: Fleet.Attempt?
    private(set) var times: GenerationTimes

    /// What an upstream refused, or was cut for, at the next token.
    private var banned: Set<Int32> = []
    private var isCorrecting: Bool { !banned.isEmpty }

    /// Tokens among which the next one is chosen by name; where more may come, those are named that may not.
    private static let alternatives = 1000
    /// Tokens that are refused at one place before the answer fails.
    private static let corrections = 64

    init(
        _ request: GenerationRequest, channel: GenerationChannel, consumer: ConsumerGate, fleet: Fleet, client: HTTPClient,
        vocabularySize: Int, submitted: ContinuousClock.Instant
    ) {
        self.request = request
        self.channel = channel
        self.consumer = consumer
        self.fleet = fleet
        self.client = client
        tokens = request.prompt
        affinity = Self.affinity(of: request.prompt, marker: fleet.configuration.affinityMarker)
        gate = TokenGate(request, vocabularySize: vocabularySize)
        times = GenerationTimes(submitted: submitted)
    }

    var generatedCount: Int { tokens.count - request.prompt.count }

    /// Returns when it has ended; the consumer is still to be told.
    mutating func run() async -> GenerationEnd {
        channel.report(.prefilling(done: 0, total: request.prompt.count))
        var failed: Set<Int> = []
        if let end = await score() { return end }
        guard request.maximumTokens > 0 else {
            if cachedTokens == nil { start(cachedTokens: 0) }
            return .maximumTokens
        }
        while true {
            if let end = await emitForced() { return end }
            guard !Task.isCancelled else { return .cancelled }
            let known = tokens.count
            let ask = self.ask()
            let attempt: Fleet.Attempt
            switch await fleet.begin(ask, over: client, affinity: affinity, excluding: &failed) {
            case .success(let begun): attempt = begun
            case .failure(let error): return end(error)
            }
            if times.admitted == nil { times.admitted = .now }
            switch await follow(attempt) {
            case .ended(let end): return end
            case .goesOn:
                // Without a token of its own, an upstream that stops would be asked for ever.
                guard tokens.count > known || isCorrecting else { return .failed(reason: "the upstream stopped without a token") }
                if tokens.count > known { failed = [] }
            case .broke(let error) where !error.isTemporary: return end(error)
            case .broke(let error):
                guard generatedCount == 0 || fleet.configuration.continues else { return .failed(reason: "\(error)") }
                if tokens.count > known { failed = [] }
                failed.insert(attempt.index)
                if generatedCount > 0 { fleet.metrics.continuations.increment() }
            }
        }
    }

    /// Of a request that nobody takes.
    private func end(_ error: UpstreamError) -> GenerationEnd {
        switch error {
        case .cancelled: .cancelled
        case .unsuitable(let reason) where generatedCount == 0: .refused(reason: reason)
        case .unreachable, .busy, .broken:
            generatedCount == 0 ? .expired : .failed(reason: "\(error)")
        case .unsuitable, .refused: .failed(reason: "the upstream: \(error)")
        }
    }

    /// Asks for the log-probabilities of the prompt, where they are wanted.
    private mutating func score() async -> GenerationEnd? {
        guard let top = request.promptLogprobs else { return nil }
        var ask = self.ask()
        (ask.promptLogprobs, ask.maximumTokens, ask.format) = (top, 0, nil)
        var failed: Set<Int> = []
        while true {
            switch await fleet.begin(ask, over: client, affinity: affinity, excluding: &failed) {
            case .failure(let error): return end(error)
            case .success(var attempt):
                do throws(UpstreamError) {
                    let scores = try await attempt.scores(of: ask)
                    attempt.leave(.succeeded)
                    channel.begin(cachedTokens: 0, scores: scores)
                    cachedTokens = 0
                    return nil
                } catch {
                    attempt.leave(error: error)
                    // An answer that nobody can give is not asked for again and again.
                    guard error.isTemporary, failed.insert(attempt.index).inserted, failed.count < fleet.configuration.places.count
                    else { return end(error) }
                }
            }
        }
    }

    /// Lets go of the upstream, having read what it has to say behind the last token, before the consumer is told of the end.
    mutating func close(after end: GenerationEnd) async {
        guard var attempt = ending else { return }
        ending = nil
        switch end {
        case .stopToken, .maximumTokens:
            if let cached = await attempt.finish(), cached != cachedTokens { start(cachedTokens: cached) }
        case .cancelled, .expired, .refused, .failed: attempt.leave(.abandoned)
        }
    }

    private enum Outcome {
        case ended(GenerationEnd)
        /// Ask again from here.
        case goesOn
        case broke(UpstreamError)
    }

    /// Reads one upstream's tokens until it ends, or has to be left.
    private mutating func follow(_ attempt: Fleet.Attempt) async -> Outcome {
        var attempt = attempt
        while true {
            let chunk: UpstreamChunk
            do throws(UpstreamError) {
                guard let next = try await attempt.next() else {
                    attempt.leave(.succeeded)
                    return .goesOn
                }
                chunk = next
            } catch {
                attempt.leave(error: error)
                return error == .cancelled ? .ended(.cancelled) : .broke(error)
            }
            if let cached = chunk.cachedTokens, cached != cachedTokens { start(cachedTokens: cached) }
            switch await take(chunk.tokens) {
            case .passed: break
            case .ended(let end):
                ending = attempt
                return .ended(end)
            case .stopped:
                attempt.leave(.abandoned)
                guard banned.count <= Self.corrections else {
                    return .ended(.failed(reason: "the upstream does not keep to the answer's format"))
                }
                return .goesOn
            }
            attempt.advance(tokens: chunk.tokens.count)
            switch chunk.end {
            case nil: break
            case .stop(let token?) where request.stopTokens.contains(token) && tokens.last != token:
                // It says where it stopped, and keeps the token to itself.
                attempt.leave(.succeeded)
                guard case .passes = gate.judge(token) else { return .goesOn }
                gate.pass(token)
                return .ended(await emit([SampledToken(id: token)]) ?? .stopToken(token))
            case .stop, .length:
                attempt.leave(.succeeded)
                return .goesOn
            case .aborted:
                attempt.leave(.failed)
                return .broke(.broken("it ended the answer by itself"))
            }
        }
    }

    private enum Passage {
        case passed
        case ended(GenerationEnd)
        /// One of them may not come, and nothing behind it.
        case stopped
    }

    /// Lets tokens through that have come together.
    private mutating func take(_ arrived: [SampledToken]) async -> Passage {
        var passed = 0
        for token in arrived {
            let verdict = gate.judge(token.id)
            guard verdict == .passes else {
                if verdict == .refused {
                    fleet.metrics.corrections.increment()
                    banned.insert(token.id)
                }
                return await emit(arrived.prefix(passed)).map { .ended($0) } ?? .stopped
            }
            banned = []
            gate.pass(token.id)
            passed += 1
            if request.stopTokens.contains(token.id) || generatedCount + passed >= request.maximumTokens { break }
        }
        return await emit(arrived.prefix(passed)).map { .ended($0) } ?? .passed
    }

    /// What to ask for from here.
    private mutating func ask() -> TokenAsk {
        var sampling = request.sampling
        // The upstream counts what it has generated itself.
        if generatedCount > 0 {
            for (token, count) in counts {
                sampling.logitBias[token, default: 0] -= sampling.presencePenalty + sampling.frequencyPenalty * Float(count)
            }
            sampling.seed = sampling.seed.map { $0 &+ UInt64(generatedCount) &* 0x9E37_79B9 }
        }
        var maximum = request.maximumTokens - generatedCount
        if isCorrecting {
            // One token, drawn again and again without those that may not come, is distributed as one drawn among those that may.
            maximum = 1
            if let alternatives = gate.alternatives(limit: Self.alternatives) {
                for token in alternatives { sampling.logitBias[token, default: 0] += 100 }
            } else {
                for token in banned.union(fleet.configuration.formatTokens.filter { !gate.allows($0) }) { sampling.logitBias[token] = -100 }
            }
        }
        return TokenAsk(
            id: request.id, model: fleet.configuration.model, tokens: tokens, maximumTokens: maximum, sampling: sampling,
            stopTokens: request.stopTokens.sorted(), format: generatedCount == 0 ? request.format : nil,
            tokensPerEvent: fleet.configuration.tokensPerEvent,
            priority: request.priority.rawValue - GenerationRequest.Priority.standard.rawValue)
    }

    /// Of what the conversation begins with: all before the first `marker`.
    private static func affinity(of prompt: [Int32], marker: [Int32]) -> UInt64 {
        let head = prompt.prefix(1 << 14)
        let end = marker.isEmpty ? nil : head.firstRange(of: marker)?.lowerBound
        return Hashing.hash(head[..<(end ?? head.endIndex)])
    }

    // MARK: To the consumer

    /// The prompt is read; told again where more is known of the cache.
    private mutating func start(cachedTokens cached: Int) {
        cachedTokens = min(cached, request.prompt.count)
        channel.begin(cachedTokens: min(cached, request.prompt.count), scores: nil)
    }

    /// Tokens that need no upstream.
    private mutating func emitForced() async -> GenerationEnd? {
        while let token = gate.forced() {
            gate.pass(token)
            if let end = await emit([SampledToken(id: token)]) { return end }
        }
        guard isCorrecting, request.sampling.topLogprobs == nil else { return nil }
        for token in gate.takeForced(limit: request.maximumTokens - generatedCount) {
            gate.note(token)
            banned = []
            if let end = await emit([SampledToken(id: token)]) { return end }
        }
        return nil
    }

    /// Tokens that the gate has let pass, none behind the last one that may come. Waits for a consumer who is too far behind.
    private mutating func emit(_ passed: ArraySlice<SampledToken>) async -> GenerationEnd? {
        guard let last = passed.last else { return Task.isCancelled ? .cancelled : nil }
        if cachedTokens == nil { start(cachedTokens: 0) }
        tokens += passed.lazy.map(\.id)
        if request.sampling.presencePenalty != 0 || request.sampling.frequencyPenalty != 0 {
            for token in passed { counts[token.id, default: 0] += 1 }
        }
        let now = ContinuousClock.now
        if let previous = times.lastToken {
            fleet.engineMetrics.interTokenLatency.record(duration: (now - previous) / passed.count)
        } else {
            fleet.engineMetrics.timeToFirstToken.record(duration: now - times.submitted)
        }
        times.recordToken(at: now)
        let isBehind = channel.append(contentsOf: passed)
        if request.stopTokens.contains(last.id) { return .stopToken(last.id) }
        if generatedCount >= request.maximumTokens { return .maximumTokens }
        if isBehind { await consumer.wait() }
        return Task.isCancelled ? .cancelled : nil
    }
}
