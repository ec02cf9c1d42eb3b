import JSON

/// A schema by its place in the document.
struct SchemaLocation: Hashable {
    /// RFC 6901; empty for the whole document.
    let pointer: String
    let schema: JSONValue

    static func == (left: SchemaLocation, right: SchemaLocation) -> Bool { left.pointer == right.pointer }
    func hash(into hasher: inout Hasher) { hasher.combine(pointer) }

    func child(_ name: String, _ value: JSONValue) -> SchemaLocation {
        SchemaLocation(pointer: pointer + "/" + Self.escaped(name), schema: value)
    }

    /// The elements of an array that is a member, each a schema.
    func children(_ name: String, _ values: [JSONValue]) -> [SchemaLocation] {
        values.enumerated().map { SchemaLocation(pointer: "\(pointer)/\(name)/\($0.offset)", schema: $0.element) }
    }

    private static func escaped(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return name }
        return name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

/// Schemas that hold together, for one value.
struct Conjunction: Hashable {
    /// Sorted, none twice. None: any value.
    var schemas: [SchemaLocation]
    /// Lists of alternatives of which one has been chosen: it is among `schemas`, and the list says no more.
    var resolved: [String] = []
    /// Those of `schemas` that were chosen.
    var chosen: [String] = []

    init(_ schemas: [SchemaLocation]) {
        self.schemas = schemas.count < 2 ? schemas : Array(Set(schemas)).sorted { $0.pointer < $1.pointer }
    }

    /// The same with one alternative of a list.
    func choosing(_ schema: SchemaLocation, from list: String) -> Conjunction {
        var result = Conjunction(schemas + [schema])
        result.resolved = (resolved + [list]).sorted()
        result.chosen = (chosen + [schema.pointer]).sorted()
        return result
    }
}
