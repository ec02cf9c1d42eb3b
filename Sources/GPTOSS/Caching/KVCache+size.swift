extension KVCache {
    /// Positions that a cache makes room for at a time.
    package static var pageTokens: Int { pagePositions }

    /// Bytes of one position: keys and values of every layer, in float32.
    package static func bytesPerToken(_ configuration: ModelConfiguration) -> Int {
        2 * configuration.numHiddenLayers * configuration.numKeyValueHeads * configuration.headDim * MemoryLayout<Float>.stride
    }
}
