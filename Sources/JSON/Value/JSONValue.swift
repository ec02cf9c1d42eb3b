package import OrderedCollections

/// The members of a JSON object in the order they were written. Names are unique: the parser refuses duplicates.
package typealias JSONObject = OrderedDictionary<String, JSONValue>

/// A JSON value (RFC 8259) that keeps member order and integers exactly.
///
/// Equality is structural: objects compare with their order, and `.integer(1)` is not `.double(1)`, because
/// the two are written differently.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number written without fraction or exponent that fits 64 bits.
    case integer(Int)
    /// A number written without fraction or exponent in `Int.max + 1 ... UInt.max`.
    case unsigned(UInt)
    /// Every other number, as the nearest binary64; always finite. Integers of up to 20 digits beyond 64 bits are among
    /// them: schemas written by JavaScript hold -9223372036854776000 for the least 64-bit integer.
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}
