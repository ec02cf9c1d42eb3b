package import JSON
package import OrderedCollections

/// How long the model may think, as the system message's `Reasoning:` line says it.
package enum ReasoningEffort: String, Sendable, Hashable, CaseIterable {
    case low, medium, high
}

/// Which channels the system message allows.
package struct ChannelConfiguration: Sendable, Hashable {
    package var validChannels: [String]
    /// Adds the sentence "Channel must be included for every message."
    package var isRequired: Bool

    package init(validChannels: [String], isRequired: Bool) {
        self.validChannels = validChannels
        self.isRequired = isRequired
    }

    package static let standard = ChannelConfiguration(
        validChannels: [Channel.analysis, Channel.commentary, Channel.final], isRequired: true)
}

/// What a system message says. Every section is left out when its field is `nil`.
package struct SystemContent: Sendable, Hashable {
    package var modelIdentity: String?
    package var reasoningEffort: ReasoningEffort?
    /// Built-in tool namespaces by key; rendered in order of the keys' UTF-8 bytes.
    package var tools: OrderedDictionary<String, ToolNamespace>?
    package var conversationStartDate: String?
    package var knowledgeCutoff: String?
    package var channels: ChannelConfiguration?

    package init(
        modelIdentity: String? = nil, reasoningEffort: ReasoningEffort? = nil,
        tools: OrderedDictionary<String, ToolNamespace>? = nil, conversationStartDate: String? = nil,
        knowledgeCutoff: String? = nil, channels: ChannelConfiguration? = nil
    ) {
        self.modelIdentity = modelIdentity
        self.reasoningEffort = reasoningEffort
        self.tools = tools
        self.conversationStartDate = conversationStartDate
        self.knowledgeCutoff = knowledgeCutoff
        self.channels = channels
    }

    /// The identity that gpt-oss was trained with.
    package static let standardIdentity = "You are ChatGPT, a large language model trained by OpenAI."
    package static let standardKnowledgeCutoff = "2024-06"
}

/// What a developer message says: instructions, function tools, and the formats that answers may be asked in.
package struct DeveloperContent: Sendable, Hashable {
    package var instructions: String?
    /// Tool namespaces by key; functions stand under the key `functions`.
    package var tools: OrderedDictionary<String, ToolNamespace>?
    /// Rendered last, as `# Response Formats`.
    package var responseFormats: [ResponseFormat]

    package init(
        instructions: String? = nil, tools: OrderedDictionary<String, ToolNamespace>? = nil,
        responseFormats: [ResponseFormat] = []
    ) {
        self.instructions = instructions
        self.tools = tools
        self.responseFormats = responseFormats
    }
}

/// A JSON schema that the final answer should follow, under a name.
package struct ResponseFormat: Sendable, Hashable {
    package var name: String
    package var description: String?
    package var schema: JSONValue

    package init(name: String, description: String? = nil, schema: JSONValue) {
        self.name = name
        self.description = description
        self.schema = schema
    }
}

/// A namespace of tools, such as `functions`.
package struct ToolNamespace: Sendable, Hashable {
    package var name: String
    package var description: String?
    package var tools: [Tool]

    package init(name: String, description: String? = nil, tools: [Tool]) {
        self.name = name
        self.description = description
        self.tools = tools
    }
}

/// One tool. `parameters` is a JSON schema, or `nil` where it takes none.
package struct Tool: Sendable, Hashable {
    package var name: String
    package var description: String
    package var parameters: JSONValue?

    package init(name: String, description: String, parameters: JSONValue? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}
