import Hub
import JSON
import Testing

@Suite struct ListingTests {
    private func listing(_ name: JSONValue, _ more: JSONValue = .null) throws(HubError) -> RepositoryListing {
        let blob: JSONValue = more.isNull ? .string(gitBlob([])) : more
        let document: JSONValue = [
            "sha": .string(StubHub.commit), "siblings": [["rfilename": name, "size": 3, "blobId": blob]],
        ]
        return try RepositoryListing(parsing: Array(document.serialized.utf8), url: "http://hub/")
    }

    @Test(arguments: [
        "../a", "a/../b", "/etc/passwd", "a//b", "a/", "", ".", "..", "./a", "a\\b", "C:a", "a\u{0}b", "a\nb", "a\u{85}b",
        String(repeating: "a", count: 256), String(repeating: "a/", count: 600) + "a",
    ])
    func refusesNamesThatLeaveTheSnapshot(_ name: String) {
        #expect(throws: HubError.unsafeFileName(name)) { try listing(.string(name)) }
    }

    @Test(arguments: ["a", "a/b/c.json", ".gitattributes", "..a", "a b", "ä/模型.json"])
    func takesNamesThatStayThere(_ name: String) throws {
        #expect(try listing(.string(name)).files.map(\.path) == [name])
    }

    @Test(arguments: [
        "null", "[]", "{", #"{"sha": "main", "siblings": []}"#, #"{"siblings": []}"#, #"{"sha": "\#(StubHub.commit)"}"#,
        #"{"sha": "\#(StubHub.commit)", "siblings": [{}]}"#,
        #"{"sha": "\#(StubHub.commit)", "siblings": [{"rfilename": "a"}]}"#,
        #"{"sha": "\#(StubHub.commit)", "siblings": [{"rfilename": "a", "size": -1, "blobId": "\#(StubHub.commit)"}]}"#,
        #"{"sha": "\#(StubHub.commit)", "siblings": [{"rfilename": "a", "size": 1, "blobId": "../../etc/passwd"}]}"#,
        #"{"sha": "\#(StubHub.commit)", "siblings": [{"rfilename": "a", "lfs": {"size": 1, "sha256": "../x"}}]}"#,
        #"{"sha": "../../../../etc", "siblings": []}"#,
    ])
    func refusesListingsThatSayTooLittle(_ text: String) {
        #expect(throws: HubError.self) { try RepositoryListing(parsing: Array(text.utf8), url: "http://hub/") }
    }

    @Test func refusesAFileThatIsThereTwice() {
        let file: JSONValue = ["rfilename": "a", "size": 0, "blobId": .string(gitBlob([]))]
        let text = (["sha": .string(StubHub.commit), "siblings": [file, file]] as JSONValue).serialized
        #expect(throws: HubError.self) { try RepositoryListing(parsing: Array(text.utf8), url: "http://hub/") }
    }

    @Test(arguments: [
        "a", "a/b/c", "/b", "a/", "../b", "a/..", "a/b c", "a/b\n", "-a/b", ".a/b", "a--b/c", "a/" + String(repeating: "b", count: 97),
        "a/b@", "a/b@../c", "a/b@/x", "",
    ])
    func refusesWhatIsNoRepository(_ text: String) {
        #expect(throws: HubError.self) { try RepositoryID(text) }
    }

    @Test func readsRepositoriesWithTheirRevision() throws {
        let plain = try RepositoryID("openai/gpt-oss-20b")
        #expect(plain.path == "openai/gpt-oss-20b")
        #expect(plain.revision == "main")
        #expect(try RepositoryID("a/b@refs/pr/1").revision == "refs/pr/1")
        #expect(try RepositoryID("a/b", revision: "v1").revision == "v1")
    }
}
