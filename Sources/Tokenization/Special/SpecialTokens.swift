/// Which names of special tokens in a text become tokens; the others stay text.
package enum SpecialTokenAllowance: Sendable, Hashable {
    case none
    case all
    /// Names that are no special tokens do nothing.
    case only(Set<String>)
}

/// The special tokens of a vocabulary: ids by name, and the search for names in a text.
struct SpecialTokens: Sendable {
    let ids: [String: Int32]
    /// Where an id has several names, the least of them.
    let names: [Int32: String]
    /// The least id: ordinary tokens are mostly below it.
    let leastID: Int32
    /// A trie of the names: node << 8 | byte to node. The root is 0.
    private var children: [UInt32: UInt32] = [:]
    /// The name that ends at a node.
    private var ends: [UInt32: String] = [:]
    /// Whether a name begins with the byte.
    private var begins = [Bool](repeating: false, count: 256)

    init(_ ids: [String: Int32]) {
        self.ids = ids
        leastID = ids.values.min() ?? .max
        names = Dictionary(ids.map { ($0.value, $0.key) }, uniquingKeysWith: min)
        var nodes: UInt32 = 1
        for name in ids.keys {
            var node: UInt32 = 0
            for byte in name.utf8 {
                let edge = node << 8 | UInt32(byte)
                if let child = children[edge] {
                    node = child
                } else {
                    children[edge] = nodes
                    node = nodes
                    nodes += 1
                }
            }
            ends[node] = name
            if let first = name.utf8.first { begins[Int(first)] = true }
        }
    }

    /// The leftmost allowed name at or after `start`, the longest there.
    func firstMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int, allowing allowance: SpecialTokenAllowance) -> (Range<Int>, Int32)?
    {
        for index in start..<text.count where begins[Int(text[index])] {
            if let (end, id) = longestMatch(in: text, at: index, allowing: allowance) { return (index..<end, id) }
        }
        return nil
    }

    private func longestMatch(in text: UnsafeBufferPointer<UInt8>, at start: Int, allowing allowance: SpecialTokenAllowance) -> (
        end: Int, id: Int32
    )? {
        var found: (Int, Int32)?
        var node: UInt32 = 0
        var index = start
        while index < text.count, let child = children[node << 8 | UInt32(text[index])] {
            node = child
            index += 1
            guard let name = ends[node], let id = ids[name] else { continue }
            switch allowance {
            case .none: break
            case .all: found = (index, id)
            case .only(let allowed): if allowed.contains(name) { found = (index, id) }
            }
        }
        return found
    }
}
