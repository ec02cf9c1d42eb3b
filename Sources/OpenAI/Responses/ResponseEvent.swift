package import JSON

/// One event of a response's stream: `event:` is its name, `data:` its body, which has the name as `type` too.
package struct ResponseEvent: Sendable, Hashable {
    package var name: String
    package var json: JSONValue

    package init(name: String, json: JSONValue) {
        self.name = name
        self.json = json
    }
}
