package import HTTP
import HTTPTypes
import Harmony
package import JSON
package import Logging
package import OpenAI

/// Sends an answer as it is made, or whole: one loop for both and for every API.
package struct AnswerResponder: Sendable {
    let pingInterval: Duration
    let logger: Logger

    package init(pingInterval: Duration, logger: Logger) {
        self.pingInterval = pingInterval
        self.logger = logger
    }

    /// - Parameters:
    ///   - isStreaming: as server-sent events. The response's head is sent at once, progress as comments.
    ///   - completed: given the whole object of an answer that did not end in an error, before the client has its end.
    package func respond(
        _ generation: AnswerGeneration, as presentation: some AnswerPresentation, to request: Request,
        validated: ValidatedRequest, completed: @escaping @Sendable (JSONValue) async -> Void = { _ in }
    ) async throws -> Response {
        var headers = Self.headers(for: validated)
        let log = GenerationLog(logger, request: request, model: validated.model)
        guard validated.isStreaming else {
            let (object, repairs) = try await whole(generation, presentation, log, completed)
            if let name = HTTPField.Name(HarmonyRepair.headerName), !repairs.isEmpty {
                headers[name] = repairs.map { "\($0.key.rawValue)=\($0.value)" }.sorted().joined(separator: ", ")
            }
            return .json(object, headers: headers)
        }
        return .serverSentEvents(headers: headers, pingInterval: pingInterval) { stream in
            try await send(generation, presentation, log, completed, to: stream)
        }
    }

    /// The object of the whole answer, and what the parser mended in it.
    private func whole(
        _ generation: AnswerGeneration, _ presentation: some AnswerPresentation, _ log: GenerationLog,
        _ completed: @Sendable (JSONValue) async -> Void
    ) async throws -> (JSONValue, [HarmonyRepair: Int]) {
        var (generation, presentation, log) = (generation, presentation, log)
        defer { log.finish(generation) }
        _ = presentation.start()
        while let step = await generation.next() {
            guard case .events(let events) = step else { continue }
            log.answerGrew()
            for event in events { _ = presentation.push(event) }
        }
        _ = presentation.complete(generation.usage)
        let object = try presentation.whole.get()
        await completed(object)
        return (object, generation.repairs)
    }

    private func send(
        _ generation: AnswerGeneration, _ presentation: some AnswerPresentation, _ log: GenerationLog,
        _ completed: @Sendable (JSONValue) async -> Void, to stream: EventStream
    ) async throws {
        var (generation, presentation, log) = (generation, presentation, log)
        defer { log.finish(generation) }
        try await stream.send(presentation.start().map(\.event))
        while let step = await generation.next() {
            switch step {
            case .queued(let ahead):
                try await stream.write(ServerSentEvent.comment("queued behind \(ahead)"))
            case .prefilling(let done, let total):
                try await stream.write(ServerSentEvent.comment("prefill \(done)/\(total)"))
            case .events(let events):
                log.answerGrew()
                try await stream.send(events.flatMap { presentation.push($0) }.map(\.event))
            }
        }
        let last = presentation.complete(generation.usage)
        if case .success(let object) = presentation.whole { await completed(object) }
        try await stream.send(last.map(\.event))
    }

    private static func headers(for validated: ValidatedRequest) -> HTTPFields {
        var headers: HTTPFields = [:]
        if let name = HTTPField.Name(RequestedEffort.headerName) {
            headers[name] = validated.effort.effective.rawValue
        }
        if let name = HTTPField.Name(Warnings.headerName), let warning = validated.warnings.headerValue {
            headers[name] = warning
        }
        return headers
    }
}

extension HarmonyRepair {
    /// Of whole answers: `missing_header=1` where the model's output had to be mended, absent where it was well-formed.
    fileprivate static let headerName = "chorale-repairs"
}
