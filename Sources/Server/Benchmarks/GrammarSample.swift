import JSON
import OrderedCollections

/// A schema, and a document that follows it.
struct GrammarSample {
    let name: String
    let schema: JSONValue
    let document: String

    static var all: [GrammarSample] { [answer, large] }

    /// As applications ask for an answer in steps.
    private static var answer: GrammarSample {
        let step: JSONValue = [
            "type": "object",
            "properties": [
                "explanation": ["type": "string"], "output": ["type": "string", "maxLength": 200],
                "confidence": ["type": "number", "minimum": 0, "maximum": 1], "kind": ["enum": ["add", "subtract", "multiply"]],
            ],
            "required": ["explanation", "output", "confidence", "kind"], "additionalProperties": false,
        ]
        let schema: JSONValue = [
            "type": "object",
            "properties": [
                "title": ["type": "string"], "steps": ["type": "array", "items": step],
                "date": ["type": "string", "format": "date-time"], "answer": ["type": "string"],
            ],
            "required": ["title", "steps", "date", "answer"], "additionalProperties": false,
        ]
        let steps = (0..<12).map { index -> JSONValue in
            [
                "explanation": .string(
                    "We look at digit \(index); the carry (\"\(index % 2)\") is added,\nand we go on with the next column."),
                "output": .string("The sum is \(index * 37 + 5), 12 more than before. Naïve café, 日本語."), "confidence": 0.25, "kind": "add",
            ]
        }
        let document: JSONValue = [
            "title": "How to add two numbers, quickly and with confidence", "steps": .array(steps), "date": "2024-02-29T12:30:00Z",
            "answer": "It is 635, of course; the steps above say how it was found.",
        ]
        return GrammarSample(name: "an answer", schema: schema, document: document.serialized)
    }

    /// Sixty definitions of eighteen properties that refer to one another: eighty thousand bytes.
    private static var large: GrammarSample {
        let words = [
            "account", "address", "amount", "branch", "city", "country", "created", "item", "order", "owner", "price", "status", "team",
            "user",
        ]
        func name(_ definition: Int, _ property: Int) -> String {
            "\(words[(definition * 5 + property) % words.count])_\(words[(definition + property * 3) % words.count])_\(property)"
        }
        func schema(_ definition: Int, _ property: Int) -> JSONValue {
            let other = JSONValue.string("#/$defs/d\((definition * 7 + property) % 60)")
            switch property % 9 {
            case 0, 1: return ["type": "string", "description": "What it is called, as people write it."]
            case 2: return ["type": "integer", "minimum": 0]
            case 3: return ["type": "boolean"]
            case 4: return ["enum": .array((0..<4).map { .string(words[(definition + $0 * 3) % words.count]) })]
            case 5: return ["type": ["string", "null"], "format": "date-time"]
            case 6: return ["type": "array", "items": ["$ref": other]]
            case 7: return ["anyOf": [["$ref": other], ["type": "null"]]]
            default: return ["type": "string", "pattern": "^[a-z]{2,8}-[0-9]+$"]
            }
        }
        func value(_ definition: Int, _ property: Int) -> JSONValue {
            switch property % 9 {
            case 0, 1: "Some text, as people write it, number \(definition)"
            case 2: .integer(definition * 1000 + property)
            case 3: .bool(definition % 2 == 0)
            case 4: .string(words[definition % words.count])
            case 5: "2024-02-29T12:30:00Z"
            case 6: []
            case 7: nil
            default: .string("abc-\(definition)")
            }
        }
        func object(_ definition: Int) -> JSONObject {
            JSONObject(uniqueKeysWithValues: (0..<18).map { (name(definition, $0), value(definition, $0)) })
        }
        var definitions = JSONObject()
        for definition in 0..<60 {
            let properties = JSONObject(uniqueKeysWithValues: (0..<18).map { (name(definition, $0), schema(definition, $0)) })
            definitions["d\(definition)"] = [
                "type": "object", "properties": .object(properties), "required": .array(properties.keys.prefix(9).map { .string($0) }),
                "additionalProperties": false,
            ]
        }
        var document = object(0)
        document[name(0, 6)] = .array([.object(object(6)), .object(object(6))])
        document[name(0, 7)] = .object(object(7))
        return GrammarSample(
            name: "a large schema", schema: ["$defs": .object(definitions), "$ref": "#/$defs/d0"],
            document: JSONValue.object(document).serialized)
    }
}
