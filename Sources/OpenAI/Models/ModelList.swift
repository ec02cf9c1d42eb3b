package import JSON

/// A model that the server offers, as `/v1/models` tells it.
package struct ModelDescription: Sendable, Hashable {
    package var id: String
    /// Seconds since 1970.
    package var created: Int
    package var owner: String
    /// What else it is called.
    package var aliases: [String]
    package var status: Status
    /// Tokens of prompt and answer together; `nil` while it is not loaded.
    package var contextLength: Int?

    /// Whether it answers at once.
    package enum Status: String, Sendable, Hashable {
        case unloaded, loading, loaded, failed
    }

    package init(id: String, created: Int, owner: String, aliases: [String] = [], status: Status = .loaded, contextLength: Int? = nil) {
        self.contextLength = contextLength
        self.id = id
        self.created = created
        self.owner = owner
        self.aliases = aliases
        self.status = status
    }

    /// The body of `GET /v1/models/{id}`. The status is told as llama-server tells it, the context as vLLM does.
    package var json: JSONValue {
        [
            "id": .string(id), "object": "model", "created": .integer(created), "owned_by": .string(owner),
            "status": ["value": .string(status.rawValue)], "aliases": .array(aliases.map { .string($0) }),
            "max_model_len": contextLength.map { .integer($0) } ?? nil,
        ]
    }
}

/// The models that the server offers.
package struct ModelList: Sendable, Hashable {
    package var models: [ModelDescription]

    package init(_ models: [ModelDescription]) {
        self.models = models
    }

    /// The model of this name or alias, or the 404 that names it.
    package func model(_ id: String) throws(APIError) -> ModelDescription {
        guard let model = models.first(where: { $0.id == id || $0.aliases.contains(id) }) else { throw .unknownModel(id) }
        return model
    }

    /// The body of `GET /v1/models`.
    package var json: JSONValue {
        ["object": "list", "data": .array(models.map(\.json))]
    }
}
