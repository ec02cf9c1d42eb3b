/// How much is stored.
package struct StoreUsage: Sendable, Hashable {
    package var count: Int
    /// Of the documents alone.
    package var bytes: Int

    package init(count: Int, bytes: Int) {
        self.count = count
        self.bytes = bytes
    }
}
