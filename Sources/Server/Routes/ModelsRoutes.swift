package import HTTP
import HTTPTypes
package import OpenAI

/// `GET /v1/models` and `GET /v1/models/{model}`.
package struct ModelsRoutes: Sendable {
    private let models: ModelList

    package init(_ models: ModelList) {
        self.models = models
    }

    package func add(to router: inout Router) {
        router.on(.get, "/v1/models") { _ in .json(models.json) }
        router.on(.get, "/v1/models/{model...}") { request in
            .json(try models.model(request.parameters["model"] ?? "").json)
        }
    }
}
