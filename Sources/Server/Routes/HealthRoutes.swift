import Engine
package import HTTP
import HTTPTypes
import JSON
import OpenAI
import OrderedCollections

/// `GET /livez`: the process answers. `GET /readyz`: requests are taken, else 503 with the reason. `GET /health`: the same with what the
/// engine is doing.
package struct HealthRoutes: Sendable {
    private let state: ServingState

    package init(_ state: ServingState) {
        self.state = state
    }

    package func add(to router: inout Router) {
        router.on(.get, "/livez") { _ in .json(["status": "ok"]) }
        router.on(.get, "/readyz") { _ in respond(with: []) }
        router.on(.get, "/health") { _ in respond(with: figures) }
    }

    /// Their patterns: who asks for them has no key.
    package static let patterns: Set<String> = ["/livez", "/readyz", "/health"]

    private func respond(with figures: [(String, JSONValue)]) -> Response {
        let readiness = state.readiness
        var members: [(String, JSONValue)] = [("status", .string(readiness.name))]
        var headers: HTTPFields = [.cacheControl: "no-store"]
        switch readiness {
        case .ready: break
        case .loading(let standing):
            members.append(("progress", .double((standing.fraction * 100).rounded() / 100)))
            members.append(("stage", .string(standing.stage)))
            headers[.retryAfter] = "\(Int(standing.remaining.inSeconds.rounded(.up)))"
        case .overloaded, .draining: headers[.retryAfter] = "5"
        }
        return .json(
            .object(.init(uniqueKeysWithValues: members + figures)), status: readiness == .ready ? .ok : .serviceUnavailable,
            headers: headers)
    }

    private var figures: [(String, JSONValue)] {
        var figures: [(String, JSONValue)] = [("version", .string(Version.current))]
        guard let models = state.application?.models else { return figures }
        let load = models.engineLoad
        figures += [
            ("running", .integer(load.running)), ("waiting", .integer(load.waiting)), ("tokens_in_use", .integer(load.tokensInUse)),
            ("tokens_cached", .integer(load.cachedTokens)), ("token_budget", .integer(load.tokenBudget)),
            ("models", .object(.init(uniqueKeysWithValues: models.statuses.map { ($0.id, .string($0.status.rawValue)) }))),
        ]
        return figures
    }
}

extension ServingState.Readiness {
    fileprivate var name: String {
        switch self {
        case .loading: "loading"
        case .ready: "ok"
        case .overloaded: "overloaded"
        case .draining: "draining"
        }
    }
}
