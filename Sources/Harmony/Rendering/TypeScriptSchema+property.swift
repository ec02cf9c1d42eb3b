import JSON

extension TypeScriptSchema {
    /// One member of an object type: comments about it, then `name?: type,`.
    func property(_ name: String, _ schema: JSONValue, isRequired: Bool) throws(HarmonyError) -> String {
        let isUnion = schema["oneOf"] != nil
        var text = ""
        if let title = schema["title"]?.stringValue { text += "\(indent)// \(title)\n\(indent)//\n" }
        if !isUnion, let description = schema["description"]?.stringValue { text += "\(indent)// \(description)\n" }
        if let examples = schema["examples"]?.arrayValue, !examples.isEmpty {
            text += "\(indent)// Examples:\n"
            for example in examples.compactMap(\.stringValue) { text += "\(indent)// - \"\(example)\"\n" }
        }
        let key = name + (isRequired ? "" : "?")
        if let variants = schema["oneOf"]?.arrayValue {
            return text + (try unionProperty(key, nested(schema), variants))
        }
        let value = nested(schema, indentedBy: 4)
        text += "\(indent)\(key): \(try value.nullableType()),"
        if !isUnion, let defaultText = value.defaultText() { text += " // \(defaultText)" }
        return text + "\n"
    }

    /// A member with `oneOf`: one line a variant, each with its own comment.
    private func unionProperty(_ key: String, _ property: TypeScriptSchema, _ variants: [JSONValue]) throws(HarmonyError) -> String {
        var text = ""
        let isDescribed = property.description != nil && property.description != variants.first?["description"]?.stringValue
        if isDescribed, let description = property.description { text += "\(indent)// \(description)\n" }
        if let defaultText = property.defaultText() { text += "\(indent)// \(defaultText)\n" }
        text += "\(indent)\(key):\n"
        for (index, variant) in variants.enumerated() {
            let part = nested(variant, indentedBy: 3)
            text += "\(indent) | \(try part.nullableType())"
            let isSaid = part.description == property.description || (index == 0 && isDescribed)
            let comment = [isSaid ? nil : part.description, part.defaultText()].compactMap(\.self)
            if !comment.isEmpty { text += " // \(comment.joined(separator: " "))" }
            text += "\n"
        }
        return text + "\(indent),\n"
    }
}
