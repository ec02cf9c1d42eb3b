import HTTP
import HTTPTypes
import Testing

@Suite struct RouterTests {
    /// Every route answers its name and parameters.
    private static let router: Router = {
        var router = Router()
        func on(_ method: HTTPRequest.Method, _ pattern: String) {
            router.on(method, pattern) { request in
                let parameters = request.parameters.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
                return Response(text: "\(method) \(pattern)\(parameters)")
            }
        }
        on(.get, "/")
        on(.get, "/health")
        on(.post, "/v1/responses")
        on(.get, "/v1/responses/{id}")
        on(.delete, "/v1/responses/{id}")
        on(.get, "/v1/responses/input")
        on(.post, "/v1/responses/{id}/cancel")
        on(.get, "/v1/responses/{response}/input_items/{item}")
        on(.get, "/v1/models/{model...}")
        return router
    }()

    private func answer(_ method: HTTPRequest.Method, _ target: String) async throws -> (status: Int, text: String, allow: String?) {
        let response = try await Self.router.respond(to: Request(method: method, target: target))
        guard case .bytes(let bytes) = response.body else { return (response.status.code, "", response.headers[.allow]) }
        return (response.status.code, String(decoding: bytes, as: UTF8.self), response.headers[.allow])
    }

    @Test(arguments: [
        ("GET", "/", "GET /"),
        ("GET", "/health?x=/y", "GET /health"),
        ("GET", "/he%61lth", "GET /health"),
        ("GET", "/v1/responses/resp_1", "GET /v1/responses/{id} id=resp_1"),
        ("GET", "/v1/responses/a%2Fb%20c", "GET /v1/responses/{id} id=a/b c"),
        ("GET", "/v1/responses/%2e%2e%2fsecret", "GET /v1/responses/{id} id=../secret"),
        ("GET", "/v1/responses/input", "GET /v1/responses/input"),
        ("GET", "/v1/responses/%69nput", "GET /v1/responses/input"),
        ("HEAD", "/v1/responses/x", "GET /v1/responses/{id} id=x"),
        ("DELETE", "/v1/responses/x", "DELETE /v1/responses/{id} id=x"),
        ("POST", "/v1/responses/x/cancel", "POST /v1/responses/{id}/cancel id=x"),
        ("POST", "/v1/responses/input/cancel", "POST /v1/responses/{id}/cancel id=input"),
        ("GET", "/v1/responses/x/input_items/y", "GET /v1/responses/{response}/input_items/{item} item=y response=x"),
        ("GET", "/v1/models/openai/gpt-oss-20b", "GET /v1/models/{model...} model=openai/gpt-oss-20b"),
        ("GET", "/v1/models/openai%2Fgpt-oss-20b", "GET /v1/models/{model...} model=openai/gpt-oss-20b"),
    ])
    func findsTheMostLiteralRoute(_ method: String, _ target: String, _ expected: String) async throws {
        let answer = try await answer(#require(HTTPRequest.Method(method)), target)
        #expect(answer.text == expected)
    }

    @Test(arguments: [
        "/nothing", "/health/", "//health", "/HEALTH", "/v1", "/v1/responses/", "/v1/responses//cancel", "/v1/responses/x/y",
        "/v1/../health", "/v1/responses/..", "/v1/responses/%2e%2E", "/v1/responses/.", "/v1/models/", "/v1/models/a//b",
        "/v1/models/a/../b",
    ])
    func answers404WhereNothingIs(_ target: String) async throws {
        #expect(try await answer(.get, target).status == 404)
    }

    @Test(arguments: [
        ("POST", "/health", 405, "GET, HEAD, OPTIONS"),
        ("GET", "/v1/responses", 405, "OPTIONS, POST"),
        ("HEAD", "/v1/responses", 405, "OPTIONS, POST"),
        ("PUT", "/v1/responses/x", 405, "DELETE, GET, HEAD, OPTIONS"),
        ("TRACE", "/health", 405, "GET, HEAD, OPTIONS"),
        ("OPTIONS", "/v1/responses", 204, "OPTIONS, POST"),
        ("OPTIONS", "*", 204, "GET, HEAD, OPTIONS, POST"),
    ])
    func namesTheAllowedMethods(_ method: String, _ target: String, _ status: Int, _ allow: String) async throws {
        let answer = try await answer(#require(HTTPRequest.Method(method)), target)
        #expect(answer.status == status)
        #expect(answer.allow == allow)
    }

    @Test(arguments: ["get", "BREW", "PROPFIND"])
    func answers501ToMethodsThatItDoesNotKnow(_ method: String) async throws {
        #expect(try await answer(#require(HTTPRequest.Method(method)), "/health").status == 501)
    }

    @Test func knowsThePatternOfATarget() {
        #expect(Self.router.pattern(matching: "/v1/responses/x/cancel?a=b") == "/v1/responses/{id}/cancel")
        #expect(Self.router.pattern(matching: "/v1/responses/../cancel") == nil)
    }
}

@Suite struct RequestTargetTests {
    @Test(arguments: ["/%", "/%4", "/%zz", "/%00", "/%ff", "/%c3%28", "/%ed%a0%80"])
    func refusesPathsThatAreNotText(_ target: String) {
        #expect(throws: RequestError.invalidTarget("does not decode to text")) { try Request(method: .get, target: target) }
    }

    @Test func decodesOnce() throws {
        #expect(try Request(method: .get, target: "/%2541+b?x").path == "/%41+b")
    }

    @Test func readsQueryItemsInOrder() {
        let query = QueryItems("limit=20&after=a+b%26c&include[]=x&include%5B%5D=y&flag&&bad=%zz")
        #expect(query["limit"] == "20")
        #expect(query["after"] == "a b&c")
        #expect(query.values("include") == ["x", "y"])
        #expect(query["flag"] == "")
        #expect(query["bad"] == "%zz")
        #expect(query["none"] == nil)
    }
}
