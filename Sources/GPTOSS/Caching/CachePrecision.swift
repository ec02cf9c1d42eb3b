/// In what numbers a cache holds keys and values.
package enum CachePrecision: String, Sendable, Hashable, CaseIterable {
    case float32
    /// Rounded to 8 bits, with a float32 scale for each key and each value of each head: at 64 dimensions a head, 17/64 of the memory.
    case int8
}
