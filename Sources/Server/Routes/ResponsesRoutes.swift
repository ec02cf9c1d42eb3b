package import HTTP
import HTTPTypes
import JSON
import OpenAI

/// `POST /v1/responses` and the life of a response after it: get, stream again, cancel, delete, its input.
package struct ResponsesRoutes: Sendable {
    private let service: ResponseService

    package init(_ service: ResponseService) {
        self.service = service
    }

    package func add(to router: inout Router) {
        router.on(.post, "/v1/responses", create)
        router.on(.post, "/v1/responses/input_tokens", countInput)
        router.on(.post, "/v1/responses/compact", compact)
        router.on(.get, "/v1/responses/{id}", retrieve)
        router.on(.delete, "/v1/responses/{id}", delete)
        router.on(.post, "/v1/responses/{id}/cancel", cancel)
        router.on(.get, "/v1/responses/{id}/input_items", listInput)
    }

    private func create(_ request: Request) async throws -> Response {
        try await service.create(request.json(upTo: service.maximumBody), for: request)
    }

    private func countInput(_ request: Request) async throws -> Response {
        let count = try await service.countInput(request.json(upTo: service.maximumBody))
        return .json(
            ["object": "response.input_tokens", "input_tokens": .integer(count.tokens)],
            headers: AnswerResponder.headers(for: count.warnings))
    }

    private func compact(_ request: Request) async throws -> Response {
        try await service.compact(request.json(upTo: service.maximumBody), for: request)
    }

    private func retrieve(_ request: Request) async throws -> Response {
        let id = request.parameter("id")
        guard try request.query.flag("stream") else { return .json(try await service.response(id)) }
        let last = try request.query.number("starting_after", or: request.headers[.lastEventID])
        return try await service.stream(id, behind: last ?? -1)
    }

    private func cancel(_ request: Request) async throws -> Response {
        .json(try await service.cancel(request.parameter("id")))
    }

    private func delete(_ request: Request) async throws -> Response {
        let id = request.parameter("id")
        try await service.delete(id)
        return .json(["id": .string(id), "object": "response", "deleted": true])
    }

    private func listInput(_ request: Request) async throws -> Response {
        let page = try PageRequest(order: .descending) { request.query[$0] }
        return .json(try page.page(of: try await service.input(of: request.parameter("id"))))
    }
}
