/// Where the keys and values of a model's layers lie in pages of 64 positions.
///
/// Layers of a kind, those that see every position and those that see a window, lie together: for each the keys as [kvHeads, headDim, positions]
/// (the dot products of a query run along positions), then the values as [kvHeads, positions, headDim]. In 8 bits each head's block is followed by
/// its scales, float32 [positions]. All sizes and places are in bytes.
struct KVLayout: Sendable, Hashable {
    let kvHeads: Int
    let headDim: Int
    let precision: CachePrecision
    /// How many positions the layers with a window see, the query's own among them.
    let window: Int
    /// Of a page in all layers of a kind.
    let fullSize: Int
    let windowedSize: Int
    private let isWindowed: [Bool]
    /// The place of each layer among those of its kind.
    private let slots: [Int]
    /// What one head has in a page, keys or values.
    private let blockSize: Int

    init(_ configuration: ModelConfiguration, _ precision: CachePrecision) {
        kvHeads = configuration.numKeyValueHeads
        headDim = configuration.headDim
        self.precision = precision
        window = configuration.slidingWindow
        isWindowed = configuration.layerTypes.map { $0 == .sliding }
        var counts = [false: 0, true: 0]
        slots = isWindowed.map { kind in
            defer { counts[kind, default: 0] += 1 }
            return counts[kind, default: 0]
        }
        let perPosition = Self.bytesPerPosition(headDim: headDim, precision)
        blockSize = perPosition * KVCache.pagePositions
        fullSize = counts[false, default: 0] * 2 * kvHeads * blockSize
        windowedSize = counts[true, default: 0] * 2 * kvHeads * blockSize
    }

    /// Of a key or a value of one head.
    static func bytesPerPosition(headDim: Int, _ precision: CachePrecision) -> Int {
        switch precision {
        case .float32: headDim * MemoryLayout<Float>.stride
        case .int8: headDim + MemoryLayout<Float>.stride
        }
    }

    func hasWindow(_ layer: Int) -> Bool { isWindowed[layer] }

    /// Where in a page a layer's keys of a head begin: [headDim, positions].
    func keyOffset(layer: Int, head: Int) -> Int { (2 * slots[layer] * kvHeads + head) * blockSize }

    /// Where in a page a layer's values of a head begin: [positions, headDim].
    func valueOffset(layer: Int, head: Int) -> Int { ((2 * slots[layer] + 1) * kvHeads + head) * blockSize }
}
