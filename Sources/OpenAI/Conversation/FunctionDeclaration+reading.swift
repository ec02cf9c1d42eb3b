import JSON

extension FunctionDeclaration {
    /// How an API writes tools.
    enum Style {
        /// `{"type": "function", "function": {"name": …}}`, names up to 64 characters.
        case chat
        /// `{"type": "function", "name": …}`, names up to 128 characters.
        case responses

        /// The object that describes a tool, which chat puts into a member named after its type.
        func inner(of tool: inout RequestReader, type: String) throws(APIError) -> RequestReader {
            self == .chat ? try tool.requiredObject(type) : tool
        }

        fileprivate var nameLimit: Int { self == .chat ? 64 : 128 }
    }

    /// The functions of a request's `tools`: functions, custom tools and, in responses, namespaces of both. Tools of other types are left
    /// out with a warning: agents always send some.
    static func all(
        _ reader: inout RequestReader, style: Style, isEnforced: Bool, warnings: inout Warnings
    ) throws(APIError) -> [FunctionDeclaration] {
        var functions: [FunctionDeclaration] = []
        for var tool in try reader.objects("tools") {
            guard try tool.string("type") == "namespace", style == .responses else {
                try add(&tool, style, isEnforced: isEnforced, to: &functions, &warnings)
                continue
            }
            let name = try tool.requiredString("name")
            try FunctionName.check(declared: name, limit: 64, param: tool.path("name"))
            let namespace = Namespace(name: name, description: try tool.string("description"))
            for var member in try tool.objects("tools") {
                try add(&member, style, in: namespace, isEnforced: isEnforced, to: &functions, &warnings)
            }
            warnings.addUnread(of: tool)
        }
        return functions
    }

    private struct Namespace {
        var name: String
        var description: String?
    }

    private static func add(
        _ tool: inout RequestReader, _ style: Style, in namespace: Namespace? = nil, isEnforced: Bool,
        to functions: inout [FunctionDeclaration], _ warnings: inout Warnings
    ) throws(APIError) {
        let type = try tool.requiredString("type")
        guard type == "function" || type == "custom" else { return warnings.leftOut(tool: type) }
        var inner = try style.inner(of: &tool, type: type)
        let name = try inner.requiredString("name")
        try FunctionName.check(declared: name, limit: style.nameLimit, param: inner.path("name"))
        let client = ClientTool(name: name, namespace: namespace?.name, isCustom: type == "custom")
        var function =
            client.isCustom
            ? try custom(client, &inner, style, isEnforced: isEnforced, &warnings) : try self.function(client, &inner, style)
        guard !functions.contains(where: { $0.name == function.name }) else {
            throw .invalid("Invalid '\(inner.path("name"))': another tool has the name '\(name)'.", param: inner.path("name"))
        }
        function.namespaceDescription = namespace?.description
        // The model has no other place to read it in than the first function.
        if let description = namespace?.description, !functions.contains(where: { $0.tool.namespace == namespace?.name }) {
            function.description = [description, function.description].compactMap { $0 }.joined(separator: "\n")
        }
        functions.append(function)
        if function.strictness == .always, !client.isCustom, !isEnforced { warnings.notEnforced(inner.path("strict")) }
        warnings.addUnread(of: inner)
        if style == .chat { warnings.addUnread(of: tool) }
    }

    private static func function(
        _ client: ClientTool, _ reader: inout RequestReader, _ style: Style
    ) throws(APIError) -> FunctionDeclaration {
        var parameters = reader.value("parameters")
        if let parameters, parameters.objectValue == nil {
            throw .wrongType(reader.path("parameters"), expected: "an object", found: parameters.kindName)
        }
        if parameters == [:] { parameters = nil }
        let strictness: Strictness =
            switch try reader.bool("strict") {
            case true: .always
            case false: .none
            // The published default of chat is false, that of responses true where the schema allows it.
            case nil: style == .chat ? .none : .wherePossible
            }
        var function = FunctionDeclaration(
            client, description: try reader.string("description"), parameters: parameters, strictness: strictness)
        function.param = reader.path("parameters")
        return function
    }

    private static func custom(
        _ client: ClientTool, _ reader: inout RequestReader, _ style: Style, isEnforced: Bool, _ warnings: inout Warnings
    ) throws(APIError) -> FunctionDeclaration {
        let description = try reader.string("description")
        let (format, param) = try CustomFormat.read(&reader, style: style, warnings: &warnings)
        if case .grammar = format, !isEnforced { warnings.notEnforced(reader.path("format")) }
        // Agents send grammars for a parser that knows more of the notation: what is beyond ours is left to the model.
        var function = FunctionDeclaration(
            client, description: description, parameters: format.parameters, strictness: format.lark == nil ? .always : .wherePossible)
        function.format = format
        function.param = param
        if let hint = format.hint { function.description = [description, hint].compactMap { $0 }.joined(separator: "\n") }
        return function
    }
}
