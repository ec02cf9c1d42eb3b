import JSON
import OpenAI

/// What a response goes on from, found in the archive.
struct ResponseContext: Sendable {
    /// The items before the request's own, oldest first.
    var history: [JSONValue] = []
    /// What the request's references stand for, by id.
    var referenced: [String: JSONValue] = [:]
    /// What the system message states as the current date: as when the conversation began.
    var startDate: String?
    /// Whether all of that may become training data.
    var allowsTraining = true
}

extension ResponseArchive {
    /// - Throws: 400 or 404 where the request refers to what is not there.
    func context(of request: ResponsesRequest) async throws -> ResponseContext {
        var context = ResponseContext()
        if let id = request.previousResponseID {
            guard let previous = try await find(id) else { throw APIError.unknownPreviousResponse(id) }
            if previous.isOpen {
                throw APIError.unfinishedPreviousResponse(id, status: previous.response["status"]?.stringValue ?? "")
            }
            context.history = previous.items
            context.startDate = previous.startDate
            context.allowsTraining = previous.allowsTraining
        }
        if let id = request.conversationID {
            guard let conversation = try await conversation(id) else { throw APIError.unknownConversation(id) }
            context.history = conversation.items
            context.startDate = conversation.startDate
            context.allowsTraining = conversation.allowsTraining(consent)
        }
        for id in request.referencedItemIDs where context.referenced[id] == nil {
            let near = context.history.last { $0["id"] == .string(id) }
            context.referenced[id] = if let near { near } else { try await item(id) }
            // What another conversation said of itself is not looked up.
            if near == nil { context.allowsTraining = false }
        }
        return context
    }
}
