/// The types of JSON Schema.
enum JSONType: String, CaseIterable {
    case null, boolean, object, array, string, number, integer

    /// Those that a value of both types can have: an integer is a number.
    static func intersection(_ left: Set<JSONType>, _ right: Set<JSONType>) -> Set<JSONType> {
        var result = left.intersection(right)
        if left.contains(.integer), right.contains(.number) || right.contains(.integer) { result.insert(.integer) }
        if right.contains(.integer), left.contains(.number) { result.insert(.integer) }
        if result.contains(.number) { result.remove(.integer) }
        return result
    }
}
