/// Where the keys and values of a model's layers lie in pages of 64 positions.
///
/// Layers of a kind, those that see every position and those that see a window, lie together: for each the keys as [kvHeads, headDim, positions]
/// (the dot products of a query run along positions), then the values as [kvHeads, positions, headDim].
struct KVLayout: Sendable, Hashable {
    let kvHeads: Int
    let headDim: Int
    /// How many positions the layers with a window see, the query's own among them.
    let window: Int
    /// Numbers of a page in all layers of a kind.
    let fullSize: Int
    let windowedSize: Int
    private let isWindowed: [Bool]
    /// The place of each layer among those of its kind.
    private let slots: [Int]

    init(_ configuration: ModelConfiguration) {
        kvHeads = configuration.numKeyValueHeads
        headDim = configuration.headDim
        window = configuration.slidingWindow
        isWindowed = configuration.layerTypes.map { $0 == .sliding }
        var counts = [false: 0, true: 0]
        slots = isWindowed.map { kind in
            defer { counts[kind, default: 0] += 1 }
            return counts[kind, default: 0]
        }
        let layerSize = 2 * kvHeads * headDim * KVCache.pagePositions
        fullSize = counts[false, default: 0] * layerSize
        windowedSize = counts[true, default: 0] * layerSize
    }

    func hasWindow(_ layer: Int) -> Bool { isWindowed[layer] }

    /// Where in a page a layer's keys of a head begin: [headDim, positions].
    func keyOffset(layer: Int, head: Int) -> Int { (2 * slots[layer] * kvHeads + head) * blockSize }

    /// Where in a page a layer's values of a head begin: [positions, headDim].
    func valueOffset(layer: Int, head: Int) -> Int { ((2 * slots[layer] + 1) * kvHeads + head) * blockSize }

    /// Numbers that one head has in a page, keys or values.
    private var blockSize: Int { headDim * KVCache.pagePositions }
}
