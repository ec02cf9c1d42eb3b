import Foundation
import HTTP
import HTTPTypes
import Hub
import Synchronization
import Testing

@Suite struct PullTests {
    static let weights = content(4_567)
    static let files: [String: [UInt8]] = [
        "config.json": Array("{}".utf8), "tokenizer.json": content(1_500, seed: 2), "model.safetensors": weights,
        "original/model.safetensors": content(10), "metal/model.bin": content(10), "empty.txt": [], ".gitattributes": content(10),
    ]

    @Test func hasInTheCacheWhatServingNeeds() async throws {
        let hub = StubHub(Self.files)
        try await hub.run { endpoint in
            let pulling = try Pulling(endpoint)
            let snapshot = try await pulling.run()
            #expect(snapshot == pulling.folder.path + "/models--owner--model/snapshots/" + StubHub.commit)
            let names = try FileManager.default.contentsOfDirectory(atPath: snapshot).sorted()
            #expect(names == ["config.json", "empty.txt", "model.safetensors", "tokenizer.json"])
            for name in names {
                #expect(FileManager.default.contents(atPath: snapshot + "/" + name).map { Array($0) } == Self.files[name])
            }
            let link = try FileManager.default.destinationOfSymbolicLink(atPath: snapshot + "/model.safetensors")
            #expect(link == "../../blobs/" + sha256(Self.weights))
            let link2 = try FileManager.default.destinationOfSymbolicLink(atPath: snapshot + "/config.json")
            #expect(link2 == "../../blobs/" + gitBlob(Array("{}".utf8)))
            #expect(pulling.folder.bytes("models--owner--model/refs/main") == Array(StubHub.commit.utf8))
            #expect(pulling.events.received == 2 + 1_500 + 4_567)
            #expect(!pulling.folder.names.contains { $0.hasSuffix(".partial") })
            #expect(try CacheFolder(path: pulling.folder.path).snapshot(of: RepositoryID(StubHub.repository)) == snapshot)
        }
    }

    @Test func hasFilesInFoldersWhereTheyAreAskedFor() async throws {
        let hub = StubHub(Self.files)
        try await hub.run { endpoint in
            var pulling = try Pulling(endpoint)
            pulling.options.selection = FileSelection(patterns: ["original/*"])
            let snapshot = try await pulling.run()
            let link = try FileManager.default.destinationOfSymbolicLink(atPath: snapshot + "/original/model.safetensors")
            #expect(link == "../../../blobs/" + sha256(content(10)))
            #expect(FileManager.default.contents(atPath: snapshot + "/original/model.safetensors").map { Array($0) } == content(10))
        }
    }

    @Test func fetchesNothingThatIsThere() async throws {
        let hub = StubHub(Self.files)
        try await hub.run { endpoint in
            var pulling = try Pulling(endpoint)
            try await pulling.run()
            let before = hub.seen.count
            pulling.events = Events()
            try await pulling.run()
            #expect(hub.seen.count == before + 1)
            #expect(pulling.events.received == 0)
            #expect(pulling.events.present == 6_069)
        }
    }

    @Test func showsItsTokenToTheHubAlone() async throws {
        let hub = StubHub(Self.files)
        try await hub.run { endpoint in
            try await Pulling(endpoint, token: "hf_secret").run()
            #expect(hub.seen.contains { $0.isDelivery })
            for request in hub.seen {
                #expect(request.authorization == (request.isDelivery ? nil : "Bearer hf_secret"))
            }
            // Signatures come as they were given.
            #expect(hub.seen.filter(\.isDelivery).allSatisfy { $0.target.hasSuffix("?signature=a%2Fb") })
        }
    }

    @Test func fetchesPartsOfLargeFiles() async throws {
        let hub = StubHub(Self.files)
        try await hub.run { endpoint in
            try await Pulling(endpoint).run()
            let ranges = hub.seen.filter(\.isDelivery).compactMap(\.range).sorted()
            #expect(ranges == ["bytes=0-999", "bytes=1000-1999", "bytes=2000-2999", "bytes=3000-3999", "bytes=4000-4566"])
        }
    }

    @Test func goesOnWhereAConnectionBroke() async throws {
        let hub = StubHub(Self.files)
        hub.fail("model.safetensors", .cut(after: 10), .cut(after: 100), .status(503), .status(429, fields: [.retryAfter: "7"]))
        try await hub.run { endpoint in
            var pulling = try Pulling(endpoint)
            pulling.options.connections = 1
            try await pulling.run()
            #expect(pulling.events.retries == 4)
            #expect(pulling.events.received == 6_069)
            let ranges = hub.seen.filter(\.isDelivery).compactMap(\.range)
            #expect(ranges.prefix(5) == ["bytes=0-999", "bytes=10-999", "bytes=110-999", "bytes=110-999", "bytes=110-999"])
            #expect(pulling.folder.bytes("models--owner--model/blobs/" + sha256(Self.weights)) == Self.weights)
        }
    }

