extension Transformer {
    /// Positions that a cache makes room for at a time.
    package var pageTokens: Int { KVCache.pagePositions }

    /// Bytes of a page in the layers that see every position, and in those with a window.
    package var pageBytes: (full: Int, windowed: Int) {
        (layout.fullSize, layout.windowedSize)
    }

    /// The most tokens for which a sequence holds what layers with a window need, of a step of so many.
    package func windowTokens(step: Int) -> Int {
        layout.window + KVCache.slack + step
    }
}
