package import Engine
package import HTTP
import HTTPTypes
import JSON

/// `GET /health`: whether requests are taken, and what the engine is doing. 503 while it takes none.
package struct HealthRoutes: Sendable {
    private let engine: InferenceEngine

    package init(_ engine: InferenceEngine) {
        self.engine = engine
    }

    package func add(to router: inout Router) {
        router.on(.get, "/health") { _ in
            let load = engine.load
            return .json(
                [
                    "status": load.isAdmitting ? "ok" : "draining", "running": .integer(load.running),
                    "waiting": .integer(load.waiting), "tokens_in_use": .integer(load.tokensInUse),
                    "tokens_cached": .integer(load.cachedTokens), "token_budget": .integer(load.tokenBudget),
                    "version": .string(Version.current),
                ],
                status: load.isAdmitting ? .ok : .serviceUnavailable)
        }
    }
}