    /// What a process leaves behind that ended in the middle.
    @Test func goesOnWhereAnotherRunEnded() async throws {
        let hub = StubHub(Self.files)
        hub.fail("model.safetensors", .cut(after: 300))
        try await hub.run { endpoint in
            var pulling = try Pulling(endpoint)
            pulling.options.connections = 1
            pulling.options.retries.attempts = 1
            await #expect(throws: HubError.self) { try await pulling.run() }
            #expect(pulling.folder.names.contains { $0.hasSuffix(".partial") })
            #expect(pulling.folder.bytes("models--owner--model/refs/main") == nil)
            let before = hub.seen.count
            pulling.events = Events()
            try await pulling.run()
            #expect(hub.seen.dropFirst(before).filter(\.isDelivery).first?.range == "bytes=300-999")
            let present = try #require(pulling.events.present)
            #expect(present >= 300)
            #expect(present + pulling.events.received == 6_069)
            #expect(pulling.folder.bytes("models--owner--model/blobs/" + sha256(Self.weights)) == Self.weights)
        }
    }

    @Test func takesAFileAsAWholeWhereRangesAreIgnored() async throws {
        let hub = StubHub(Self.files)
        hub.state.withLock { $0.knowsRanges = false }
        hub.fail("model.safetensors", .cut(after: 2_500))
        try await hub.run { endpoint in
            let pulling = try Pulling(endpoint)
            try await pulling.run()
            #expect(pulling.events.received == 6_069)
            #expect(pulling.folder.bytes("models--owner--model/blobs/" + sha256(Self.weights)) == Self.weights)
        }
    }

    @Test func fetchesABrokenFileOnceMore() async throws {
        let hub = StubHub(Self.files)
        hub.fail("model.safetensors", .corrupt)
        hub.fail("config.json", .corrupt)
        try await hub.run { endpoint in
            let pulling = try Pulling(endpoint)
            try await pulling.run()
            #expect(pulling.events.received == 6_069)
            #expect(pulling.folder.bytes("models--owner--model/blobs/" + sha256(Self.weights)) == Self.weights)
        }
    }

    @Test(arguments: ["model.safetensors", "config.json"])
    func refusesAFileThatStaysBroken(_ name: String) async throws {
        let hub = StubHub(Self.files)
        hub.state.withLock { $0.faults[name] = [Fault](repeating: .corrupt, count: 20) }
        try await hub.run { endpoint in
            let pulling = try Pulling(endpoint)
            let error = await #expect(throws: HubError.self) { try await pulling.run() }
            guard case .wrongDigest(let file, _, _) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(file == name)
            let digests = [sha256(Self.weights), gitBlob(Array("{}".utf8))]
            let broken = name == "config.json" ? digests[1] : digests[0]
            #expect(!pulling.folder.names.contains { $0.contains("blobs/" + broken) })
            #expect(pulling.folder.bytes("models--owner--model/refs/main") == nil)
        }
    }

    private typealias Fault = StubHub.Fault

    @Test func givesUpOnAServerThatStaysUnwell() async throws {
        let hub = StubHub(Self.files)
        hub.state.withLock { $0.faults["model.safetensors"] = [Fault](repeating: .status(500), count: 100) }
        try await hub.run { endpoint in
            let pulling = try Pulling(endpoint)
            let error = await #expect(throws: HubError.self) { try await pulling.run() }
            guard case .failed(_, let reason, let attempts) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(reason == "status 500")
            #expect(attempts == 8)
        }
    }

    @Test(arguments: [
        (401, HubError.refused(repository: "owner/model", status: 401, hasToken: true)),
        (403, .refused(repository: "owner/model", status: 403, hasToken: true)),
        (404, .notFound(repository: "owner/model", revision: "main", hasToken: true)),
    ])
    func saysWhyTheHubHasNothing(_ status: Int, _ expected: HubError) async throws {
        let hub = StubHub(Self.files)
        hub.state.withLock { $0.listing = .init(status: .init(code: status)) }
        try await hub.run { endpoint in
            let error = await #expect(throws: HubError.self) { try await Pulling(endpoint, token: "t").run() }
            #expect(error == expected)
        }
    }

    @Test func saysWhichFilesThereAreWhereNoneIsChosen() async throws {
        let hub = StubHub(["model-Q8_0.gguf": content(5)])
        try await hub.run { endpoint in
            let error = await #expect(throws: HubError.self) { try await Pulling(endpoint).run() }
            #expect(error?.description.contains("--include") == true)
            #expect(error?.description.contains("model-Q8_0.gguf") == true)
        }
    }
}
