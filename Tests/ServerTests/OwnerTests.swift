import JSON
import Logging
import OpenAI
import OrderedCollections
import PostgreSQLFixture
import Server
import Storage
import Testing

/// What one caller made is not there for another.
@Suite struct OwnerTests {
    private func archive(_ settings: [String] = []) throws -> ResponseArchive {
        let configuration = try ServerConfiguration(ConfigurationSources(arguments: ["--model", "m"] + settings))
        return try ResponseArchive(configuration.store, logger: RunningServer.silent)
    }

    private func response(_ status: String) -> ArchivedResponse {
        let item: JSONValue = ["id": "msg_1", "type": "message", "role": "user", "content": []]
        return ArchivedResponse(response: ["id": "resp_1", "status": .string(status)], input: [item], ownInputCount: 1)
    }

    @Test func responsesAndConversationsAreTheirOwnersAlone() async throws {
        let archive = try archive()
        try await Caller.$owner.withValue("one") {
            let own = archive.ofCaller
            await own.keep(response("completed"), id: "resp_1")
            let description = ConversationDescription(id: "conv_1", created: 0, metadata: [:])
            try await own.put(ArchivedConversation(description, items: []))
            let found = try await own.find("resp_1")
            let conversation = try await own.conversation("conv_1")
            #expect(found != nil)
            #expect(conversation != nil)
        }
        for stranger in ["two", "on", "one/", nil] {
            try await Caller.$owner.withValue(stranger) {
                let own = archive.ofCaller
                let found = try await own.find("resp_1")
                let conversation = try await own.conversation("conv_1")
                #expect(found == nil)
                #expect(conversation == nil)
                let isRemoved = try await own.remove("resp_1")
                let isConversationRemoved = try await own.remove(conversation: "conv_1")
                #expect(!isRemoved)
                #expect(!isConversationRemoved)
            }
        }
        #expect(try await Caller.$owner.withValue("one") { try await archive.ofCaller.remove("resp_1") })
    }

    @Test func whatWasInterruptedIsFailedForEveryOwner() async throws {
        guard case .file(let path) = try TestStore.file.place() else { return }
        let store = try ResponseStore(.file(path))
        for owner in ["one", nil] {
            let document: JSONValue = ["response": ["id": "resp_1", "status": "in_progress"], "input": []]
            _ = try await store.begin(
                document.serializedBytes, id: "resp_\(owner ?? "")", in: .responses.of(owner), request: [], events: nil, holder: "dead",
                now: 0, expiry: .max, lease: .max)
        }
        let archive = try archive(["--store-path", path])
        await archive.failInterrupted()
        for owner in ["one", nil] {
            let found = try await Caller.$owner.withValue(owner) { try await archive.ofCaller.find("resp_\(owner ?? "")") }
            #expect(found?.response["status"] == "failed")
            #expect(found?.replay.events.last?.name == "response.failed")
        }
    }

    @Test func itStaysTheCallersInOtherTasks() async throws {
        let archive = try archive()
        let own = Caller.$owner.withValue("one") { archive.ofCaller }
        await own.keep(response("completed"), id: "resp_1")
        #expect(try await archive.ofCaller.find("resp_1") == nil)
        #expect(try await own.find("resp_1") != nil)
    }
}
