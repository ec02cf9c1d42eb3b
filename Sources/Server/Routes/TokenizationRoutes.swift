import Engine
package import HTTP
import HTTPTypes
import Harmony
import JSON
import OpenAI
import Tokenization

/// `POST /tokenize` and `POST /detokenize`, as vLLM and llama-server have them.
package struct TokenizationRoutes: Sendable {
    private let services: AnswerServices

    package init(_ services: AnswerServices) {
        self.services = services
    }

    package func add(to router: inout Router) {
        router.on(.post, "/tokenize", tokenize)
        router.on(.post, "/detokenize", detokenize)
    }

    private func tokenize(_ request: Request) async throws -> Response {
        var body = try await request.json(upTo: services.maximumBody)
        let service = try await services.service(for: &body, needsModel: false)
        let tokenizer = service.pipeline.model.vocabulary.tokenizer
        let wanted = try TokenizationRequest(body, model: service.pipeline.model.name, in: service.context)
        let tokens =
            switch wanted.source {
            case .text(let text, let parsesSpecial):
                parsesSpecial ? tokenizer.encode(text, allowingSpecial: .all) : tokenizer.encode(text)
            case .chat(let chat): try prompt(of: chat, by: service)
            }
        let texts = wanted.wantsTexts ? tokens.map { String(decoding: tokenizer.bytes(of: $0) ?? [], as: UTF8.self) } : nil
        return .json(
            TokenizationRequest.answer(tokens, texts: texts, contextLength: service.pipeline.model.engine.contextLength),
            headers: AnswerResponder.headers(for: wanted.warnings))
    }

    /// As an answer would have it.
    private func prompt(of chat: ChatCompletionRequest, by service: AnswerService) throws -> [Int32] {
        var chat = chat
        chat.restoreReasoning(service.pipeline.memory.reasoning)
        return try service.pipeline.prompt(for: chat.validated(), param: "messages")
    }

    private func detokenize(_ request: Request) async throws -> Response {
        var body = try await request.json(upTo: services.maximumBody)
        let service = try await services.service(for: &body, needsModel: false)
        let text = service.pipeline.model.vocabulary.tokenizer.decode(try TokenizationRequest.tokens(in: body, context: service.context))
        return .json(["prompt": .string(text), "content": .string(text)])
    }
}
