package import HTTP
import HTTPTypes
import OpenAI

/// `GET /v1/models` and `GET /v1/models/{model}`: those that the request's key may use.
package struct ModelsRoutes: Sendable {
    private let service: AnswerService

    package init(_ service: AnswerService) {
        self.service = service
    }

    package func add(to router: inout Router) {
        router.on(.get, "/v1/models") { _ in .json(service.models.json) }
        router.on(.get, "/v1/models/{model...}") { request in
            .json(try service.models.model(request.parameter("model")).json)
        }
    }
}
