package import HTTP
import HTTPTypes
import JSON
import OpenAI

/// `POST /v1/chat/completions`.
package struct ChatCompletionsRoutes: Sendable {
    private let service: AnswerService
    private let archive: ResponseArchive

    package init(_ service: AnswerService, archive: ResponseArchive) {
        self.service = service
        self.archive = archive
    }

    package func add(to router: inout Router) {
        router.on(.post, "/v1/chat/completions", create)
    }

    private func create(_ request: Request) async throws -> Response {
        let archive = archive.ofCaller
        let body = try await request.json(upTo: service.maximumBody)
        var wanted = try ChatCompletionRequest(body, in: service.context(for: request))
        wanted.restoreReasoning(service.pipeline.memory.reasoning)
        let validated = try service.pipeline.enforceable(wanted.validated())
        let identity = try service.identity("chatcmpl-", for: validated)
        let generations = try service.pipeline.begin(validated, id: request.id, param: "messages")
        let builder = ChatCompletionBuilder(
            identity, for: validated, prompt: generations.prompt, repeatsReasoning: service.answers.repeatsReasoning)
        return try await service.responder.respond(
            generations, as: ChatPresentation(builder), to: request, validated: validated
        ) { presentation in
            guard validated.isStored, case .success(let completion) = presentation.whole else { return }
            await archive.keep(StoredChatCompletion(completion: completion, messages: body["messages"]?.arrayValue ?? []))
        }
    }
}
