import JSON
import Server
import Testing

@Suite struct ServiceTests {
    @Test func listsItsModel() async throws {
        try await RunningServer.run { server in
            let list = try await server.client.get("/v1/models").json
            #expect(list["data"]?.arrayValue?.count == 1)
            #expect(list["data"]?[0]?["id"] == "parrot")
            let one = try await server.client.get("/v1/models/parrot").json
            #expect(one == list["data"]?[0])
            #expect(try await server.client.get("/v1/models/other").status == 404)
        }
    }

    @Test(arguments: [[], ["--model", ""], ["--model", "chorale-demo"]])
    func servesTheDemonstrationModelWhereNoOtherIsNamed(model: [String]) async throws {
        try await RunningServer.run(model: model) { server in
            let list = try await server.client.get("/v1/models").json
            #expect(list["data"]?.arrayValue?.compactMap { $0["id"] } == ["chorale-demo"])
        }
    }

    @Test func servesTheModelUnderAnotherName() async throws {
        try await RunningServer.run(["--model-name", "org/bird:1"]) { server in
            let model = try await server.client.get("/v1/models/org/bird:1").json
            #expect(model["id"] == "org/bird:1")
        }
    }

    @Test func tellsItsHealth() async throws {
        try await RunningServer.run { server in
            let health = try await server.client.get("/health")
            #expect(health.status == 200)
            #expect(try health.json["status"] == "ok")
            #expect(try health.json["version"] == .string(Version.current))
        }
    }

    @Test func servesBelowABasePath() async throws {
        try await RunningServer.run(["--http-base-path", "/chorale"]) { server in
            #expect(try await server.client.get("/chorale/health").status == 200)
            #expect(try await server.client.get("/chorale/v1/models/parrot").status == 200)
            let elsewhere = try await server.client.get("/health")
            #expect(elsewhere.status == 404)
            #expect(try elsewhere.json["error"]?["message"] == "There is nothing at /health.")
        }
    }

    @Test func givesEveryAnswerARequestID() async throws {
        try await RunningServer.run { server in
            #expect(try await server.client.get("/health").headers["x-request-id"]?.isEmpty == false)
            let named = try await server.client.send(
                "GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: mine-1\r\nConnection: close\r\n\r\n")
            #expect(named.headers["x-request-id"] == "mine-1")
        }
    }

    @Test func refusesALargeBodyAlikeHoweverItIsFramed() async throws {
        try await RunningServer.run(["--http-maximum-body-mib", "1"]) { server in
            let head = "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            let counted = try await server.client.send(head + "Content-Length: 2097152\r\n\r\n")
            let chunked = try await server.client.send(head + "Transfer-Encoding: chunked\r\n\r\n200000\r\n")
            #expect(counted.status == 413)
            #expect(chunked.status == 413)
            #expect(try counted.json["error"]?["code"] == "request_too_large")
            #expect(try counted.json == chunked.json)
        }
    }

    @Test func writesTheReasonPhraseOfItsErrors() async throws {
        try await RunningServer.run { server in
            let line = try await blocking {
                let socket = try RawSocket(port: server.client.port)
                try socket.write("GET /v1/models/other HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                return String(decoding: socket.readToEnd(), as: UTF8.self).prefix { $0 != "\r\n" }
            }
            #expect(line == "HTTP/1.1 404 Not Found")
        }
    }
}
