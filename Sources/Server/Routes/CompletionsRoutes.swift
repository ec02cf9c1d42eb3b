package import HTTP
import HTTPTypes
import Harmony
import JSON
import OpenAI
import Tokenization

/// `POST /v1/completions`: text or token ids that the model continues as they are.
package struct CompletionsRoutes: Sendable {
    private let services: AnswerServices

    package init(_ services: AnswerServices) {
        self.services = services
    }

    package func add(to router: inout Router) {
        router.on(.post, "/v1/completions", create)
    }

    private func create(_ request: Request) async throws -> Response {
        var body = try await request.json(upTo: services.maximumBody)
        let service = try await services.service(for: &body)
        let wanted = try CompletionRequest(body, in: service.context)
        let tokenizer = service.pipeline.model.vocabulary.tokenizer
        let prompts = wanted.prompts.map { prompt in
            switch prompt {
            case .text(let text): tokenizer.encode(text, allowingSpecial: .all)
            case .tokens(let tokens): tokens
            }
        }
        let validated = prompts.map(wanted.validated)
        let identity = service.identity("cmpl-")
        var groups: [AnswerGenerations] = []
        for each in validated { groups.append(try service.pipeline.begin(each, id: request.id, param: "prompt")) }
        let openings = zip(prompts, wanted.prompts).flatMap { tokens, prompt in
            let opening = wanted.echoes ? Self.text(of: prompt, tokens, tokenizer) : ""
            return Array(repeating: opening, count: validated[0].choices)
        }
        return try await service.responder.respond(
            AnswerGenerations(groups),
            as: CompletionPresentation(CompletionBuilder(identity, for: validated[0], openings: openings)), to: request,
            validated: validated[0])
    }

    private static func text(of prompt: CompletionRequest.Prompt, _ tokens: [Int32], _ tokenizer: Tokenizer) -> String {
        if case .text(let text) = prompt { text } else { tokenizer.decode(tokens) }
    }
}
