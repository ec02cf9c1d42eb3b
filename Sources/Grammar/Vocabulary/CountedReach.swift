import Synchronization

/// What the vocabulary's tokens do from one state of `JSONTerminals.canonicalString`, with the characters that they begin: for
/// strings of bounded length, so that a bound makes no states.
final class CountedReach: Sendable {
    /// Tokens that begin more characters are in `longTokens`.
    static let levels = 32

    /// By number of characters: a mask of the tokens within the string that begin at most so many.
    private let words: [[UInt64]]
    private let longTokens: [(count: Int32, token: Int32)]
    /// Tokens that end with the string.
    private let closings: [(count: Int32, token: Int32)]
    /// Nodes with children at which the string ends, by characters.
    private let crossings: [Int32: [Int32]]
    /// The most characters that a token begins before it ends the string.
    let mostCrossed: Int32
    private let rests = Mutex<[RestsKey: TokenRests]>([:])

    private struct RestsKey: Hashable {
        var count: Int32
        var first: ByteSet
    }

    init(_ automaton: Automaton, from start: Int32, content: Int32, in trie: TokenTrie) {
        var found: [[Int32]] = Array(repeating: [], count: Self.levels + 1)
        var longTokens: [(count: Int32, token: Int32)] = []
        var closings: [(count: Int32, token: Int32)] = []
        var crossings: [Int32: [Int32]] = [:]
        automaton.walk(trie, from: start, counting: content) { node, state, count in
            let ends = automaton.accepting[Int(state)]
            func add(_ id: Int32) {
                if ends {
                    closings.append((count, id))
                } else if count <= Int32(Self.levels) {
                    found[Int(count)].append(id)
                } else {
                    longTokens.append((count, id))
                }
            }
            if trie.tokens[node] >= 0 {
                add(trie.tokens[node])
                if !trie.others.isEmpty { for other in trie.others[Int32(node)] ?? [] { add(other) } }
            }
            if ends, Int(trie.ends[node]) > node + 1 { crossings[count, default: []].append(Int32(node)) }
        }
        var words: [[UInt64]] = []
        var sum = [UInt64](repeating: 0, count: trie.maskWords)
        for tokens in found {
            for token in tokens { sum[Int(token) >> 6] |= 1 << UInt64(token & 63) }
            words.append(sum)
        }
        self.words = words
        self.longTokens = longTokens
        self.closings = closings
        self.crossings = crossings
        mostCrossed = crossings.keys.max() ?? 0
    }

    /// Adds the tokens that end within the string or with it.
    func merge(into mask: UnsafeMutableBufferPointer<UInt64>, begun: Int32, _ lengths: StringLengths) {
        let room = lengths.maximum - begun
        words[Int(min(room, Int32(Self.levels)))].withUnsafeBufferPointer { words in
            for index in 0..<min(words.count, mask.count) { mask[index] |= words[index] }
        }
        for (count, token) in longTokens where count <= room { mask[Int(token) >> 6] |= 1 << UInt64(token & 63) }
        for (count, token) in closings where count <= room && begun + count >= lengths.minimum {
            mask[Int(token) >> 6] |= 1 << UInt64(token & 63)
        }
    }

    /// What is left of tokens behind the string's end.
    func rests(begun: Int32, _ lengths: StringLengths, startingWith first: ByteSet, in trie: TokenTrie) -> [TokenRests] {
        crossings.keys.compactMap { count in
            guard count <= lengths.maximum - begun, begun + count >= lengths.minimum else { return nil }
            let key = RestsKey(count: count, first: first)
            if let known = rests.withLock({ $0[key] }) { return known }
            let made = TokenRests(behind: crossings[count] ?? [], startingWith: first, in: trie)
            rests.withLock { $0[key] = made }
            return made
        }
    }
}

/// Bounds of a string's length in characters.
struct StringLengths: Hashable, Sendable {
    var minimum: Int32
    /// `Int32.max` for none.
    var maximum: Int32

    /// Counts are kept up to here: beyond, they make no difference.
    var cap: Int32 { maximum == .max ? minimum : maximum }
}

extension Automaton {
    /// What tokens do from a state of a string whose characters are counted.
    func countedReach(from state: Int32, content: Int32, in trie: TokenTrie) -> CountedReach {
        if let known = countedReaches.withLock({ $0[state] }) { return known }
        let made = CountedReach(self, from: state, content: content, in: trie)
        countedReaches.withLock { $0[state] = made }
        return made
    }
}
