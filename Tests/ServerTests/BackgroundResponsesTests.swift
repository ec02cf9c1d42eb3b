import Foundation
import JSON
import OrderedCollections
import Testing

@Suite struct BackgroundResponsesTests {
    private static let question: JSONValue = ["model": "parrot", "input": "What is 2 + 2?", "temperature": 0, "background": true]
    /// Goes on to the context's end, which is far.
    private static let endless: JSONValue = [
        "model": "parrot", "input": "?", "background": true, "ignore_eos": true, "temperature": 1,
    ]

    private static func finished(_ id: String, _ client: RawClient) async throws -> JSONValue {
        while true {
            let response = try await client.get("/v1/responses/\(id)").json
            if response["status"] != "queued", response["status"] != "in_progress" { return response }
            await Task.yield()
        }
    }

    @Test func answersAtOnceAndGoesOn() async throws {
        try await RunningServer.run { server in
            let first = try await server.client.post("/v1/responses", Self.question).json
            #expect(first["status"] == "queued")
            #expect(first["background"] == true)
            let id = try #require(first["id"]?.stringValue)
            let response = try await Self.finished(id, server.client)
            #expect(response["status"] == "completed")
            #expect(response["output"]?[1]?["content"]?[0]?["text"] == .string(RunningServer.answer))
        }
    }

    @Test func tellsTheSameStreamToWhoComesLater() async throws {
        try await RunningServer.run { server in
            let first = try await server.client.post("/v1/responses", Self.question.with("stream", true))
            #expect(first.events.prefix(3).compactMap(\.name) == ["response.created", "response.queued", "response.in_progress"])
            #expect(first.events.last?.name == "response.completed")
            let id = try #require(try JSONValue(parsing: first.events[0].data)["response"]?["id"]?.stringValue)
            let again = try await server.client.get("/v1/responses/\(id)?stream=true")
            #expect(again.body.withoutComments == first.body.withoutComments)
            let rest = try await server.client.get("/v1/responses/\(id)?stream=true&starting_after=4")
            #expect(rest.events.map(\.data) == first.events.dropFirst(5).map(\.data))
            let resumed = try await server.client.send(
                "GET /v1/responses/\(id)?stream=true HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 4\r\nConnection: close\r\n\r\n")
            #expect(resumed.body == rest.body)
            #expect(try await server.client.get("/v1/responses/\(id)?stream=true&starting_after=x").status == 400)
        }
    }

    /// Responses that were made in front of a client can be told again too, with their numbers.
    @Test func tellsAForegroundStreamAgain() async throws {
        try await RunningServer.run { server in
            let first = try await server.client.post(
                "/v1/responses", ["model": "parrot", "input": "What is 2 + 2?", "temperature": 0, "stream": true])
            let id = try #require(try JSONValue(parsing: first.events[0].data)["response"]?["id"]?.stringValue)
            let again = try await server.client.get("/v1/responses/\(id)?stream=true")
            #expect(again.body.withoutComments == first.body.withoutComments)
            #expect(try await server.client.post("/v1/responses/\(id)/cancel", [:]).status == 400)
        }
    }

    @Test func survivesItsClientAndIsCancelledByAnother() async throws {
        try await RunningServer.run(["--context-tokens", "100000"]) { server in
            let body = Self.endless.with("stream", true).serialized
            let id = try await blocking {
                let socket = try RawSocket(port: server.client.port)
                try socket.write(
                    "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
                var seen = ""
                while !seen.contains("reasoning_text.delta") { seen += String(decoding: socket.read(), as: UTF8.self) }
                socket.abandon()
                return seen.firstMatch(of: /resp_[0-9A-Za-z]+/).map { String($0.output) }
            }
            let path = "/v1/responses/" + (try #require(id))
            let running = try await server.client.get(path).json
            #expect(running["status"] == "in_progress")
            async let reader = server.client.get(path + "?stream=true&starting_after=10")
            let cancelled = try await server.client.post(path + "/cancel", [:]).json
            #expect(cancelled["status"] == "cancelled")
            #expect(try await server.client.get(path).json == cancelled)
            #expect(try await server.client.post(path + "/cancel", [:]).json == cancelled)
            let events = try await reader.events
            #expect(events.last?.name == "response.incomplete")
            #expect(try JSONValue(parsing: events[0].data)["sequence_number"] == 11)
            #expect(try await server.client.get(path + "?stream=true&starting_after=10").events.map(\.data) == events.map(\.data))
        }
    }

    @Test func isGoneWhenItIsDeletedWhileItRuns() async throws {
        try await RunningServer.run { server in
            let id = try #require(try await server.client.post("/v1/responses", Self.endless).json["id"]?.stringValue)
            #expect(try await server.client.delete("/v1/responses/\(id)").status == 200)
            while try await server.client.get("/health").json["running"] != 0 { await Task.yield() }
            while try await server.client.get("/v1/responses/\(id)").status != 404 { await Task.yield() }
        }
    }

    @Test func isFailedWithAReasonWhenItsServerStops() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "chorale-\(UUID().uuidString).sqlite").path
        defer { unlink(path) }
        let (finished, interrupted) = try await RunningServer.run(["--store-path", path]) { server in
            let whole = try #require(try await server.client.post("/v1/responses", Self.question).json["id"]?.stringValue)
            let finished = try await Self.finished(whole, server.client)
            let endless = try await server.client.post("/v1/responses", Self.endless).json
            return (finished, try #require(endless["id"]?.stringValue))
        }
        try await RunningServer.run(["--store-path", path]) { server in
            let response = try await server.client.get("/v1/responses/\(interrupted)").json
            #expect(response["status"] == "failed")
            #expect(response["error"]?["code"] == "server_error")
            #expect(response["error"]?["message"] == "The server stopped before the response was complete.")
            let id = try #require(finished["id"]?.stringValue)
            #expect(try await server.client.get("/v1/responses/\(id)").json == finished)
        }
    }

    @Test func cannotBeGoneOnFromWhileItRuns() async throws {
        try await RunningServer.run { server in
            let id = try #require(try await server.client.post("/v1/responses", Self.endless).json["id"]?.stringValue)
            let next = try await server.client.post(
                "/v1/responses", ["model": "parrot", "input": "And?", "previous_response_id": .string(id)])
            #expect(next.status == 400)
            #expect(try next.json["error"]?["code"] == "previous_response_not_completed")
            _ = try await server.client.post("/v1/responses/\(id)/cancel", [:])
        }
    }
}

extension JSONValue {
    /// This object with one member more.
    func with(_ name: String, _ value: JSONValue) -> JSONValue {
        var members = objectValue ?? [:]
        members[name] = value
        return .object(members)
    }
}

extension String {
    /// An event stream's events without what is said between them.
    var withoutComments: String {
        split(separator: "\n", omittingEmptySubsequences: true).filter { !$0.hasPrefix(":") }.joined(separator: "\n")
    }
}
