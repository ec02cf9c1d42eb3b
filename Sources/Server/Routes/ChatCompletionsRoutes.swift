package import HTTP
import HTTPTypes
import OpenAI

/// `POST /v1/chat/completions`.
package struct ChatCompletionsRoutes: Sendable {
    private let service: AnswerService

    package init(_ service: AnswerService) {
        self.service = service
    }

    package func add(to router: inout Router) {
        router.on(.post, "/v1/chat/completions", create)
    }

    private func create(_ request: Request) async throws -> Response {
        let body = try await request.json(upTo: service.maximumBody)
        let validated = try ChatCompletionRequest(body, in: service.context).validated()
        let identity = try service.identity("chatcmpl-", for: validated)
        let generation = try service.pipeline.begin(validated, id: request.id, param: "messages")
        let builder = ChatCompletionBuilder(identity, for: validated, repeatsReasoning: service.answers.repeatsReasoning)
        return try await service.responder.respond(generation, as: ChatPresentation(builder), to: request, validated: validated)
    }
}
