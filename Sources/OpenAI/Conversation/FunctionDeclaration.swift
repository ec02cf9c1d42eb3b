package import JSON

/// A function that the client offers to the model.
package struct FunctionDeclaration: Sendable, Hashable {
    package var name: String
    package var description: String?
    /// A JSON schema; `nil` where the function takes nothing.
    package var parameters: JSONValue?
    package var isStrict: Bool?
    /// Where the request has the parameters, for errors.
    package var param = "tools"

    package init(name: String, description: String? = nil, parameters: JSONValue? = nil, isStrict: Bool? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.isStrict = isStrict
    }

    /// As a response's `tools` lists it.
    package var responseJSON: JSONValue {
        [
            "type": "function", "name": .string(name), "description": .nullable(description), "parameters": parameters ?? .null,
            "strict": .bool(isStrict ?? false),
        ]
    }
}

extension FunctionDeclaration {
    /// How an API writes function tools.
    enum Style {
        /// `{"type": "function", "function": {"name": …}}`, names up to 64 characters.
        case chat
        /// `{"type": "function", "name": …}`, names up to 128 characters.
        case responses
    }

    /// The functions of a request's `tools`. Tools of other types are left out with a warning: agents always send some.
    static func all(
        _ reader: inout RequestReader, style: Style, isEnforced: Bool, warnings: inout Warnings
    ) throws(APIError) -> [FunctionDeclaration] {
        var functions: [FunctionDeclaration] = []
        var names: Set<String> = []
        for var tool in try reader.objects("tools") {
            let type = try tool.requiredString("type")
            guard type == "function" else {
                warnings.leftOut(tool: type)
                continue
            }
            var inner = style == .chat ? try tool.requiredObject("function") : tool
            let function = try FunctionDeclaration(&inner, nameLimit: style == .chat ? 64 : 128)
            guard names.insert(function.name).inserted else {
                throw .invalid("Invalid '\(inner.path("name"))': another tool has the name '\(function.name)'.", param: inner.path("name"))
            }
            functions.append(function)
            if function.isStrict == true, !isEnforced { warnings.notEnforced(inner.path("strict")) }
            warnings.addUnread(of: inner)
            if style == .chat { warnings.addUnread(of: tool) }
        }
        return functions
    }

    private init(_ reader: inout RequestReader, nameLimit: Int) throws(APIError) {
        name = try reader.requiredString("name")
        try FunctionName.check(declared: name, limit: nameLimit, param: reader.path("name"))
        description = try reader.string("description")
        isStrict = try reader.bool("strict")
        param = reader.path("parameters")
        parameters = reader.value("parameters")
        if let parameters, parameters.objectValue == nil {
            throw .wrongType(reader.path("parameters"), expected: "an object", found: parameters.kindName)
        }
        if parameters == [:] { parameters = nil }
    }
}
