/// The cached tokens of running and ended sequences: a radix tree over token ids, an edge a page; leaves may have less than a page.
///
/// A running sequence shares the pages on its path and adds its own as they fill, so that requests which begin alike share memory, and work, also
/// while they run. Pages that nobody runs on stay until the room is needed, see `shrink`.
package final class PrefixTree<Page: PrefixPage> {
    final class Node {
        let tokens: ArraySlice<Int32>
        fileprivate(set) var page: Page
        var children: [Node] = []
        private(set) weak var parent: Node?
        /// Running sequences whose path it is on.
        fileprivate(set) var users = 0
        fileprivate(set) var lastUse = 0
        /// Whether sequences are likely to go on here, so that its window is not the first to go.
        fileprivate(set) var isTurnEnd = false

        init(_ tokens: ArraySlice<Int32>, _ page: Page, parent: Node?) {
            self.tokens = tokens
            self.page = page
            self.parent = parent
        }
    }

    /// The pages that a running sequence shares, from the first, and where its turn is expected to be continued.
    package struct Path {
        var nodes: [Node] = []
        var turnEnds: [Int] = []
    }

    /// What of a prompt is there.
    package struct Match {
        /// From the first; the last one may be needed in part.
        var nodes: [Node]
        /// Tokens that can be kept.
        package let count: Int
        /// Tokens in common. More than `count` where the window there is gone.
        package let common: Int

        package var pages: [Page] { nodes.map(\.page) }
    }

    package let shape: CacheShape
    private(set) var roots: [Node] = []
    private var clock = 0
    private var pageCount = 0
    private var windowCount = 0
    private var pinnedPages = 0

    package init(shape: CacheShape) {
        self.shape = shape
    }

    /// Bytes of all pages.
    package var bytes: Int { pageCount * shape.pageBytes + windowCount * (shape.window?.pageBytes ?? 0) }
    /// Bytes of those that running sequences hold.
    package var pinnedBytes: Int { pinnedPages * shape.pageBytes }
    /// Tokens in pages that nobody runs on, in whole pages.
    package var idleTokens: Int { (pageCount - pinnedPages) * shape.pageTokens }

    // MARK: Finding

    /// The longest beginning of a prompt that can be continued from. One token at least is left to run, for its logits.
    package func match(_ prompt: [Int32]) -> Match {
        var (nodes, rest): ([Node], ArraySlice<Int32>) = ([], prompt.dropLast())
        while let next = child(of: nodes.last, rest.prefix(shape.pageTokens)) {
            nodes.append(next)
            rest = rest.dropFirst(shape.pageTokens)
        }
        var common = nodes.count * shape.pageTokens
        let partial = (nodes.last?.children ?? roots).map { ($0, commonPrefix($0.tokens, rest)) }
            .max { ($0.1, $0.0.lastUse) < ($1.1, $1.0.lastUse) }
        if let (node, length) = partial, length > 0 {
            nodes.append(node)
            common += length
        }
        var count = common
        while let gap = shape.windowPages(before: count).last(where: { !nodes[$0].page.hasWindow }) { count = gap * shape.pageTokens }
        return Match(nodes: Array(nodes.prefix(shape.pages(count))), count: count, common: common)
    }

    /// Tokens of a prompt's beginning that running sequences hold.
    package func pinnedPrefix(of prompt: [Int32]) -> Int {
        var (node, count): (Node?, Int) = (nil, 0)
        while let next = child(of: node, prompt[count...].prefix(shape.pageTokens)), next.users > 0 {
            node = next
            count += shape.pageTokens
        }
        return count
    }

    /// The child with just these tokens, a whole page of them.
    private func child(of node: Node?, _ tokens: ArraySlice<Int32>) -> Node? {
        guard tokens.count == shape.pageTokens else { return nil }
        return (node?.children ?? roots).first { $0.tokens.elementsEqual(tokens) }
    }

    // MARK: Running

    /// A sequence goes on from a match.
    /// - Parameter turnEnds: lengths at which sequences are likely to go on from this one.
    package func begin(_ match: Match, turnEnds: [Int]) -> Path {
        var path = Path(turnEnds: turnEnds)
        if match.common > match.count { path.turnEnds.append(match.common) }
        for node in match.nodes.prefix(match.count / shape.pageTokens) { add(node, to: &path) }
        return path
    }

    /// Adds the whole pages of the first `computed` tokens to the tree. Where it has one already the sequence takes that.
    package func publish(
        _ path: inout Path, tokens: [Int32], computed: Int, page: (_ index: Int) -> Page, take: (_ page: Page, _ index: Int) -> Void
    ) {
        while (path.nodes.count + 1) * shape.pageTokens <= computed {
            let index = path.nodes.count
            let block = tokens[index * shape.pageTokens..<(index + 1) * shape.pageTokens]
            if let there = child(of: path.nodes.last, block) {
                if there.page.hasWindow { take(there.page, index) } else { replacePage(of: there, by: page(index)) }
                add(there, to: &path)
            } else {
                add(insert(block, page(index), below: path.nodes.last), to: &path)
            }
        }
    }

    /// The next page of a sequence that has come to a page's end, if another has run it meanwhile; the sequence has it then.
    package func next(_ path: inout Path, tokens: [Int32]) -> Page? {
        let first = path.nodes.count * shape.pageTokens
        guard first + shape.pageTokens < tokens.count,
            let there = child(of: path.nodes.last, tokens[first..<first + shape.pageTokens]), there.page.hasWindow || shape.window == nil
        else { return nil }
        add(there, to: &path)
        return there.page
    }

    /// A sequence ends, its whole pages being in the tree. What is left of its tokens is kept too.
    package func end(_ path: Path, tokens: ArraySlice<Int32>, page: (_ index: Int) -> Page) {
        let rest = tokens.dropFirst(path.nodes.count * shape.pageTokens)
        var last = path.nodes
        if !rest.isEmpty {
            let node = (path.nodes.last?.children ?? roots).first { $0.tokens.starts(with: rest) }
            last.append(node ?? insert(rest, page(path.nodes.count), below: path.nodes.last))
        }
        for index in shape.windowPages(before: tokens.count) { last[index].isTurnEnd = true }
        clock += 1
        for node in last { node.lastUse = clock }
        leave(path)
    }

    /// A sequence ends without a trace, but for the pages that it has published.
    package func leave(_ path: Path) {
        for node in path.nodes {
            node.users -= 1
            if node.users == 0 { pinnedPages -= 1 }
        }
    }

    private func add(_ node: Node, to path: inout Path) {
        let index = path.nodes.count
        path.nodes.append(node)
        if node.users == 0 { pinnedPages += 1 }
        node.users += 1
        clock += 1
        node.lastUse = clock
        // The next turn may begin with some more tokens than this one's prompt has: the opening of an answer.
        let opening = 8
        if path.turnEnds.contains(where: { shape.windowPages(before: $0).contains(index) || ($0..<$0 + opening).overlaps(positions(index)) }
        ) {
            node.isTurnEnd = true
        }
    }

    private func positions(_ index: Int) -> Range<Int> { index * shape.pageTokens..<(index + 1) * shape.pageTokens }

    // MARK: Nodes

    /// A new child. Leaves whose tokens are its first are of no use beside it.
    private func insert(_ tokens: ArraySlice<Int32>, _ page: Page, below parent: Node?) -> Node {
        for leaf in parent?.children ?? roots where leaf.users == 0 && leaf.children.isEmpty && tokens.starts(with: leaf.tokens) {
            remove(leaf)
        }
        let node = Node(tokens, page, parent: parent)
        if let parent { parent.children.append(node) } else { roots.append(node) }
        pageCount += 1
        if page.hasWindow { windowCount += 1 }
        return node
    }

    private func replacePage(of node: Node, by page: Page) {
        if !node.page.hasWindow, page.hasWindow { windowCount += 1 }
        node.page = page
    }

    /// Takes a leaf out.
    func remove(_ node: Node) {
        if let parent = node.parent {
            parent.children.removeAll { $0 === node }
        } else {
            roots.removeAll { $0 === node }
        }
        pageCount -= 1
        if node.page.hasWindow { windowCount -= 1 }
    }

    func dropWindow(of node: Node) {
        windowCount -= 1
        node.page = node.page.withoutWindow
    }
}

private func commonPrefix(_ left: ArraySlice<Int32>, _ right: ArraySlice<Int32>) -> Int {
    zip(left, right).prefix { $0 == $1 }.count
}
