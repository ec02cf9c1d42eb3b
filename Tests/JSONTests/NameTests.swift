import JSON
import OrderedCollections
import Testing

@Suite struct NameTests {
    @Test(arguments: [
        (#"{"a":1,"a":2}"#, "a", 7),
        (#"{"":1,"":2}"#, "", 6),
        (#"{"a":1,"b":2,"\u0061":3}"#, "a", 13),
        (#"{"\u0061":1,"b":2,"a":3}"#, "a", 18),
        (#"[{"x":{"longer than a word":0,"y":0,"longer than a word":0}}]"#, "longer than a word", 36),
        ("{\"\u{E9}\":1,\"e\u{301}\":2}", "e\u{301}", 8),
        ("{\"\u{212A}\":1,\"K\":2}", "K", 9),
    ])
    func refusesANameTwice(text: String, name: String, offset: Int) {
        #expect(throws: JSONError.duplicateName(name, offset: offset)) { try JSONValue(parsing: text) }
    }

    /// Fifteen members is where the dictionary starts to hash.
    @Test(arguments: [1, 2, 13, 14, 15, 16, 17, 100])
    func refusesTheFirstNameAgainAfterAnyNumberOfOthers(count: Int) throws {
        let members = (0..<count).map { "\"name\($0)\":\($0)" }
        let text = "{" + members.joined(separator: ",")
        let object = try #require(try JSONValue(parsing: text + "}").objectValue)
        #expect(Array(object.keys) == (0..<count).map { "name\($0)" })
        #expect(object.values.map(\.intValue) == Array(0..<count))
        #expect(throws: JSONError.duplicateName("name0", offset: text.utf8.count + 1)) {
            try JSONValue(parsing: text + ",\"name0\":0}")
        }
    }

    @Test func keepsNamesThatDifferInOneByte() throws {
        let names = (0..<400).map { index in "n" + String(repeating: "x", count: index % 20) + String(index) }
        for size in [2, 15, 16, 400] {
            let text = "{" + names.prefix(size).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
            #expect(try JSONValue(parsing: text).objectValue.map { Array($0.keys) } == Array(names.prefix(size)))
        }
    }
}
