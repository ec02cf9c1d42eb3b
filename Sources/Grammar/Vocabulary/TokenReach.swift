import Synchronization

/// What the vocabulary's tokens do from one state of an automaton, whatever the grammar around it.
final class TokenReach: Sendable {
    /// Tokens all of whose bytes are read; empty where `words` has them.
    let tokens: [Int32]
    /// The same as a mask, where they are many.
    let words: [UInt64]
    /// Nodes of the trie, with children, at which a match ends.
    let crossings: [Int32]
    /// So few nodes are looked through in the trie itself.
    private static let nodeLimit = 8
    private let rests = Mutex<[ByteSet: TokenRests]>([:])

    init(tokens: [Int32], words: [UInt64], crossings: [Int32]) {
        self.tokens = tokens
        self.words = words
        self.crossings = crossings
    }

    /// Adds the tokens to a mask.
    func merge(into mask: UnsafeMutableBufferPointer<UInt64>) {
        if words.isEmpty {
            for token in tokens { mask[Int(token) >> 6] |= 1 << UInt64(token & 63) }
        } else {
            words.withUnsafeBufferPointer { words in
                for index in 0..<min(words.count, mask.count) { mask[index] |= words[index] }
            }
        }
    }

    /// Where tokens go on behind a match that ended inside them, if what is left begins with one of these bytes.
    func crossings(startingWith first: ByteSet, in trie: TokenTrie) -> TokenCrossings {
        guard crossings.count > Self.nodeLimit else { return .nodes(crossings) }
        if let known = rests.withLock({ $0[first] }) { return .rests([known]) }
        let made = TokenRests(behind: crossings, startingWith: first, in: trie)
        rests.withLock { $0[first] = made }
        return .rests([made])
    }
}

/// Where tokens go on beyond a terminal.
enum TokenCrossings {
    /// Below these nodes of the trie.
    case nodes([Int32])
    case rests([TokenRests])
}

/// Endings of tokens as a tree in preorder, like `TokenTrie`. A node may be the end of many tokens.
final class TokenRests: Sendable {
    let bytes: [UInt8]
    let ends: [Int32]
    /// By node and one more: its tokens are `tokens[firstToken[node]..<firstToken[node + 1]]`.
    let firstToken: [Int32]
    let tokens: [Int32]

    init(behind crossings: [Int32], startingWith first: ByteSet, in trie: TokenTrie) {
        var found: [(rest: [UInt8], token: Int32)] = []
        for crossing in crossings {
            var child = Int(crossing) + 1
            let end = Int(trie.ends[Int(crossing)])
            let base = Int(trie.depths[Int(crossing)])
            while child < end {
                defer { child = Int(trie.ends[child]) }
                guard first.contains(trie.bytes[child]) else { continue }
                var path: [UInt8] = []
                for node in child..<Int(trie.ends[child]) {
                    path.removeLast(max(0, path.count - (Int(trie.depths[node]) - base - 1)))
                    path.append(trie.bytes[node])
                    guard trie.tokens[node] >= 0 else { continue }
                    found.append((path, trie.tokens[node]))
                    for other in trie.others[Int32(node)] ?? [] { found.append((path, other)) }
                }
            }
        }
        found.sort { $0.rest.lexicographicallyPrecedes($1.rest) }
        var nodes = TrieNodes()
        var firstToken: [Int32] = []
        for (rest, _) in found { nodes.add(rest, token: 0) }
        nodes.finish()
        // In this order the strings' last nodes ascend: the tokens of each node lie together.
        var tokens: [Int32] = []
        var position = 0
        var path: [UInt8] = []
        for node in nodes.bytes.indices {
            firstToken.append(Int32(tokens.count))
            path.removeLast(max(0, path.count - (Int(nodes.depths[node]) - 1)))
            path.append(nodes.bytes[node])
            while position < found.count, found[position].rest == path {
                tokens.append(found[position].token)
                position += 1
            }
        }
        firstToken.append(Int32(tokens.count))
        (bytes, ends) = (nodes.bytes, nodes.ends)
        self.firstToken = firstToken
        self.tokens = tokens
    }
}
