package import HTTP
import HTTPTypes
import Harmony
import JSON
package import Logging
package import OpenAI

/// Tells an answer as it is made, or whole, or to whoever asks for it later: one loop for all of them and for every API.
package struct AnswerResponder: Sendable {
    let pingInterval: Duration
    private let metrics: AnswerMetrics
    let logger: Logger

    package init(pingInterval: Duration, metrics: AnswerMetrics, logger: Logger) {
        self.pingInterval = pingInterval
        self.metrics = metrics
        self.logger = logger
    }

    /// Answers a client that waits: as server-sent events where the request says so, of which the head is sent at once.
    ///
    /// - Parameter completed: given the presentation of a complete answer, before the client has its end.
    package func respond<Presentation: AnswerPresentation>(
        _ generations: AnswerGenerations, as presentation: Presentation, to request: Request, validated: ValidatedRequest,
        completed: @escaping @Sendable (Presentation) async -> Void = { _ in }
    ) async throws -> Response {
        var headers = Self.headers(for: validated)
        let log = log(of: request, model: validated.model)
        guard validated.isStreaming else {
            var (generations, presentation) = (generations, presentation)
            _ = presentation.start()
            _ = try await make(&generations, &presentation, log, completed, to: NoSink())
            let object = try presentation.whole.get()
            if let name = HTTPField.Name(HarmonyRepair.headerName), let repairs = generations.repairSummary(separator: ", ") {
                headers[name] = repairs
            }
            return .json(object, headers: headers)
        }
        return events(headers) { stream in
            var (generations, presentation) = (generations, presentation)
            try await stream.send(presentation.start())
            let last = try await make(&generations, &presentation, log, completed, to: stream)
            if let repairs = generations.repairSummary(separator: ", ") {
                try await stream.write(ServerSentEvent.comment("repairs \(repairs)"))
            }
            try await stream.send(last)
        }
    }

    /// What an answer costs, from now on.
    func log(of request: Request, model: String) -> GenerationLog {
        GenerationLog(logger, metrics, request: request, model: model)
    }

    /// Makes an answer to its end. Its first frames have been told.
    ///
    /// - Parameter completed: as in `respond`.
    /// - Returns: the last frames, which are still to be told.
    func make<Presentation: AnswerPresentation>(
        _ generations: inout AnswerGenerations, _ presentation: inout Presentation, _ log: GenerationLog,
        _ completed: @Sendable (Presentation) async -> Void, to sink: some AnswerSink
    ) async throws -> [AnswerFrame] {
        var log = log
        defer { log.finish(generations) }
        var hasBegun = false
        try await generations.forEachStep { choice, step in
            if case .queued(let ahead) = step { return try await sink.queued(behind: ahead) }
            if case .prefilling(let done, let total) = step { try await sink.prefilled(done, of: total) }
            if case .view(let view) = step { return presentation.show(view, choice: choice) }
            var frames = hasBegun ? [] : presentation.begin()
            hasBegun = true
            if case .scored(let prompt) = step { frames += presentation.scored(prompt, choice: choice) }
            if case .events(let parts) = step {
                log.answerGrew()
                for part in parts {
                    presentation.wrote(part.tokens, choice: choice)
                    for event in part.events { frames += presentation.push(event, choice: choice) }
                }
            }
            try await sink.send(frames)
        }
        let last = presentation.complete(generations.usage)
        await completed(presentation)
        return last
    }

    /// A stream of events with the answer's headers.
    func events(_ headers: HTTPFields, _ produce: @escaping @Sendable (EventStream) async throws -> Void) -> Response {
        .serverSentEvents(headers: headers, pingInterval: pingInterval, produce)
    }

    /// What an answer's head says beside its body.
    static func headers(for validated: ValidatedRequest) -> HTTPFields {
        var headers = headers(for: validated.warnings)
        if let name = HTTPField.Name(RequestedEffort.headerName) {
            headers[name] = validated.effort.effective.rawValue
        }
        if let name = HTTPField.Name(RequestedEffort.reasonHeaderName), let reason = validated.effortReason { headers[name] = reason }
        return headers
    }

    static func headers(for warnings: Warnings) -> HTTPFields {
        guard let name = HTTPField.Name(Warnings.headerName), let warning = warnings.headerValue else { return [:] }
        return [name: warning]
    }
}

extension HarmonyRepair {
    /// `missing_header=1` where the model's output had to be mended, absent where it was well-formed. In a stream it is a comment before the
    /// last frames.
    fileprivate static let headerName = "chorale-repairs"
}

extension AnswerGenerations {
    /// `missing_header=1` for each kind of repair, and `reasoning_loop=1` where the reasoning was closed for that; `nil` where there was
    /// none.
    func repairSummary(separator: String) -> String? {
        var parts = repairs.map { "\($0.key.rawValue)=\($0.value)" }
        let loops = choices.reduce(0) { $0 + $1.loopsClosed }
        if loops > 0 { parts.append("reasoning_loop=\(loops)") }
        return parts.isEmpty ? nil : parts.sorted().joined(separator: separator)
    }
}
