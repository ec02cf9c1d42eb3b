/// The six kinds of JSON value, told by the first byte.
package enum JSONKind: String, Sendable, Hashable {
    case object, array, string, number, null
    case bool = "boolean"
}
