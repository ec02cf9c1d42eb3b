import HTTP
import HTTPTypes
import JSON
import Logging
import OpenAI

/// Makes responses, in front of a client or in the background, and gives them back later.
package struct ResponseService: Sendable {
    let services: AnswerServices
    let archive: ResponseArchive
    private let background: BackgroundResponses
    let seal: ReasoningSeal

    package init(
        _ services: AnswerServices, archive: ResponseArchive, background: BackgroundResponses, seal: ReasoningSeal
    ) {
        self.services = services
        self.archive = archive
        self.background = background
        self.seal = seal
    }

    var maximumBody: Int { services.maximumBody }

    /// A response as it was asked for and is being made.
    private struct Making {
        let wanted: ResponsesRequest
        let validated: ValidatedRequest
        let identity: AnswerIdentity
        let generations: AnswerGenerations
        /// That of whoever asks.
        let archive: ResponseArchive
        /// Of the archive, but for the response itself.
        var archived: ArchivedResponse
    }

    func create(_ body: JSONValue, for request: Request) async throws -> Response {
        var body = try SealedReasoning.opened(body, seal.open)
        let answers = try await services.service(for: &body)
        let wanted = try ResponsesRequest(body, in: answers.context(for: request))
        let archive = archive.ofCaller
        let context = try await archive.context(of: wanted)
        let validated = try answers.pipeline.fitted(
            answers.pipeline.enforceable(
                wanted.validated(history: context.history, referenced: context.referenced, startDate: context.startDate)), param: "input")
        let input = wanted.storedInput(referenced: context.referenced, ids: answers.ids)
        let making = Making(
            wanted: wanted, validated: validated, identity: answers.identity("resp_"),
            generations: try answers.pipeline.begin(validated, id: request.id, param: "input"), archive: archive,
            archived: ArchivedResponse(
                response: .null, input: context.history + input, ownInputCount: input.count,
                startDate: context.startDate ?? wanted.startDate,
                allowsTraining: context.allowsTraining && archive.consent.isGiven(by: validated.metadata.map { ($0.key, $0.value) })))
        return wanted.isBackground ? try await inBackground(making, request) : try await inForeground(making, request)
    }

    /// Tokens of the prompt that a request would have.
    func countInput(_ body: JSONValue) async throws -> (tokens: Int, warnings: Warnings) {
        var body = try SealedReasoning.opened(body, seal.open)
        let answers = try await services.service(for: &body, needsModel: false)
        let wanted = try ResponsesRequest(countingInput: body, model: answers.pipeline.model.name, in: answers.context)
        let context = try await archive.ofCaller.context(of: wanted)
        let validated = try wanted.validated(
            history: context.history, referenced: context.referenced, startDate: context.startDate)
        return (try answers.pipeline.prompt(for: validated, param: "input").count, validated.warnings)
    }

    private func inForeground(_ making: Making, _ request: Request) async throws -> Response {
        let builder = builder(for: making)
        let isStored = making.validated.isStored
        return try await services.responder.respond(
            making.generations, as: ResponsesPresentation(builder), to: request, validated: making.validated
        ) { presentation in
            guard isStored else { return }
            let archived = making.archived.completed(by: presentation.builder)
            await making.archive.keep(archived, id: making.identity.id)
            await extendConversation(of: making, by: archived)
        }
    }

    private func inBackground(_ making: Making, _ request: Request) async throws -> Response {
        let running = RunningResponse(id: making.identity.id, owner: making.archive.owner, stop: making.generations.cancellation)
        var presentation = ResponsesPresentation(
            builder(for: making), isBackground: true, wasCancelled: { running.isCancelled })
        running.send(presentation.start())
        let queued = presentation.builder.response
        var archived = making.archived
        archived.response = queued
        try await making.archive.put(archived, id: running.id)

        let log = services.responder.log(of: request, model: making.validated.model)
        background.start(running) { [presentation] running in
            var (generations, presentation) = (making.generations, presentation)
            let last: [AnswerFrame]
            do {
                last = try await services.responder.make(
                    &generations, &presentation, log,
                    { presentation in
                        let archived = making.archived.completed(by: presentation.builder)
                        await making.archive.close(archived, id: running.id)
                        await extendConversation(of: making, by: archived)
                    }, to: running)
            } catch {
                last = []
            }
            running.end(with: last)
        }
        let headers = AnswerResponder.headers(for: making.validated)
        guard making.validated.isStreaming else { return .json(queued, headers: headers) }
        return services.responder.events(headers) { stream in
            try await running.read(from: 0) { frames in try await stream.send(frames) }
        }
    }

    private func builder(for making: Making) -> ResponseEventBuilder {
        ResponseEventBuilder(making.identity, for: making.wanted, ids: services.ids) { [seal, logger = services.responder.logger] text in
            do {
                return try seal.seal(text)
            } catch {
                logger.error("reasoning not encrypted", metadata: ["error": "\(error)"])
                return nil
            }
        }
    }

    private func extendConversation(of making: Making, by archived: ArchivedResponse) async {
        guard let id = making.wanted.conversationID else { return }
        guard archived.response["status"] == "completed" || archived.response["status"] == "incomplete" else { return }
        await making.archive.extend(conversation: id, by: archived)
    }
}

extension ResponseService {
    /// The response as it is now.
    func response(_ id: String) async throws -> JSONValue {
        if let running = running(id)?.response { return running }
        return try await archived(id).response
    }

    /// Its events behind a number: what is left of them, and what is still to come.
    func stream(_ id: String, behind last: Int) async throws -> Response {
        let first = last == .max ? last : last + 1
        if let running = running(id) {
            return services.responder.events([:]) { stream in
                try await running.read(from: first) { frames in try await stream.send(frames) }
            }
        }
        let events = try await archived(id).replay.events.dropFirst(first)
        return services.responder.events([:]) { stream in
            try await stream.send(events.map { AnswerFrame($0) })
        }
    }

    /// Ends a response that is made in the background, and returns it as it is then. One that has ended is left as it is.
    func cancel(_ id: String) async throws -> JSONValue {
        if let running = running(id) {
            running.cancel()
            try await running.read(from: .max) { _ in }
            if let response = running.response { return response }
        }
        let response = try await archived(id).response
        guard response["background"] == true else { throw APIError.notInBackground(id) }
        return response
    }

    func delete(_ id: String) async throws {
        let isThere = try await archive.ofCaller.remove(id)
        running(id)?.cancel()
        guard isThere else { throw APIError.notFound("Response", id: id) }
    }

    /// The items that went in, oldest first, those of earlier responses included.
    func input(of id: String) async throws -> [JSONValue] {
        try await archived(id).input
    }

    /// One that is made in the background for whoever asks.
    private func running(_ id: String) -> RunningResponse? {
        background.find(id).flatMap { $0.owner == Caller.owner ? $0 : nil }
    }

    private func archived(_ id: String) async throws -> ArchivedResponse {
        guard let archived = try await archive.ofCaller.find(id) else { throw APIError.notFound("Response", id: id) }
        return archived
    }
}

extension ArchivedResponse {
    fileprivate func completed(by builder: ResponseEventBuilder) -> ArchivedResponse {
        var archived = self
        archived.response = builder.response
        archived.pieces = builder.pieces
        return archived
    }
}
