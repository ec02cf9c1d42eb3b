package import HTTP
import HTTPTypes
import JSON
import OpenAI

/// `POST /v1/harmony/render` and `POST /v1/harmony/parse`: what the model sees of a conversation, and what it said, token by token.
package struct HarmonyRoutes: Sendable {
    private let services: AnswerServices

    package init(_ services: AnswerServices) {
        self.services = services
    }

    package func add(to router: inout Router) {
        router.on(.post, "/v1/harmony/render", render)
        router.on(.post, "/v1/harmony/parse", parse)
    }

    private func render(_ request: Request) async throws -> Response {
        var body = try await request.json(upTo: services.maximumBody)
        let service = try await services.service(for: &body, needsModel: false)
        let wanted = try RenderingRequest(body, model: service.pipeline.model.name, in: service.context)
        return .json(
            try wanted.answer(service.pipeline.model.vocabulary), headers: AnswerResponder.headers(for: wanted.warnings))
    }

    private func parse(_ request: Request) async throws -> Response {
        var body = try await request.json(upTo: services.maximumBody)
        let service = try await services.service(for: &body, needsModel: false)
        let wanted = try ParsingRequest(body, model: service.pipeline.model.name, in: service.context)
        return .json(wanted.answer(service.pipeline.model.vocabulary), headers: AnswerResponder.headers(for: wanted.warnings))
    }
}
