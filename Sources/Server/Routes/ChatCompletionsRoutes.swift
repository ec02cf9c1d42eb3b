package import HTTP
import HTTPTypes
import JSON
import OpenAI

/// `POST /v1/chat/completions`.
package struct ChatCompletionsRoutes: Sendable {
    private let services: AnswerServices
    private let archive: ResponseArchive

    package init(_ services: AnswerServices, archive: ResponseArchive) {
        self.services = services
        self.archive = archive
    }

    package func add(to router: inout Router) {
        router.on(.post, "/v1/chat/completions", create)
    }

    private func create(_ request: Request) async throws -> Response {
        let archive = archive.ofCaller
        var body = try await request.json(upTo: services.maximumBody)
        let service = try await services.service(for: &body)
        let messages = body["messages"]?.arrayValue ?? []
        var wanted = try ChatCompletionRequest(body, in: service.context(for: request))
        wanted.restoreReasoning(service.pipeline.memory.reasoning)
        let validated = try service.pipeline.enforceable(wanted.validated())
        let identity = service.identity("chatcmpl-")
        let generations = try service.pipeline.begin(validated, id: request.id, param: "messages")
        let builder = ChatCompletionBuilder(
            identity, for: validated, prompt: generations.prompt, repeatsReasoning: service.answers.repeatsReasoning)
        return try await service.responder.respond(
            generations, as: ChatPresentation(builder), to: request, validated: validated
        ) { presentation in
            guard validated.isStored, case .success(let completion) = presentation.whole else { return }
            await archive.keep(StoredChatCompletion(completion: completion, messages: messages))
        }
    }
}
