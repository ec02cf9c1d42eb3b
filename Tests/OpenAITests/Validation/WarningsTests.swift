import JSON
import OpenAI
import OrderedCollections
import Testing

struct WarningsTests {
    @Test func makesNoHeaderWithoutWarnings() {
        #expect(Warnings().headerValue == nil)
    }

    @Test func saysEachThingOnce() {
        var warnings = Warnings()
        for sentence in ["a", "b", "a"] { warnings.add(sentence) }
        #expect(warnings.headerValue == "a; b")
    }

    /// Names come from the client and must not be able to end the header.
    @Test func lettingNothingIntoTheHeaderButVisibleASCII() throws {
        let header = try #require(try chatRequest(["evil\r\nset-cookie: ä\u{7F}": 1]).validated().warnings.headerValue)
        #expect(header == "unknown parameter 'evil??set-cookie: ??' was ignored")
    }

    @Test func staysShortWhateverTheRequest() throws {
        var members: JSONObject = [:]
        for index in 0..<1000 { members[String(repeating: "x", count: 1000) + String(index)] = 1 }
        for index in 0..<1000 { members["y\(index)"] = 1 }
        let header = try #require(try chatRequest(.object(members)).validated().warnings.headerValue)
        #expect(header.utf8.count < 4096)
        #expect(header.hasSuffix("and more"))
    }
}
