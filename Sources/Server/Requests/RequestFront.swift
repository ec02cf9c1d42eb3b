import HTTP
import HTTPTypes
import Logging
import OpenAI

/// What is done with every request around its route: its trace, who may ask, how it is counted, and how errors are told.
struct RequestFront: Sendable {
    /// Health, metrics, the page: there before the model is, and mostly without a key.
    let operations: Router
    let state: ServingState
    let hosts: HostPolicy
    /// Nil: everybody may ask.
    let keys: KeyRing?
    let crossOrigin: CrossOriginPolicy
    let meter: RequestMeter
    /// Routes that need no key, as patterns.
    let openRoutes: Set<String>
    let logger: Logger

    func respond(to request: Request) async throws -> Response {
        let trace = request.headers[fields: .traceparent].first.flatMap { TraceContext(traceparent: $0.value) }?.child()
        var scope = RequestScope(trace: trace)
        let operation = operations.pattern(matching: request.target)
        let route = operation ?? state.application?.router.pattern(matching: request.target)
        return try await RequestScope.$current.withValue(scope) {
            try await meter.measure(request, route: route) {
                var response: Response
                do {
                    guard hosts.admits(request) else { throw APIError.hostNotAllowed(request.authority ?? "") }
                    scope.lease = try lease(request, operation: operation)
                    response = try await RequestScope.$current.withValue(scope) {
                        // Documents are of the key that made them.
                        try await Caller.$owner.withValue(scope.lease?.name) { try await answer(request, isOperation: operation != nil) }
                    }
                } catch let error as APIError {
                    response = refuse(request, error, in: scope)
                }
                finish(&response, to: request, in: scope)
                return response
            }
        }
    }

    /// Before anything of the body is read.
    /// - Parameter operation: the pattern of ``operations`` that the request matches.
    private func lease(_ request: Request, operation: String?) throws(APIError) -> KeyLease? {
        guard let keys, request.method != .options else { return nil }
        if let operation, openRoutes.contains(operation) { return nil }
        return try keys.lease(request.headers, asksForAnswer: request.method == .post)
    }

    private func answer(_ request: Request, isOperation: Bool) async throws -> Response {
        if let preflight = crossOrigin.preflight(request) { return preflight }
        if isOperation { return try await routed(request, by: operations) }
        guard let application = state.application else {
            let standing = state.progress.standing
            throw APIError.unavailable(
                "The model is being loaded (\(Int(standing.fraction * 100)) %, \(standing.stage)). Please try again later.",
                retryAfter: standing.remaining, code: "model_loading")
        }
        if request.method == .post, application.memory.isShort {
            throw APIError.unavailable("The server is short of memory. Please try again later.", retryAfter: .seconds(5))
        }
        return try await routed(request, by: application.router)
    }

    /// Every error that a handler throws becomes an answer here, but for those of the request's body, which are HTTP's.
    private func routed(_ request: Request, by router: Router) async throws -> Response {
        do {
            return try await router.respond(to: request)
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as BodyError {
            logger.info("request refused", metadata: metadata(of: request, error, in: RequestScope.current))
            throw error
        } catch let error as APIError {
            throw error
        } catch let error as MessagesError {
            note(error.error, of: request, in: RequestScope.current)
            return error.response
        } catch {
            logger.error("request failed", metadata: metadata(of: request, error, in: RequestScope.current))
            return APIError(error).response
        }
    }

    private func refuse(_ request: Request, _ error: APIError, in scope: RequestScope) -> Response {
        note(error, of: request, in: scope)
        var response = error.response
        // RFC 9110 §11.6.1
        if error.status == 401 { response.headers[.wwwAuthenticate] = "Bearer realm=\"Chorale\"" }
        return response
    }

    /// What every answer says, and that its body is made in the request's scope.
    private func finish(_ response: inout Response, to request: Request, in scope: RequestScope) {
        if let trace = scope.trace { response.headers[.traceresponse] = trace.headerValue }
        if let lease = scope.lease { for field in lease.headers { response.headers[field.name] = field.value } }
        crossOrigin.mark(&response, to: request)
        guard case .stream(let produce) = response.body else { return }
        response.body = .stream { writer in
            try await RequestScope.$current.withValue(scope) { try await produce(writer) }
        }
    }

    /// What went wrong in the making of an answer stands in the answer's own line.
    private func note(_ error: APIError, of request: Request, in scope: RequestScope?) {
        guard error.status < 500 || error.retryAfter != nil else { return }
        logger.info("request refused", metadata: metadata(of: request, error, in: scope))
    }

    /// Of an `APIError` what has no word of the client's prompt: not its message.
    private func metadata(of request: Request, _ error: any Error, in scope: RequestScope?) -> Logger.Metadata {
        var values = ["request-id": request.id, "method": "\(request.method)", "route": request.path]
        values["client"] = request.client?.description
        if let error = error as? APIError {
            values["status"] = String(error.status)
            values["code"] = error.code
            values["param"] = error.param
        } else {
            values["error"] = "\(error)"
        }
        return values.mapValues { .string($0.escapingControls) }.merging(scope?.metadata ?? [:]) { $1 }
    }
}

extension HTTPField.Name {
    static let traceparent = constant("traceparent")
    /// https://www.w3.org/TR/trace-context-2/#traceresponse-header
    static let traceresponse = constant("traceresponse")
}
