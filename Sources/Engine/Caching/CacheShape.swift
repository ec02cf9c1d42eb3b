/// How much memory the caches of a model take. They grow by pages, so that is how it is counted: a cache of one token takes a page.
package struct CacheShape: Hashable, Sendable {
    /// What only the last positions of a running sequence need: the layers that see a window.
    package struct Window: Hashable, Sendable {
        /// Positions that are seen, the current one among them.
        package let positions: Int
        /// Bytes of a page.
        package let pageBytes: Int
        /// For how many tokens at most a running sequence holds it.
        package let heldTokens: Int

        package init(positions: Int, pageBytes: Int, heldTokens: Int) {
            self.positions = positions
            self.pageBytes = pageBytes
            self.heldTokens = heldTokens
        }
    }

    package let pageTokens: Int
    /// Bytes of a page in what is kept of every position.
    package let pageBytes: Int
    package let window: Window?

    /// - Parameter pageTokens: 1 when caches grow by single tokens.
    package init(pageTokens: Int = 1, pageBytes: Int = 1, window: Window? = nil) {
        self.pageTokens = max(1, pageTokens)
        self.pageBytes = max(1, pageBytes)
        self.window = window
    }

    package func pages(_ tokens: Int) -> Int { (tokens + pageTokens - 1) / pageTokens }

    /// Bytes of a page that has everything.
    package var wholePageBytes: Int { pageBytes + (window?.pageBytes ?? 0) }

    /// So many bytes as tokens in pages that have everything.
    package func wholeTokens(_ bytes: Int) -> Int { bytes / wholePageBytes * pageTokens }

    private var windowPages: Int { window.map { $0.heldTokens / pageTokens + 1 } ?? 0 }

    /// Bytes of a running sequence of so many tokens, but for pages of the first `shared`, which others have too.
    package func bytes(_ tokens: Int, shared: Int = 0) -> Int {
        (pages(tokens) - shared / pageTokens) * pageBytes + min(pages(tokens), windowPages) * (window?.pageBytes ?? 0)
    }

    /// The longest sequence that so many bytes hold, at least a page.
    package func tokens(within bytes: Int) -> Int {
        let pages = bytes / wholePageBytes
        let isLonger = window != nil && pages > windowPages
        return max(1, isLonger ? (bytes - windowPages * (window?.pageBytes ?? 0)) / pageBytes : pages) * pageTokens
    }

    /// The pages that must have their window for a sequence to go on after `count` tokens.
    func windowPages(before count: Int) -> Range<Int> {
        guard let window, count > 0 else { return 0..<0 }
        return max(0, count - window.positions + 1) / pageTokens..<pages(count)
    }
}

/// A page of a cache, which sequences share.
package protocol PrefixPage {
    /// Whether it has what the last positions need.
    var hasWindow: Bool { get }
    /// The page without it.
    var withoutWindow: Self { get }
}
