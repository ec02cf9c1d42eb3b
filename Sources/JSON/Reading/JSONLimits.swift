/// What a document may cost before it is refused. Strings, names and element counts are bounded by the document's size.
package struct JSONLimits: Sendable, Hashable {
    /// Nesting of arrays and objects; a document that is a bare scalar has depth 0. RFC 8259 §9 allows the limit.
    package var maximumDepth: Int
    /// Size of the whole document in bytes.
    package var maximumBytes: Int

    package init(maximumDepth: Int = 128, maximumBytes: Int = 32 << 20) {
        self.maximumDepth = maximumDepth
        self.maximumBytes = maximumBytes
    }

    /// For documents from the network: depth 128, 32 MiB.
    package static let standard = JSONLimits()
}
