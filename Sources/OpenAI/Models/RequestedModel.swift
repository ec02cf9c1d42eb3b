package import JSON

/// What a request's body says of its model, before anything else of it is read: how the rest is read depends on the model.
package enum RequestedModel {
    /// - Returns: `nil` where it names none.
    /// - Throws: 400 where the body is no object, or the name no text.
    package static func name(in body: JSONValue) throws(APIError) -> String? {
        var reader = try RequestReader(body, path: "")
        return try reader.string("model")
    }
}
