import HTTP
import HTTPTypes
import Testing

@Suite struct BasePathTests {
    @Test(arguments: [
        ("", ""), ("/", ""), ("/chorale", "/chorale"), ("/chorale/", "/chorale"), ("/a/b", "/a/b"), ("/a/b/", "/a/b"),
        ("/%63horale", "/chorale"),
    ])
    func readsAPath(_ text: String, _ expected: String) throws {
        #expect(try BasePath(text).description == expected)
        #expect(try BasePath(text).isRoot == expected.isEmpty)
    }

    @Test(arguments: [
        "chorale", "chorale/", "//", "/a//b", "/a//", "//a", "/.", "/..", "/a/../b", "/%2e%2E", "/a?b", "/a#b", "/a b", "/ä", "/%", "/%zz",
        "/%00",
    ])
    func refusesWhatIsNoPath(_ text: String) {
        #expect(throws: InvalidBasePath.self) { try BasePath(text) }
    }

    @Test(arguments: [
        ("/chorale", "/"), ("/chorale/", "/"), ("/chorale?a=/b", "/?a=/b"), ("/chorale/?a", "/?a"), ("/chorale/v1/models", "/v1/models"),
        ("/chorale/v1/models/", "/v1/models/"), ("/chorale//v1", "//v1"), ("/chorale/a%2Fb?c=%20", "/a%2Fb?c=%20"), ("/%63horale/x", "/x"),
        ("/chorale/chorale", "/chorale"), ("/chorale/..", "/.."),
    ])
    func takesItselfOffATarget(_ target: String, _ expected: String) throws {
        #expect(try BasePath("/chorale").remainder(of: target) == expected)
        #expect(BasePath.root.remainder(of: target) == target)
    }

    @Test(arguments: [
        "/", "", "*", "/v1/models", "/choral", "/chorales", "/chorale2/v1", "/Chorale/v1", "//chorale/v1", "/./chorale/v1",
        "/x/../chorale/v1",
        "chorale/v1", "/chorale%2Fv1", "/%2Fchorale", "/%zz",
    ])
    func knowsWhatIsNotBelowIt(_ target: String) throws {
        #expect(try BasePath("/chorale").remainder(of: target) == nil)
    }

    @Test func hasSeveralSegments() throws {
        let base = try BasePath("/a/b/")
        #expect(base.remainder(of: "/a/b/c") == "/c")
        #expect(base.remainder(of: "/a/b") == "/")
        #expect(base.remainder(of: "/a") == nil)
        #expect(base.remainder(of: "/a/c/b") == nil)
    }

    private static func router(_ base: String) throws -> Router {
        var router = Router(basePath: try BasePath(base))
        for pattern in ["/", "/v1/models/{model...}"] {
            router.on(.get, pattern) { request in
                Response(text: "\(pattern) \(request.path) \(request.target) \(request.basePath) \(request.parameters["model"] ?? "-")")
            }
        }
        return router
    }

    @Test(arguments: [
        ("/chorale", "/ / / /chorale -"), ("/chorale/", "/ / / /chorale -"),
        ("/chorale/v1/models/a/b?c", "/v1/models/{model...} /v1/models/a/b /v1/models/a/b?c /chorale a/b"),
    ])
    func routesWhatIsBelowItWithoutIt(_ target: String, _ expected: String) async throws {
        for base in ["/chorale", "/chorale/"] {
            let router = try Self.router(base)
            let response = try await router.respond(to: Request(method: .get, target: target))
            guard case .bytes(let bytes) = response.body else {
                Issue.record("no body")
                return
            }
            #expect(String(decoding: bytes, as: UTF8.self) == expected)
            #expect(router.pattern(matching: target) == String(expected.prefix { $0 != " " }))
        }
    }

    @Test(arguments: ["/", "/v1/models/a", "/choralev1/models/a", "/other/v1/models/a", "/chorale/chorale", "/chorale/.."])
    func answers404ToEverythingElse(_ target: String) async throws {
        let router = try Self.router("/chorale")
        #expect(try await router.respond(to: Request(method: .get, target: target)).status == .notFound)
        #expect(router.pattern(matching: target) == nil)
    }

    @Test func leavesTheAsteriskAndTheMethodsAsTheyAre() async throws {
        let router = try Self.router("/chorale")
        #expect(try await router.respond(to: Request(method: .options, target: "*")).status == .noContent)
        let response = try await router.respond(to: Request(method: .delete, target: "/chorale/v1/models/a"))
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "GET, HEAD, OPTIONS")
    }
}
