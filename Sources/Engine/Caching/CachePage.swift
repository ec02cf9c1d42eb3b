/// Caches grow by pages, so that is how their memory is counted: a cache of one token takes a page.
package struct CachePage: Hashable, Sendable {
    package let tokens: Int

    /// - Parameter tokens: 1 when caches grow by single tokens.
    package init(tokens: Int) {
        self.tokens = max(1, tokens)
    }

    package func roundUp(_ count: Int) -> Int { (count + tokens - 1) / tokens * tokens }
    package func roundDown(_ count: Int) -> Int { count / tokens * tokens }
}
