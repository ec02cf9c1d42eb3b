import JSON
import OrderedCollections
import Testing

@Suite struct JSONValueTests {
    private let value: JSONValue = ["a": [1, 2.5, "x", true, nil], "b": ["c": .unsigned(.max)], "d": 3.0]

    @Test func findsMembersAndElements() {
        #expect(value["a"]?[2] == "x")
        #expect(value["b"]?["c"] == .unsigned(.max))
        #expect(value["missing"] == nil)
        #expect(value["a"]?["b"] == nil)
        #expect(value["a"]?[5] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value[0] == nil)
    }

    @Test func givesOnlyWhatItHolds() {
        #expect(value["a"]?[0]?.intValue == 1)
        #expect(value["a"]?[0]?.doubleValue == 1)
        #expect(value["a"]?[1]?.intValue == nil)
        #expect(value["d"]?.intValue == 3)
        #expect(value["b"]?["c"]?.intValue == nil)
        #expect(value["b"]?["c"]?.doubleValue == 0x1p64)
        #expect(JSONValue.double(1e300).intValue == nil)
        #expect(value["a"]?[2]?.stringValue == "x")
        #expect(value["a"]?[2]?.intValue == nil)
        #expect(value["a"]?[3]?.boolValue == true)
        #expect(value["a"]?[0]?.boolValue == nil)
        #expect(value["a"]?[4]?.isNull == true)
        #expect(value["a"]?[3]?.isNull == false)
        #expect(value["a"]?.arrayValue?.count == 5)
        #expect(value["a"]?.objectValue == nil)
        #expect(value.objectValue.map { Array($0.keys) } == ["a", "b", "d"])
    }

    @Test func tellsApartWhatIsWrittenDifferently() {
        #expect(JSONValue.integer(1) != .double(1))
        #expect((["a": 1, "b": 2] as JSONValue) != ["b": 2, "a": 1])
        #expect(("\(1 + 1)" as JSONValue) == .string("2"))
    }

    @Test func parsesAnyCollectionOfBytes() throws {
        let bytes = Array("x[1]x".utf8)
        #expect(try JSONValue(parsing: bytes[1..<4]) == [1])
        #expect(try JSONValue(parsing: bytes[1..<4].lazy.map { $0 }) == [1])
        #expect(throws: JSONError.unexpectedEnd(expected: "a value", offset: 0)) { try JSONValue(parsing: [UInt8]()) }
    }
}
