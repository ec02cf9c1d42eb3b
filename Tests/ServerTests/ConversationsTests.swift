import JSON
import OrderedCollections
import Testing

@Suite struct ConversationsTests {
    private func answer(_ members: JSONValue, _ client: RawClient) async throws -> JSONValue {
        var body: JSONValue = ["model": "parrot", "temperature": 0]
        for (name, value) in members.objectValue ?? [:] { body = body.with(name, value) }
        let answer = try await client.post("/v1/responses", body)
        #expect(answer.status == 200, "\(answer.body)")
        return try answer.json
    }

    @Test func keepItems() async throws {
        try await RunningServer.run { server in
            let items: JSONValue = [["role": "user", "content": "One"], ["role": "assistant", "content": "Two"]]
            let conversation = try await server.client.post("/v1/conversations", ["metadata": ["a": "b"], "items": items]).json
            #expect(conversation["object"] == "conversation")
            #expect(conversation["metadata"] == ["a": "b"])
            let path = "/v1/conversations/" + (try #require(conversation["id"]?.stringValue))
            #expect(try await server.client.get(path).json == conversation)
            #expect(try await server.client.post(path, ["metadata": ["c": "d"]]).json["metadata"] == ["c": "d"])
            let added = try await server.client.post(path + "/items", ["items": [["role": "user", "content": "Three"]]]).json
            let last = try #require(added["data"]?[0]?["id"]?.stringValue)
            let list = try await server.client.get(path + "/items?limit=2").json
            #expect(list["first_id"] == .string(last))
            #expect(list["has_more"] == true)
            let rest = try await server.client.get(path + "/items?limit=2&after=\(list["last_id"]?.stringValue ?? "")").json
            #expect(rest["data"]?.arrayValue?.map { $0["content"]?[0]?["text"] } == ["One"])
            #expect(try await server.client.get(path + "/items/\(last)").json == added["data"]?[0])
            #expect(try await server.client.delete(path + "/items/\(last)").json["object"] == "conversation")
            #expect(try await server.client.get(path + "/items/\(last)").status == 404)
            let twice = try await server.client.delete(path + "/items/\(last)")
            #expect(twice.status == 404)
            #expect(try twice.json["error"]?["message"]?.stringValue?.hasPrefix("Item") == true)
            #expect(try await server.client.get(path + "/items").json["data"]?.arrayValue?.count == 2, "the others stay")
            #expect(try await server.client.delete(path).json["object"] == "conversation.deleted")
            #expect(try await server.client.get(path).status == 404)
            #expect(try await server.client.get(path + "/items").status == 404)
        }
    }

    @Test func areCreatedWithoutABody() async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.send(
                "POST /v1/conversations HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            #expect(try answer.json["metadata"] == [:])
        }
    }

    @Test func growByTheResponsesMadeInThem() async throws {
        try await RunningServer.run { server in
            let id = try #require(try await server.client.post("/v1/conversations", [:]).json["id"])
            let first = try await answer(["input": "What is 2 + 2?", "conversation": id], server.client)
            #expect(first["conversation"] == ["id": id])
            let second = try await answer(["input": "And now?", "conversation": ["id": id], "store": false], server.client)
            #expect(try #require(second["usage"]?["input_tokens"]?.intValue) > first["usage"]?["input_tokens"]?.intValue ?? 0)
            let list = try await server.client.get("/v1/conversations/\(id.stringValue ?? "")/items?order=asc").json
            #expect(list["data"]?.arrayValue?.map { $0["type"] } == ["message", "reasoning", "message"], "not what was not stored")
            #expect(list["data"]?[0]?["content"]?[0]?["text"] == "What is 2 + 2?")
            #expect(list["data"]?[2] == first["output"]?[1])
        }
    }

    @Test func areNotFoundWhereTheyAreNot() async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.post(
                "/v1/responses", ["model": "parrot", "input": "?", "conversation": "conv_x"])
            #expect(answer.status == 404)
            #expect(try answer.json["error"]?["param"] == "conversation")
            let response = try #require(try await self.answer(["input": "?"], server.client)["id"]?.stringValue)
            #expect(try await server.client.get("/v1/conversations/\(response)").status == 404, "ids are of one kind")
        }
    }

    @Test func aResponseTellsItsInput() async throws {
        try await RunningServer.run { server in
            let first = try await answer(["input": "One"], server.client)
            let second = try await answer(["input": "Two", "previous_response_id": first["id"] ?? .null], server.client)
            let path = "/v1/responses/\(second["id"]?.stringValue ?? "")/input_items"
            let list = try await server.client.get(path).json
            #expect(list["data"]?.arrayValue?.map { $0["type"] } == ["message", "message", "reasoning", "message"])
            #expect(list["data"]?[0]?["content"]?[0]?["text"] == "Two")
            let page = try await server.client.get(path + "?limit=1&order=asc").json
            #expect(page["data"]?[0]?["content"]?[0]?["text"] == "One")
            #expect(page["has_more"] == true)
            #expect(try await server.client.get(path + "?limit=0").status == 400)
        }
    }

    @Test func itemsAreReferredToByID() async throws {
        try await RunningServer.run { server in
            let first = try await answer(["input": "What is 2 + 2?"], server.client)
            let message = first["output"]?[1]?["id"] ?? .null
            let second = try await answer(
                ["input": [["type": "item_reference", "id": message], ["role": "user", "content": "And?"]]], server.client)
            let list = try await server.client.get("/v1/responses/\(second["id"]?.stringValue ?? "")/input_items?order=asc").json
            #expect(list["data"]?[0] == first["output"]?[1])
            let unknown = try await server.client.post(
                "/v1/responses", ["model": "parrot", "input": [["type": "item_reference", "id": "msg_x"]]])
            #expect(unknown.status == 400)
            #expect(try unknown.json["error"]?["param"] == "input[0].id")
        }
    }

    @Test func inputIsCountedAsItIsRead() async throws {
        try await RunningServer.run { server in
            let members: JSONValue = ["input": "What is 2 + 2?", "instructions": "Be brief."]
            let count = try await server.client.post("/v1/responses/input_tokens", members).json
            #expect(count["object"] == "response.input_tokens")
            #expect(count["input_tokens"] == (try await answer(members, server.client))["usage"]?["input_tokens"])
        }
    }
}
