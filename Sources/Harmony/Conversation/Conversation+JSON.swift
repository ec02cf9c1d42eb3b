package import JSON
import OrderedCollections

extension Conversation {
    /// Reads the JSON that openai-harmony reads and writes: `{"messages": [{"role", "name", "recipient", "channel",
    /// "content_type", "content"}]}`, where content is a string or a list of parts of the types `text`, `system_content`
    /// and `developer_content`. A field that is missing or null stays `nil` and gets no default. Developer content may
    /// have `response_formats`, which are ours. Unknown fields are ignored.
    ///
    /// Throws `HarmonyError.invalidJSON`.
    package init(json: JSONValue) throws(HarmonyError) {
        let messages = try JSONField(json, path: "").required("messages").elements()
        self.init(try messages.map(Message.init(field:)))
    }
}

extension Message {
    fileprivate init(field: JSONField) throws(HarmonyError) {
        let role: Role = try field.required("role").choice { Role(rawValue: $0) }
        self.init(Author(role, name: try field.string("name")), content: [])
        recipient = try field.string("recipient")
        channel = try field.string("channel")
        contentType = try field.string("content_type")
        let content = try field.required("content")
        self.content =
            if let text = content.value.stringValue {
                [.text(text)]
            } else {
                try content.elements().map(Content.init(field:))
            }
    }
}

extension Content {
    fileprivate init(field: JSONField) throws(HarmonyError) {
        switch try field.required("type").string() {
        case "text": self = .text(try field.required("text").string())
        case "system_content": self = .system(try SystemContent(field: field))
        case "developer_content": self = .developer(try DeveloperContent(field: field))
        default: throw .invalidJSON(path: field.path + ".type", expected: "text, system_content or developer_content")
        }
    }
}

extension SystemContent {
    fileprivate init(field: JSONField) throws(HarmonyError) {
        self.init(
            modelIdentity: try field.string("model_identity"),
            reasoningEffort: try field.optional("reasoning_effort")?.choice { ReasoningEffort(rawValue: $0.lowercased()) },
            tools: try field.tools(),
            conversationStartDate: try field.string("conversation_start_date"),
            knowledgeCutoff: try field.string("knowledge_cutoff"))
        if let configuration = field.optional("channel_config") {
            let names = try configuration.required("valid_channels").elements()
            channels = ChannelConfiguration(
                validChannels: try names.map { name throws(HarmonyError) in try name.string() },
                isRequired: configuration.value["channel_required"]?.boolValue ?? false)
        }
    }
}

extension DeveloperContent {
    fileprivate init(field: JSONField) throws(HarmonyError) {
        let formats = try field.optional("response_formats")?.elements() ?? []
        self.init(
            instructions: try field.string("instructions"), tools: try field.tools(),
            responseFormats: try formats.map(ResponseFormat.init(field:)))
    }
}

extension ResponseFormat {
    fileprivate init(field: JSONField) throws(HarmonyError) {
        self.init(
            name: try field.required("name").string(), description: try field.string("description"),
            schema: try field.required("schema").value)
    }
}

extension JSONField {
    fileprivate func tools() throws(HarmonyError) -> OrderedDictionary<String, ToolNamespace>? {
        guard let field = optional("tools") else { return nil }
        guard let members = field.value.objectValue else { throw .invalidJSON(path: field.path, expected: "an object") }
        var namespaces: OrderedDictionary<String, ToolNamespace> = [:]
        for (key, value) in members {
            let namespace = JSONField(value, path: "\(field.path).\(key)")
            let tools = try namespace.optional("tools")?.elements() ?? []
            namespaces[key] = ToolNamespace(
                name: try namespace.required("name").string(), description: try namespace.string("description"),
                tools: try tools.map(Tool.init(field:)))
        }
        return namespaces
    }
}

extension Tool {
    fileprivate init(field: JSONField) throws(HarmonyError) {
        self.init(
            name: try field.required("name").string(), description: try field.string("description") ?? "",
            parameters: field.optional("parameters")?.value)
    }
}
