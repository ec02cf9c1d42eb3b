import Foundation
package import HTTP
import HTTPTypes
import JSON
package import OpenAI
import Synchronization

/// `/v1/conversations` and their items.
package struct ConversationsRoutes: Sendable {
    private let archive: ResponseArchive
    private let ids: IDSource
    private let maximumBody: Int
    private let seal: ReasoningSeal

    package init(_ archive: ResponseArchive, ids: IDSource = .random, maximumBody: Int, seal: ReasoningSeal) {
        self.archive = archive
        self.seal = seal
        self.ids = ids
        self.maximumBody = maximumBody
    }

    package func add(to router: inout Router) {
        router.on(.post, "/v1/conversations", create)
        router.on(.get, "/v1/conversations/{id}", retrieve)
        router.on(.post, "/v1/conversations/{id}", update)
        router.on(.delete, "/v1/conversations/{id}", delete)
        router.on(.post, "/v1/conversations/{id}/items", addItems)
        router.on(.get, "/v1/conversations/{id}/items", listItems)
        router.on(.get, "/v1/conversations/{id}/items/{item}", retrieveItem)
        router.on(.delete, "/v1/conversations/{id}/items/{item}", deleteItem)
    }

    private func create(_ request: Request) async throws -> Response {
        let wanted = try ConversationRequest(try opened(await request.optionalJSON(upTo: maximumBody)), for: .create)
        let conversation = ArchivedConversation(
            ConversationDescription(id: ids("conv_"), created: Int(Date().timeIntervalSince1970), metadata: wanted.metadata),
            items: StoredItems.items(wanted.items, ids: ids))
        try await archive.ofCaller.put(conversation)
        return .json(conversation.description.json, headers: AnswerResponder.headers(for: wanted.warnings))
    }

    /// With what was sealed here readable.
    private func opened(_ body: JSONValue?) throws(APIError) -> JSONValue? {
        guard let body else { return nil }
        return try SealedReasoning.opened(body, in: "items", seal.open)
    }

    private func retrieve(_ request: Request) async throws -> Response {
        .json(try await conversation(of: request).description.json)
    }

    private func update(_ request: Request) async throws -> Response {
        let wanted = try ConversationRequest(try await request.json(upTo: maximumBody), for: .update)
        let changed = try await change(request) { conversation in
            conversation.description.metadata = wanted.metadata
            return true
        }
        return .json(changed.description.json, headers: AnswerResponder.headers(for: wanted.warnings))
    }

    private func delete(_ request: Request) async throws -> Response {
        let id = request.parameter("id")
        guard try await archive.ofCaller.remove(conversation: id) else { throw APIError.notFound("Conversation", id: id) }
        return .json(ConversationDescription.deleted(id))
    }

    private func addItems(_ request: Request) async throws -> Response {
        let wanted = try ConversationRequest(try opened(await request.json(upTo: maximumBody)), for: .addItems)
        let items = StoredItems.items(wanted.items, ids: ids)
        _ = try await change(request) { conversation in
            conversation.items += items
            return true
        }
        return .json(PageRequest.list(items, hasMore: false), headers: AnswerResponder.headers(for: wanted.warnings))
    }

    private func listItems(_ request: Request) async throws -> Response {
        let page = try PageRequest(order: .descending) { request.query[$0] }
        return .json(try page.page(of: try await conversation(of: request).items))
    }

    private func retrieveItem(_ request: Request) async throws -> Response {
        let id = request.parameter("item")
        guard let item = try await conversation(of: request).items.first(where: { $0["id"] == .string(id) }) else {
            throw APIError.notFound("Item", id: id)
        }
        return .json(item)
    }

    private func deleteItem(_ request: Request) async throws -> Response {
        let id = request.parameter("item")
        let wasThere = Mutex(false)
        let changed = try await change(request) { conversation in
            let count = conversation.items.count
            conversation.items.removeAll { $0["id"] == .string(id) }
            wasThere.withLock { $0 = conversation.items.count < count }
            return conversation.items.count < count
        }
        guard wasThere.withLock(\.self) else { throw APIError.notFound("Item", id: id) }
        return .json(changed.description.json)
    }

    private func conversation(of request: Request) async throws -> ArchivedConversation {
        let id = request.parameter("id")
        guard let conversation = try await archive.ofCaller.conversation(id) else { throw APIError.notFound("Conversation", id: id) }
        return conversation
    }

    private func change(
        _ request: Request, _ change: @escaping @Sendable (inout ArchivedConversation) -> Bool
    ) async throws -> ArchivedConversation {
        let id = request.parameter("id")
        guard let changed = try await archive.ofCaller.change(conversation: id, change) else {
            throw APIError.notFound("Conversation", id: id)
        }
        return changed
    }
}
