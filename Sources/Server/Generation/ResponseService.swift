import HTTP
import HTTPTypes
import JSON
import Logging
import OpenAI

/// Makes responses, in front of a client or in the background, and gives them back later.
package struct ResponseService: Sendable {
    let services: AnswerServices
    let archive: ResponseArchive
    let background: BackgroundResponses
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
    struct Making {
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
        guard wanted.isBackground else { return try await inForeground(making, request) }
        return try await inBackground(making, request, body, referenced: context.referenced)
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

    func builder(for making: Making) -> ResponseEventBuilder {
        ResponseEventBuilder(making.identity, for: making.wanted, ids: services.ids) { [seal, logger = services.responder.logger] text in
            do {
                return try seal.seal(text)
            } catch {
                logger.error("reasoning not encrypted", metadata: ["error": "\(error)"])
                return nil
            }
        }
    }

    func extendConversation(of making: Making, by archived: ArchivedResponse) async {
        guard let id = making.wanted.conversationID else { return }
        guard archived.response["status"] == "completed" || archived.response["status"] == "incomplete" else { return }
        await making.archive.extend(conversation: id, by: archived)
    }
}

extension ArchivedResponse {
    func completed(by builder: ResponseEventBuilder) -> ArchivedResponse {
        var archived = self
        archived.response = builder.response
        archived.pieces = builder.pieces
        return archived
    }
}
