import JSON
import OrderedCollections

extension AnswerIdentity {
    /// The members with which every object and chunk of a completion begins.
    func head(object: String, serviceTier: String? = nil) -> JSONObject {
        var members: JSONObject = [
            "id": .string(id), "object": .string(object), "created": .integer(created), "model": .string(model),
        ]
        if let serviceTier { members["service_tier"] = .string(serviceTier) }
        if let systemFingerprint { members["system_fingerprint"] = .string(systemFingerprint) }
        return members
    }
}

extension JSONValue {
    /// One of a completion's `choices`.
    static func choice(_ index: Int, _ choice: JSONObject) -> JSONValue {
        var members: JSONObject = ["index": .integer(index)]
        members.merge(choice) { _, new in new }
        return .object(members)
    }
}
