import Foundation
import Grammar
import JSON
import OrderedCollections
import Testing

struct SchemaTests {
    private static let compiler = Result { try Vocabularies.compiler() }

    private func grammar(_ schema: JSONValue) throws -> CompiledGrammar {
        try Self.compiler.get().compile(.source(.jsonSchema(schema)))
    }

    private func grammar(_ schema: String) throws -> CompiledGrammar { try grammar(JSONValue(parsing: schema)) }

    /// `Fixtures/make_fixtures.py` made them.
    @Test func textsAreAcceptedAndRejectedAsTheJsonschemaPackageSays() throws {
        let lines = try String(contentsOfFile: Bundle.module.bundlePath + "/Fixtures/schemas.jsonl", encoding: .utf8).split(separator: "\n")
        #expect(lines.count >= 100)
        for line in lines {
            let fixture = try JSONValue(parsing: String(line))
            let grammar = try grammar(#require(fixture["schema"]))
            for pair in fixture["cases"]?.arrayValue ?? [] {
                let text = try #require(pair[0]?.stringValue)
                #expect(grammar.matches(text) == (pair[1] == true), "\(text) \(fixture["schema"]?.serialized ?? "")")
            }
        }
    }

    @Test(arguments: [
        (#"{"type": "integer", "minimum": -12, "maximum": 345}"#, -1000...1000, -12...345),
        (#"{"type": "integer", "exclusiveMinimum": 9, "exclusiveMaximum": 100}"#, -20...2000, 10...99),
        (#"{"type": "integer", "minimum": -105, "exclusiveMaximum": -7}"#, -2000...100, -105 ... -8),
        (#"{"type": "integer", "minimum": 0.5, "maximum": 10.5}"#, -20...200, 1...10),
    ])
    func integersWithinBounds(schema: String, tried: ClosedRange<Int>, good: ClosedRange<Int>) throws {
        let grammar = try grammar(schema)
        for number in tried { #expect(grammar.matches(String(number)) == good.contains(number), "\(number)") }
    }

    @Test func everyNumberIsComparedWithItsBounds() throws {
        var generator = SplitMix64(state: 5)
        for _ in 0..<60 {
            func bound() -> Double {
                Double(Int.random(in: -2000...2000, using: &generator)) / ([1, 10, 100, 1000].randomElement(using: &generator) ?? 1)
            }
            let (low, high) = (bound(), bound())
            guard low < high else { continue }
            let isExclusive = Bool.random(using: &generator)
            let grammar = try grammar([
                "type": "number", isExclusive ? "exclusiveMinimum" : "minimum": .double(low),
                isExclusive ? "exclusiveMaximum" : "maximum": .double(high),
            ])
            for _ in 0..<200 {
                let value = Bool.random(using: &generator) ? bound() : ([low, high].randomElement(using: &generator) ?? low)
                let text = value == value.rounded() && Bool.random(using: &generator) ? String(Int(value)) : "\(value)0"
                guard !text.contains("e") else { continue }
                let isGood = isExclusive ? value > low && value < high : value >= low && value <= high
                #expect(grammar.matches(text) == isGood, "\(text) between \(low) and \(high)")
            }
        }
    }

    @Test func anyJSONIsReadInJSONModeAndNothingElse() throws {
        let grammar = try Self.compiler.get().compile(.source(.jsonObject))
        for text in [
            "{}", #"{"a":1}"#, #"{ "a": [1.5e3, -0, true, null, {"b": []}], "c": "\u00e9\ud83d\ude00\n" }"#,
            "{\n  \"a\": {\n    \"b\": 1\n  }\n}",
        ] { #expect(grammar.matches(text), "\(text)") }
        for text in ["", "[]", "1", #"{"a"}"#, #"{"a":01}"#, #"{"a":1,}"#, #"{"a":"\ud83d"}"#, "{\"a\":\"\n\"}", #"{a:1}"#, "{}x"] {
            #expect(!grammar.matches(text), "\(text)")
        }
    }

    @Test func whiteSpaceIsBounded() throws {
        let grammar = try grammar(#"{"type": "array", "items": {"type": "null"}}"#)
        for text in ["[null,null]", "[null, null]", "[\n  null,\n  null\n]", "[ ]"] { #expect(grammar.matches(text), "\(text)") }
        for text in ["[null ,null]", "[null,  null]", "[\n\nnull]", " []", "[] "] { #expect(!grammar.matches(text), "\(text)") }
    }

    @Test(arguments: [
        #"{"type": "array"}"#, #"{"type": "array", "items": {}}"#, #"{"type": "array", "items": {}, "maxItems": 3}"#,
        #"{"type": "array", "prefixItems": [{}]}"#, #"{"type": "array", "minItems": 1}"#,
    ])
    func nothingEndsBehindAComma(schema: String) throws {
        let grammar = try grammar(schema)
        for text in ["[1]", "[1,2]", "[[],{}]", "[[1],2]"] { #expect(grammar.matches(text), "\(text)") }
        for text in ["[,]", "[1,]", "[1, ]", "[1,2,]", "[[1,]]", "[{\"a\":1,}]", "[1,,2]"] { #expect(!grammar.matches(text), "\(text)") }
    }

    @Test func propertiesComeInTheSchemasOrderAndNamesOnce() throws {
        let grammar = try grammar(#"{"type": "object", "properties": {"a": {}, "b": {}}, "required": ["b"]}"#)
        for text in [#"{"b":1}"#, #"{"a":1,"b":1}"#, #"{"b":1,"c":1}"#] { #expect(grammar.matches(text), "\(text)") }
        for text in [#"{}"#, #"{"b":1,"a":1}"#, #"{"b":1,"b":2}"#, #"{"b":1,"\u0062":2}"#, #"{"c":1,"b":1}"#] {
            #expect(!grammar.matches(text), "\(text)")
        }
    }

    @Test func propertiesByPattern() throws {
        let grammar = try grammar(
            #"{"type": "object", "properties": {"x-a": {"type": "integer", "minimum": 1}}, "patternProperties": {"^x-": {"type": "integer", "maximum": 5}}, "additionalProperties": false}"#
        )
        for text in ["{}", #"{"x-a":3}"#, #"{"x-b":-3}"#] { #expect(grammar.matches(text), "\(text)") }
        for text in [#"{"x-a":6}"#, #"{"x-a":0}"#, #"{"x-b":9}"#, #"{"y":1}"#] { #expect(!grammar.matches(text), "\(text)") }
    }

    @Test(arguments: [
        (#"{"type": "object", "properties": {"a": {"not": {}}}}"#, "/properties/a/not"),
        (##"{"$defs": {"x": {"if": {}}}, "$ref": "#/$defs/x"}"##, "/$defs/x/if"),
        (#"{"type": "array", "uniqueItems": true}"#, "/uniqueItems"),
        (#"{"$ref": "http://example.com/schema"}"#, "/$ref"),
        (##"{"$ref": "#/$defs/missing"}"##, "/$ref"),
        (#"{"type": "text"}"#, "/type"),
        (#"{"type": "string", "pattern": "(?=a)"}"#, "/pattern"),
        (#"{"type": "object", "propertyNames": {"maxLength": 0}, "required": ["a"]}"#, ""),
        (#"{"type": "object", "properties": {"a~/b": {"minLength": -1}}}"#, "/properties/a~0~1b/minLength"),
        (#"{"allOf": [{"type": "string"}, {"type": "integer"}]}"#, ""),
        (#"{"type": "object", "properties": {"a": {"enum": []}}, "required": ["a"]}"#, "/properties/a"),
        (##"{"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]}"##, ""),
        (##"{"$ref": "#"}"##, ""),
        (##"{"anyOf": [{"$ref": "#"}]}"##, ""),
        (#"{"type": "string", "minLength": 3, "maxLength": 2}"#, ""),
        (#"{"type": "array", "minItems": 5000, "items": {}}"#, ""),
    ])
    func whatCannotBeHeldToIsRefusedWithItsPlace(schema: String, path: String) throws {
        let error = try #require(throws: GrammarError.self) { try grammar(schema) }
        let place = Mirror(reflecting: error).children.first.flatMap {
            Mirror(reflecting: $0.value).children.first { $0.label == "path" }?.value as? String
        }
        #expect(place == path, "\(error)")
    }

    @Test func anAlternativeThatIsImpossibleIsLeftOut() throws {
        let grammar = try grammar(##"{"anyOf": [{"type": "string", "minLength": 3, "maxLength": 2}, {"type": "null"}, {"$ref": "#"}]}"##)
        #expect(grammar.matches("null"))
        var matcher = Matcher(grammar)
        #expect(matcher.advance(UInt8(ascii: "\"")) == false)
    }

    @Test func longStringsAreCountedInCharacters() throws {
        let grammar = try grammar(#"{"type": "string", "minLength": 2, "maxLength": 50000}"#)
        func text(_ count: Int) -> String { "\"" + String(repeating: "é", count: count) + "\"" }
        #expect(grammar.matches(text(50_000)))
        #expect(!grammar.matches(text(50_001)))
        #expect(!grammar.matches(text(1)))
        #expect(grammar.matches(#""\n\"""#))
    }

    private func object(_ count: Int, _ value: (Int) -> JSONValue) -> JSONValue {
        .object(JSONObject(uniqueKeysWithValues: (0..<count).map { ("p\($0)", value($0)) }))
    }

    /// Each of them would take minutes, with sizes that are all within bounds.
    @Test func whatTakesTooLongIsRefused() throws {
        // Automata whose products are large, and empty.
        let patterns = (0..<20).map { number -> JSONValue in ["pattern": .string("^(a{\(105 + number)}|b)*cdefghijk\(number)$")] }
        let products = object(1000) { number in
            ["type": "string", "allOf": [patterns[number % 20], patterns[(number / 20 + number % 20 + 1) % 20]]]
        }
        // All of a long list for each property.
        let list = (0..<1500).map { number -> JSONValue in ["title": .string("\(number)")] }
        let lists = object(1000) { number in ["allOf": [["$ref": "#/$defs/all"], ["title": .string("\(number)")]]] }
        let values = JSONValue.array((0..<900).map { .integer($0) })
        let enums = object(800) { number in
            ["allOf": [["$ref": "#/$defs/a"], ["$ref": "#/$defs/b"], ["enum": [.integer(number)]]]]
        }
        let schemas: [JSONValue] = [
            ["type": "object", "properties": products],
            ["$defs": ["all": ["allOf": .array(list)]], "type": "object", "properties": lists],
            ["$defs": ["a": ["enum": values], "b": ["enum": values]], "type": "object", "properties": enums],
        ]
        for schema in schemas {
            let error = #expect(throws: GrammarError.self) { try grammar(schema) }
            #expect("\(error, default: "none")".contains("work"))
        }
    }

    @Test func hostileSchemasCostABoundedAmount() throws {
        func nested(_ levels: Int) -> JSONValue { (0..<levels).reduce(["type": "null"]) { inner, _ in ["type": "array", "items": inner] } }
        _ = try? grammar(nested(60))
        #expect(throws: GrammarError.self) { try grammar(nested(200)) }
        let wide = JSONValue.array((0..<20_000).map { .integer($0) })
        #expect(throws: GrammarError.self) { try grammar(["enum": wide]) }
        // Alternatives that multiply.
        let pair: JSONValue = ["anyOf": [["properties": ["a": ["type": "string"]]], ["properties": ["b": ["type": "string"]]]]]
        _ = try? grammar(["allOf": .array((0..<40).map { _ in pair })])
        _ = try? grammar(["type": "string", "pattern": "(a|b)*a(a|b){30}"])
        _ = try? grammar(["type": "integer", "multipleOf": 997, "minimum": 1e300])
        _ = try? grammar([
            "type": "array", "items": ["type": "array", "items": ["type": "array", "maxItems": 1000], "maxItems": 1000], "maxItems": 1000,
        ])
    }

    @Test func anyJSONIsReadAsASchemaOrRefused() throws {
        var generator = SplitMix64(state: 9)
        let keywords = [
            "type", "properties", "required", "items", "anyOf", "allOf", "$ref", "enum", "const", "minimum", "maximum", "pattern", "format",
            "minLength",
            "maxLength", "additionalProperties", "patternProperties", "prefixItems", "minItems", "maxItems", "$defs", "multipleOf", "not",
            "a",
        ]
        func value(_ depth: Int) -> JSONValue {
            switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
            case 0: return nil
            case 1: return .bool(.random(using: &generator))
            case 2: return .integer(.random(in: -3...9, using: &generator))
            case 3:
                return .string(
                    ["string", "object", "array", "integer", "a", "#", "#/$defs/a", "^a"].randomElement(using: &generator) ?? "a")
            case 4: return 1.5
            case 5: return .array([.string("a")])
            case 6: return .array((0..<Int.random(in: 0..<3, using: &generator)).map { _ in value(depth - 1) })
            default:
                var members = JSONObject()
                for _ in 0..<Int.random(in: 0..<4, using: &generator) {
                    members[keywords.randomElement(using: &generator) ?? "a"] = value(depth - 1)
                }
                return .object(members)
            }
        }
        for _ in 0..<20_000 { _ = try? grammar(value(4)) }
    }
}
