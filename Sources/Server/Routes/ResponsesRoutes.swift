package import HTTP
import HTTPTypes
import JSON
import OpenAI

/// `POST /v1/responses`, and `GET` and `DELETE` of stored ones.
package struct ResponsesRoutes: Sendable {
    private let service: AnswerService
    private let archive: ResponseArchive

    package init(_ service: AnswerService, archive: ResponseArchive) {
        self.service = service
        self.archive = archive
    }

    package func add(to router: inout Router) {
        router.on(.post, "/v1/responses", create)
        router.on(.get, "/v1/responses/{id}", retrieve)
        router.on(.delete, "/v1/responses/{id}", delete)
    }

    private func create(_ request: Request) async throws -> Response {
        let body = try await request.json(upTo: service.maximumBody)
        let wanted = try ResponsesRequest(body, in: service.context)
        let history = try await history(before: wanted)
        let validated = try wanted.validated(history: history)
        let identity = try service.identity("resp_", for: validated)
        let generation = try service.pipeline.begin(validated, id: request.id, param: "input")
        let presentation = ResponsesPresentation(ResponseEventBuilder(identity, for: wanted, ids: service.ids))
        let items = history + wanted.storedInput(ids: service.ids)
        return try await service.responder.respond(generation, as: presentation, to: request, validated: validated) { response in
            guard validated.isStored else { return }
            await archive.keep(ArchivedResponse(response: response, input: items), id: identity.id)
        }
    }

    /// The items of the conversation that the request goes on with.
    private func history(before request: ResponsesRequest) async throws -> [JSONValue] {
        guard let id = request.previousResponseID else { return [] }
        guard let previous = try await archive.find(id) else { throw APIError.unknownPreviousResponse(id) }
        return previous.items
    }

    private func retrieve(_ request: Request) async throws -> Response {
        let id = request.parameters["id"] ?? ""
        guard let found = try await archive.find(id) else { throw APIError.notFound("Response", id: id) }
        return .json(found.response)
    }

    private func delete(_ request: Request) async throws -> Response {
        let id = request.parameters["id"] ?? ""
        guard try await archive.remove(id) else { throw APIError.notFound("Response", id: id) }
        return .json(["id": .string(id), "object": "response", "deleted": true])
    }
}
