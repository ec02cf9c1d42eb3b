package import HTTP
import HTTPTypes
import JSON
import OpenAI

/// `POST /v1/messages` and `POST /v1/messages/count_tokens`: the Anthropic Messages API.
package struct MessagesRoutes: Sendable {
    private let services: AnswerServices

    package init(_ services: AnswerServices) {
        self.services = services
    }

    package func add(to router: inout Router) {
        router.on(.post, "/v1/messages") { request in try await Self.telling(request) { try await create(request) } }
        router.on(.post, "/v1/messages/count_tokens") { request in try await Self.telling(request) { try await count(request) } }
    }

    private func create(_ request: Request) async throws -> Response {
        var body = try await request.json(upTo: services.maximumBody)
        let service = try await services.service(for: &body)
        var wanted = try MessagesRequest(body, in: service.context(for: request))
        wanted.restoreReasoning(service.pipeline.memory.reasoning)
        let validated = try service.pipeline.enforceable(wanted.validated())
        let identity = service.identity("msg_")
        let generations = try service.pipeline.begin(validated, id: request.id, param: "messages")
        let builder = MessagesEventBuilder(identity, for: validated, promptTokens: generations.prompt.count)
        return try await service.responder.respond(
            generations, as: MessagesPresentation(builder), to: request, validated: validated)
    }

    private func count(_ request: Request) async throws -> Response {
        var body = try await request.json(upTo: services.maximumBody)
        let service = try await services.service(for: &body)
        var wanted = try MessagesRequest(body, in: service.context, countsOnly: true)
        wanted.restoreReasoning(service.pipeline.memory.reasoning)
        let validated = try wanted.validated()
        return .json(["input_tokens": .integer(try service.pipeline.prompt(for: validated, param: "messages").count)])
    }

    /// Errors are told in this API's own form, and answers name the request as its clients look for it.
    private static func telling(_ request: Request, _ answer: () async throws -> Response) async throws -> Response {
        do {
            var response = try await answer()
            response.headers[.requestID] = request.id
            return response
        } catch let error as APIError {
            throw MessagesError(error: error, requestID: request.id)
        }
    }
}

/// An error of a request that wants it in the form of the Messages API.
struct MessagesError: Error {
    let error: APIError
    let requestID: String

    var response: Response {
        var response = error.response
        response.headers[.requestID] = requestID
        response.body = .bytes(error.messagesBody(requestID: requestID).serializedBytes)
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let requestID = constant("request-id")
}
