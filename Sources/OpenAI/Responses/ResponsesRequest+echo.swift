import Harmony
import JSON
import OrderedCollections

extension ResponsesRequest {
    /// The request's parameters as the response repeats them, in effect: defaults filled in, tools left out that are not offered.
    var echo: JSONObject {
        var members: JSONObject = [
            "background": .bool(isBackground), "instructions": .nullable(instructions),
            "max_output_tokens": .nullable(maximumTokens), "max_tool_calls": .null, "metadata": .strings(common.metadata),
            "parallel_tool_calls": .bool(common.parallelToolCalls ?? true), "previous_response_id": .nullable(previousResponseID),
            "prompt_cache_key": .nullable(common.promptCacheKey), "reasoning": reasoning.json,
            "safety_identifier": .nullable(common.safetyIdentifier), "service_tier": .string(common.tier.rawValue),
            "store": .bool(isStored),
            "temperature": .double(common.sampling.temperature),
            "text": ["format": format.responseJSON, "verbosity": .string(verbosity.rawValue)],
            "tool_choice": common.toolChoice.responseJSON(common.functions),
            "tools": FunctionDeclaration.responseJSON(of: common.functions),
            "top_logprobs": .integer(topLogprobs ?? 0), "top_p": .double(common.sampling.topP),
            "truncation": .string(truncation.rawValue),
        ]
        if let conversationID { members["conversation"] = ["id": .string(conversationID)] }
        if let user = common.user { members["user"] = .string(user) }
        return members
    }
}

extension ToolChoice {
    /// As a response repeats it.
    fileprivate func responseJSON(_ functions: [FunctionDeclaration]) -> JSONValue {
        switch self {
        case .auto: return "auto"
        case .none: return "none"
        case .required: return "required"
        case .function(let name):
            let tool = functions.first { $0.name == name }?.tool ?? ClientTool(name: name)
            return ["type": tool.isCustom ? "custom" : "function", "name": .string(tool.name)]
        }
    }
}

extension AnswerFormat {
    /// As a response repeats it.
    fileprivate var responseJSON: JSONValue {
        switch self {
        case .text: return ["type": "text"]
        case .grammar: return ["type": "text"]
        case .jsonObject: return ["type": "json_object"]
        case .jsonSchema(let format, let isStrict):
            var members: JSONObject = ["type": "json_schema", "name": .string(format.name)]
            if let description = format.description { members["description"] = .string(description) }
            members["schema"] = format.schema
            members["strict"] = .bool(isStrict)
            return .object(members)
        }
    }
}
