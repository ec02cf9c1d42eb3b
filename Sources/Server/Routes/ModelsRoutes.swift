package import HTTP
import HTTPTypes
import OpenAI

/// `GET /v1/models` and `GET /v1/models/{model}`: those that the request's key may use, and whether they are loaded.
package struct ModelsRoutes: Sendable {
    private let models: ModelRegistry

    package init(_ models: ModelRegistry) {
        self.models = models
    }

    package func add(to router: inout Router) {
        router.on(.get, "/v1/models") { _ in .json(models.list.json) }
        router.on(.get, "/v1/models/{model...}") { request in
            .json(try models.list.model(request.parameter("model")).json)
        }
    }
}
