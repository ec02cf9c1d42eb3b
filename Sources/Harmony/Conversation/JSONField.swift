import JSON

/// A value within a JSON document and the path to it, for errors that name the place.
struct JSONField {
    let value: JSONValue
    /// As in `messages[2].role`; empty for the document itself.
    let path: String

    init(_ value: JSONValue, path: String) {
        self.value = value
        self.path = path
    }

    /// The member of this name; `nil` where it is missing or null.
    func optional(_ name: String) -> JSONField? {
        guard let member = value[name], !member.isNull else { return nil }
        return JSONField(member, path: path.isEmpty ? name : "\(path).\(name)")
    }

    func required(_ name: String) throws(HarmonyError) -> JSONField {
        guard let field = optional(name) else { throw .invalidJSON(path: path.isEmpty ? name : "\(path).\(name)", expected: "given") }
        return field
    }

    func string(_ name: String) throws(HarmonyError) -> String? {
        try optional(name)?.string()
    }

    func string() throws(HarmonyError) -> String {
        guard let string = value.stringValue else { throw .invalidJSON(path: path, expected: "a string") }
        return string
    }

    /// A string that names one of a few things.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(_ find: (String) -> Choice?) throws(HarmonyError) -> Choice {
        guard let choice = find(try string()) else {
            throw .invalidJSON(path: path, expected: "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    func elements() throws(HarmonyError) -> [JSONField] {
        guard let values = value.arrayValue else { throw .invalidJSON(path: path, expected: "an array") }
        return values.enumerated().map { JSONField($1, path: "\(path)[\($0)]") }
    }
}
