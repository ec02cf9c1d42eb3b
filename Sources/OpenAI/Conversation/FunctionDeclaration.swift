package import JSON
import OrderedCollections

/// A tool that the client offers, as a function for the model.
package struct FunctionDeclaration: Sendable, Hashable {
    /// The model's.
    package var name: String
    package var description: String?
    /// A JSON schema; `nil` where the function takes nothing.
    package var parameters: JSONValue?
    /// How far a call's arguments are held to the parameters.
    package var strictness: Strictness
    /// Where the request has the parameters, for errors.
    package var param = "tools"
    /// What the client calls it.
    package var tool: ClientTool
    /// Of a custom tool.
    var format = CustomFormat.text
    /// The Lark grammar that a custom tool's input is held to.
    package var inputGrammar: String? { format.lark }
    /// What the client says of the tool itself, and of its namespace.
    var clientDescription: String?
    var namespaceDescription: String?

    package init(name: String, description: String? = nil, parameters: JSONValue? = nil, strictness: Strictness = .none) {
        self.init(ClientTool(name: name), description: description, parameters: parameters, strictness: strictness)
    }

    init(_ tool: ClientTool, description: String?, parameters: JSONValue?, strictness: Strictness) {
        self.tool = tool
        name = tool.functionName
        self.description = description
        clientDescription = description
        self.parameters = parameters
        self.strictness = strictness
    }
}

/// How far what a model writes is held to a schema.
package enum Strictness: Sendable, Hashable {
    /// It is shown to the model; what it writes is JSON.
    case none
    /// All of it, unless the schema asks for something that cannot be held to.
    case wherePossible
    /// All of it, or the request is refused.
    case always
}

extension FunctionDeclaration {
    /// As a response's `tools` lists it, without its namespace.
    private var responseJSON: JSONValue {
        guard tool.isCustom else {
            return [
                "type": "function", "name": .string(tool.name), "description": .nullable(clientDescription),
                "parameters": parameters ?? .null, "strict": .bool(strictness != .none),
            ]
        }
        var members: JSONObject = ["type": "custom", "name": .string(tool.name)]
        if let clientDescription { members["description"] = .string(clientDescription) }
        members["format"] = format.responseJSON
        return .object(members)
    }

    /// A response's `tools`: those of a namespace together, where its first stands.
    static func responseJSON(of functions: [FunctionDeclaration]) -> JSONValue {
        var tools: [JSONValue] = []
        var toldNamespaces: Set<String> = []
        for function in functions {
            guard let namespace = function.tool.namespace else {
                tools.append(function.responseJSON)
                continue
            }
            guard toldNamespaces.insert(namespace).inserted else { continue }
            let members = functions.filter { $0.tool.namespace == namespace }.map(\.responseJSON)
            tools.append([
                "type": "namespace", "name": .string(namespace), "description": .string(function.namespaceDescription ?? ""),
                "tools": .array(members),
            ])
        }
        return .array(tools)
    }
}
