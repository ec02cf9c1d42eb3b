import CKernels

/// Keys and values of one sequence, all layers, in float32; grows by pages of 64 positions as tokens come.
///
/// A page holds, for each layer, the keys as [kvHeads, headDim, positions] (the dot products of a query run along positions) and then the values as
/// [kvHeads, positions, headDim]. Not safe for concurrent use.
package final class KVCache {
    static let pagePositions = KV_PAGE_POSITIONS

    /// Positions that are filled.
    package private(set) var count = 0
    /// Bytes allocated.
    package var bytes: Int { pages.count * pageSize * MemoryLayout<Float>.stride }

    private let layers: Int
    private let kvHeads: Int
    private let headDim: Int
    /// Page p holds positions from p · 64.
    private(set) var pages: [UnsafePointer<Float>] = []

    init(_ configuration: ModelConfiguration) {
        layers = configuration.numHiddenLayers
        kvHeads = configuration.numKeyValueHeads
        headDim = configuration.headDim
    }

    deinit {
        for page in pages {
            page.deallocate()
        }
    }

    /// Forgets the positions from `count` on, if there are any, and lets their pages go.
    package func truncate(to count: Int) {
        precondition(count >= 0, "a cache holds 0 or more positions")
        guard count < self.count else { return }
        self.count = count
        while (pages.count - 1) * Self.pagePositions >= count, !pages.isEmpty {
            pages.removeLast().deallocate()
        }
    }

    /// Fills `added` more positions, with whatever is then stored at them.
    func extend(by added: Int) {
        count += added
        while pages.count * Self.pagePositions < count {
            let page = UnsafeMutablePointer<Float>.allocate(capacity: pageSize)
            page.initialize(repeating: 0, count: pageSize)
            pages.append(UnsafePointer(page))
        }
    }

    /// Stores the keys and values, [kvHeads, headDim] each, of a filled position.
    func store(keys: UnsafePointer<Float>, values: UnsafePointer<Float>, layer: Int, position: Int) {
        let page = UnsafeMutablePointer(mutating: pages[position / Self.pagePositions])
        let slot = position % Self.pagePositions
        for head in 0..<kvHeads {
            let (from, key) = (keys + head * headDim, page + keyOffset(layer: layer, head: head) + slot)
            for d in 0..<headDim {
                key[d * Self.pagePositions] = from[d]
            }
            let value = page + valueOffset(layer: layer, head: head) + slot * headDim
            value.update(from: values + head * headDim, count: headDim)
        }
    }

    /// Where in a page a layer's keys of a head begin: [headDim, positions].
    func keyOffset(layer: Int, head: Int) -> Int { (2 * layer * kvHeads + head) * blockSize }

    /// Where in a page a layer's values of a head begin: [positions, headDim].
    func valueOffset(layer: Int, head: Int) -> Int { ((2 * layer + 1) * kvHeads + head) * blockSize }

    /// Numbers that one head has in a page, keys or values.
    private var blockSize: Int { headDim * Self.pagePositions }
    private var pageSize: Int { 2 * layers * kvHeads * blockSize }
}
