import CKernels

/// Keys and values of one sequence, all layers; grows by pages of 64 positions as tokens come.
///
/// Layers with a window keep the pages that it reaches, and a few more, so that the last tokens can be taken back. Not safe for concurrent use.
package final class KVCache {
    static let pagePositions = KV_PAGE_POSITIONS
    /// Positions behind the window that are kept all the same.
    static let slack = KV_PAGE_POSITIONS

    /// Positions that are filled.
    package private(set) var count = 0
    let layout: KVLayout
    private let pool: KVMemoryPool

    /// Page p holds positions from p · 64. For layers with a window those before `firstWindowed` are gone.
    private var full: [KVMemory] = []
    private var windowed: [KVMemory?] = []
    private var firstWindowed = 0
    /// Pages that others may read: they are whole, and not written to.
    private var sharedPages = 0
    /// The same, as kernels take them; a page that is gone has a pointer that is not followed.
    private var fullPages: [UnsafePointer<UInt8>] = []
    private var windowedPages: [UnsafePointer<UInt8>] = []

    init(_ layout: KVLayout, _ pool: KVMemoryPool) {
        self.layout = layout
        self.pool = pool
    }

    /// A cache of the first `count` positions of pages, all of which are needed. Whole pages are shared, the rest of the last is copied.
    init(_ layout: KVLayout, _ pool: KVMemoryPool, pages: [KVPage], count: Int) {
        precondition(pages.count == (count + Self.pagePositions - 1) / Self.pagePositions, "pages hold the positions")
        self.layout = layout
        self.pool = pool
        self.count = count
        sharedPages = count / Self.pagePositions
        for (index, page) in pages.enumerated() {
            append(index < sharedPages ? page : KVPage(full: page.full.copy(), windowed: page.windowed?.copy()))
        }
        firstWindowed = (windowed.lastIndex { $0 == nil } ?? -1) + 1
        for index in 0..<firstWindowed {
            windowed[index] = nil
        }
        releaseWindow()
    }

    /// Bytes of the pages that it refers to, those that it shares among them.
    package var bytes: Int {
        let windows = windowed.count { $0 != nil }
        return full.count * layout.fullSize + windows * layout.windowedSize
    }

    /// Forgets the positions from `count` on, if there are any, and lets their pages go. Positions of shared pages stay, and layers with a window
    /// must still have what the next position sees.
    package func truncate(to count: Int) {
        precondition(count >= sharedPages * Self.pagePositions, "others read shared pages")
        guard count < self.count else { return }
        precondition(firstWindowed == 0 || firstWindowed * Self.pagePositions <= count - layout.window + 1, "the window is gone")
        self.count = count
        while (full.count - 1) * Self.pagePositions >= count, !full.isEmpty {
            full.removeLast()
            windowed.removeLast()
            fullPages.removeLast()
            windowedPages.removeLast()
        }
    }

    /// Fills `added` more positions, with whatever is then stored at them.
    func extend(by added: Int) {
        releaseWindow()
        count += added
        while full.count * Self.pagePositions < count {
            append(
                KVPage(
                    full: KVMemory(count: layout.fullSize, from: pool), windowed: KVMemory(count: layout.windowedSize, from: pool)))
        }
    }

    private func releaseWindow() {
        let first = min((count - layout.window - Self.slack) / Self.pagePositions, windowed.count)
        while firstWindowed < first {
            windowed[firstWindowed] = nil
            firstWindowed += 1
        }
    }

    private func append(_ page: KVPage) {
        full.append(page.full)
        windowed.append(page.windowed)
        fullPages.append(UnsafePointer(page.full.base))
        windowedPages.append(UnsafePointer(page.windowed?.base ?? page.full.base))
    }

    // MARK: Sharing

    /// A page of filled positions, for others to read. The positions before and in it are not taken back any more.
    package func share(_ index: Int) -> KVPage {
        sharedPages = max(sharedPages, min(index + 1, count / Self.pagePositions))
        return KVPage(full: full[index], windowed: windowed[index])
    }

    /// Takes another's page of the same tokens in place of its own, or as the next one.
    package func take(_ page: KVPage, at index: Int) {
        if index == full.count {
            precondition(count == index * Self.pagePositions, "a page is taken at a page's end")
            append(page)
            count += Self.pagePositions
            releaseWindow()
        } else {
            full[index] = page.full
            fullPages[index] = UnsafePointer(page.full.base)
            if let memory = page.windowed, windowed[index] != nil {
                windowed[index] = memory
                windowedPages[index] = UnsafePointer(memory.base)
            }
        }
        sharedPages = max(sharedPages, index + 1)
    }

    // MARK: The network's side

    /// Pages as a layer's kernels take them.
    func pages(layer: Int) -> [UnsafePointer<UInt8>] {
        layout.hasWindow(layer) ? windowedPages : fullPages
    }

    /// Stores the keys and values, [kvHeads, headDim] each, of a filled position.
    func store(keys: UnsafePointer<Float>, values: UnsafePointer<Float>, layer: Int, position: Int, _ kernels: KernelTable) {
        let index = position / Self.pagePositions
        let page = UnsafeMutableRawPointer(mutating: layout.hasWindow(layer) ? windowedPages[index] : fullPages[index])
        let slot = position % Self.pagePositions
        let headDim = layout.headDim
        for head in 0..<layout.kvHeads {
            let (key, value) = (keys + head * headDim, values + head * headDim)
            let keyBlock = page + layout.keyOffset(layer: layer, head: head)
            let valueBlock = page + layout.valueOffset(layer: layer, head: head)
            switch layout.precision {
            case .float32:
                let column = keyBlock.assumingMemoryBound(to: Float.self) + slot
                for d in 0..<headDim {
                    column[d * Self.pagePositions] = key[d]
                }
                (valueBlock.assumingMemoryBound(to: Float.self) + slot * headDim).update(from: value, count: headDim)
            case .int8:
                kernels.i8_store_position(
                    keyBlock.assumingMemoryBound(to: Int8.self), valueBlock.assumingMemoryBound(to: Int8.self), key, value, slot, headDim)
            }
        }
    }
}
