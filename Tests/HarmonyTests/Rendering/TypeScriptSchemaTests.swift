import Harmony
import JSON
import Testing

struct TypeScriptSchemaTests {
    @Test(arguments: [
        ("{}", "any"), ("true", "any"), ("null", "any"), (#"{"type":"null"}"#, "any"), (#"{"type":3}"#, "any"),
        (#"{"type":"string"}"#, "string"), (#"{"type":"integer","enum":[1,2]}"#, "number"), (#"{"type":"boolean"}"#, "boolean"),
        (#"{"type":"string","enum":["a",1,"b\"c"]}"#, #""a" | "b"c""#), (#"{"type":"string","enum":[1]}"#, "string"),
        (#"{"type":[]}"#, "any"), (#"{"type":["integer",5,"null","array"]}"#, "number | null | array"),
        (#"{"type":"array"}"#, "Array<any>"), (#"{"type":"array","items":true}"#, "any[]"),
        (#"{"type":"array","items":{"type":"string","enum":["a","b"]}}"#, #""a" | "b"[]"#),
        (#"{"type":"object"}"#, "{\n}"), (#"{"type":"object","properties":[]}"#, "{\n}"),
        (#"{"type":"object","required":["b"],"properties":{"b":{},"a b":{}}}"#, "{\nb: any,\na b?: any,\n}"),
        (#"{"anyOf":[{"type":"string"}]}"#, "any"), (#"{"oneOf":[]}"#, ""), (#"{"oneOf":5,"type":"string"}"#, "string"),
        // Null is added unless the text says it anywhere.
        (#"{"type":"object","properties":{"a":{"type":"string","nullable":true}}}"#, "{\na?: string | null,\n}"),
        (#"{"type":"object","properties":{"a":{"type":"string","enum":["nullable"],"nullable":true}}}"#, "{\na?: \"nullable\",\n}"),
        // Defaults as JSON, strings raw.
        (#"{"type":"object","properties":{"a":{"default":{"b":[1.0,"é"]}}}}"#, "{\na?: any, // default: {\"b\":[1.0,\"é\"]}\n}"),
        (#"{"type":"object","properties":{"a":{"default":"x\"y","enum":[]}}}"#, "{\na?: any, // default: \"x\"y\"\n}"),
        (#"{"type":"object","properties":{"a":{"default":"x","enum":["x"]}}}"#, "{\na?: any, // default: x\n}"),
        (#"{"type":"object","properties":{"a":{"default":null}}}"#, "{\na?: any, // default: null\n}"),
    ])
    func writesTheLibrarysType(_ schema: String, _ type: String) throws {
        #expect(try TypeScriptSchema.type(of: JSONValue(parsing: schema)) == type)
    }

    @Test(
        arguments: [
            { (inner: JSONValue) in ["type": "array", "items": inner] },
            { (inner: JSONValue) in ["oneOf": [inner]] },
            { (inner: JSONValue) in ["type": "object", "properties": ["a": inner]] },
            { (inner: JSONValue) in ["type": "object", "properties": ["a": ["oneOf": [inner]]]] },
        ] as [@Sendable (JSONValue) -> JSONValue])
    func refusesSchemasThatNestTooDeep(_ wrap: @Sendable (JSONValue) -> JSONValue) throws {
        var schema: JSONValue = ["type": "string"]
        for _ in 0..<64 { schema = wrap(schema) }
        _ = try TypeScriptSchema.type(of: schema)
        for _ in 0..<200 { schema = wrap(schema) }
        #expect(throws: HarmonyError.schemaTooDeep(limit: TypeScriptSchema.maximumDepth)) { try TypeScriptSchema.type(of: schema) }
    }
}
