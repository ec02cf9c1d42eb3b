extension PrefixTree {
    /// Makes room: drops what is least recently used until at most this many bytes are left, but never pages that running sequences hold. Windows in
    /// the middle of turns go before all else; then leaves, so that what is left can still be reached.
    package func shrink(to limit: Int) {
        guard bytes > limit else { return }
        var all: [Node] = []
        var next = roots
        while let node = next.popLast() {
            all.append(node)
            next += node.children
        }
        for node in all.filter({ $0.page.hasWindow && !$0.isTurnEnd }).sorted(by: { $0.lastUse < $1.lastUse }) {
            guard shape.window != nil, bytes > limit else { break }
            dropWindow(of: node)
        }
        var leaves = all.filter { $0.children.isEmpty && $0.users == 0 }
        while bytes > limit, let index = leaves.indices.min(by: { leaves[$0].lastUse < leaves[$1].lastUse }) {
            let leaf = leaves.remove(at: index)
            let parent = leaf.parent
            remove(leaf)
            if let parent, parent.children.isEmpty, parent.users == 0 { leaves.append(parent) }
        }
    }

    /// The tokens from the first to each leaf; for tests.
    package var contents: [[Int32]] {
        func tokens(_ node: Node) -> [[Int32]] {
            node.children.isEmpty ? [Array(node.tokens)] : node.children.flatMap(tokens).map { node.tokens + $0 }
        }
        return roots.flatMap(tokens)
    }
}
