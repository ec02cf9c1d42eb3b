package import HTTP
import HTTPTypes
import JSON
import OpenAI

/// The chat completions that were made with `store`: list, get, messages, update, delete.
package struct StoredChatCompletionsRoutes: Sendable {
    private let archive: ResponseArchive
    private let maximumBody: Int

    package init(_ archive: ResponseArchive, maximumBody: Int) {
        self.archive = archive
        self.maximumBody = maximumBody
    }

    package func add(to router: inout Router) {
        router.on(.get, "/v1/chat/completions", list)
        router.on(.get, "/v1/chat/completions/{id}", retrieve)
        router.on(.post, "/v1/chat/completions/{id}", update)
        router.on(.delete, "/v1/chat/completions/{id}", delete)
        router.on(.get, "/v1/chat/completions/{id}/messages", listMessages)
    }

    private func list(_ request: Request) async throws -> Response {
        let page = try PageRequest(order: .ascending) { request.query[$0] }
        var metadata: [String: String] = [:]
        for item in request.query.items where item.name.hasPrefix("metadata[") && item.name.hasSuffix("]") {
            metadata[String(item.name.dropFirst(9).dropLast())] = item.value
        }
        let model = request.query["model"]
        return .json(try await archive.ofCaller.chatCompletions(page) { [metadata] in $0.matches(model: model, metadata: metadata) })
    }

    private func retrieve(_ request: Request) async throws -> Response {
        .json(try await completion(of: request).completion)
    }

    private func update(_ request: Request) async throws -> Response {
        let metadata = try StoredChatCompletion.metadata(of: try await request.json(upTo: maximumBody))
        let id = request.parameter("id")
        guard let updated = try await archive.ofCaller.update(chatCompletion: id, metadata: metadata) else {
            throw APIError.notFound("Chat completion", id: id)
        }
        return .json(updated.completion)
    }

    private func delete(_ request: Request) async throws -> Response {
        let id = request.parameter("id")
        guard try await archive.ofCaller.remove(chatCompletion: id) else { throw APIError.notFound("Chat completion", id: id) }
        return .json(StoredChatCompletion.deleted(id))
    }

    private func listMessages(_ request: Request) async throws -> Response {
        let page = try PageRequest(order: .ascending) { request.query[$0] }
        return .json(try page.page(of: try await completion(of: request).listedMessages))
    }

    private func completion(of request: Request) async throws -> StoredChatCompletion {
        let id = request.parameter("id")
        guard let completion = try await archive.ofCaller.chatCompletion(id) else { throw APIError.notFound("Chat completion", id: id) }
        return completion
    }
}
