import JSON

extension ToolChoice {
    private enum Mode: String, CaseIterable {
        case none, auto, required
    }

    private enum ObjectType: String, CaseIterable {
        case function, custom
        case allowedTools = "allowed_tools"
    }

    /// Reads `tool_choice`. `allowed_tools` cuts the functions down to those named, which is all that its mode `auto` asks for.
    init(
        _ reader: inout RequestReader, style: FunctionDeclaration.Style, functions: inout [FunctionDeclaration],
        capabilities: Capabilities, warnings: inout Warnings
    ) throws(APIError) {
        let path = reader.path("tool_choice")
        guard let value = reader.value("tool_choice") else {
            self = .auto
            return
        }
        if case .string(let text) = value {
            guard let mode = Mode(rawValue: text) else { throw .notAmong(Mode.allCases.map(\.rawValue), value: text, param: path) }
            self.init(mode)
        } else {
            guard case .object = value else { throw .wrongType(path, expected: "a string or an object", found: value.kindName) }
            var choice = try RequestReader(value, path: path)
            let type = try choice.requiredString("type")
            switch ObjectType(rawValue: type) {
            case .function, .custom:
                var inner = try style.inner(of: &choice, type: type)
                let name = try inner.requiredString("name")
                let found = try Self.functions(named: name, isCustom: type == "custom", among: functions, param: inner.path("name"))
                self = .function(found[0].name)
            case .allowedTools:
                var inner = try style.inner(of: &choice, type: type)
                self = try Self.allowed(&inner, style: style, functions: &functions, warnings: &warnings)
            case nil:
                throw .unsupportedValue(
                    "Tool choices of type '\(APIError.excerpt(type))' are not supported by this server. Supported types are: "
                        + "\(APIError.list(ObjectType.allCases.map(\.rawValue))).",
                    param: choice.path("type"))
            }
        }
        try check(functions, capabilities: capabilities, param: path)
    }

    private init(_ mode: Mode) {
        switch mode {
        case .none: self = .none
        case .auto: self = .auto
        case .required: self = .required
        }
    }

    private static func allowed(
        _ reader: inout RequestReader, style: FunctionDeclaration.Style, functions: inout [FunctionDeclaration],
        warnings: inout Warnings
    ) throws(APIError) -> ToolChoice {
        let mode: Mode? = try reader.choice("mode")
        guard let mode, mode != .none else { throw .missing(reader.path("mode")) }
        var names: Set<String> = []
        for var tool in try reader.objects("tools") {
            let type = try tool.requiredString("type")
            guard type == "function" || type == "custom" else {
                warnings.leftOut(tool: type)
                continue
            }
            var inner = try style.inner(of: &tool, type: type)
            let name = try inner.requiredString("name")
            names.formUnion(
                try self.functions(named: name, isCustom: type == "custom", among: functions, param: inner.path("name")).map(\.name))
        }
        functions.removeAll { !names.contains($0.name) }
        return ToolChoice(mode)
    }

    /// Those that the client means by a name: several where namespaces have a tool of the same name.
    ///
    /// - Throws: 400 where there is none.
    static func functions(
        named name: String, isCustom: Bool = false, among functions: [FunctionDeclaration], param: String
    ) throws(APIError) -> [FunctionDeclaration] {
        let found = functions.filter { $0.tool.name == name && $0.tool.isCustom == isCustom }
        guard !found.isEmpty else {
            let kind = isCustom ? "custom tool" : "function"
            throw .invalid("Invalid '\(param)': the \(kind) '\(APIError.excerpt(name))' is not among 'tools'.", param: param)
        }
        return found
    }

    /// Forcing a call needs something to call, and a grammar.
    func check(_ functions: [FunctionDeclaration], capabilities: Capabilities, param: String) throws(APIError) {
        guard self != .auto, self != .none else { return }
        guard !functions.isEmpty else {
            throw .invalid("Invalid '\(param)': a call can only be required where 'tools' has a function.", param: param)
        }
        guard capabilities.forcesToolCalls else {
            throw .unsupportedValue(
                "Invalid '\(param)': this server cannot force a call yet. Supported values are: 'auto' and 'none'.", param: param)
        }
    }
}
