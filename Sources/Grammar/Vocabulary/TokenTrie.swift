package import Tokenization

/// The ordinary tokens of a vocabulary as a tree of bytes, in preorder: a node's subtree is the nodes up to `ends[node]`.
///
/// Several tokens of the same bytes share a node; then the least id stands for them and `others` has the rest.
package final class TokenTrie: Sendable {
    let bytes: [UInt8]
    /// 1 for a first byte.
    let depths: [UInt8]
    let ends: [Int32]
    /// The token that ends at the node, or -1.
    let tokens: [Int32]
    let others: [Int32: [Int32]]
    /// Highest id + 1, special tokens included.
    package let vocabularySize: Int
    package let tokenizer: Tokenizer

    /// - Parameter vocabularySize: rows of logits, where there are more than the tokenizer has ids.
    package init(_ tokenizer: Tokenizer, vocabularySize: Int? = nil) {
        self.tokenizer = tokenizer
        let count = tokenizer.vocabularySize
        self.vocabularySize = max(count, vocabularySize ?? 0)
        var entries: [(bytes: [UInt8], id: Int32)] = []
        entries.reserveCapacity(count)
        for id in 0..<Int32(count) where tokenizer.name(ofSpecial: id) == nil {
            if let bytes = tokenizer.bytes(of: id), !bytes.isEmpty, bytes.count < 256 { entries.append((bytes, id)) }
        }
        entries.sort { left, right in
            left.bytes.withUnsafeBufferPointer { a in
                right.bytes.withUnsafeBufferPointer { b in
                    for index in 0..<min(a.count, b.count) where a[index] != b[index] { return a[index] < b[index] }
                    return a.count == b.count ? left.id < right.id : a.count < b.count
                }
            }
        }
        var nodes = TrieNodes()
        for entry in entries { nodes.add(entry.bytes, token: entry.id) }
        nodes.finish()
        (bytes, depths, ends, tokens, others) = (nodes.bytes, nodes.depths, nodes.ends, nodes.tokens, nodes.others)
    }

    var count: Int { bytes.count }

    /// Words of a mask.
    package var maskWords: Int { (vocabularySize + 63) / 64 }
}

/// A tree under construction from strings in ascending order.
struct TrieNodes {
    private(set) var bytes: [UInt8] = []
    private(set) var depths: [UInt8] = []
    private(set) var ends: [Int32] = []
    private(set) var tokens: [Int32] = []
    private(set) var others: [Int32: [Int32]] = [:]
    /// The nodes on the way to the last string.
    private var path: [Int] = []

    mutating func add(_ string: some RandomAccessCollection<UInt8>, token: Int32) {
        var common = 0
        for byte in string {
            guard common < path.count, bytes[path[common]] == byte else { break }
            common += 1
        }
        close(to: common)
        for byte in string.dropFirst(common) {
            path.append(bytes.count)
            bytes.append(byte)
            depths.append(UInt8(truncatingIfNeeded: path.count))
            ends.append(0)
            tokens.append(-1)
        }
        guard let node = path.last else { return }
        if tokens[node] < 0 { tokens[node] = token } else { others[Int32(node), default: []].append(token) }
    }

    mutating func finish() { close(to: 0) }

    private mutating func close(to depth: Int) {
        while path.count > depth { ends[path.removeLast()] = Int32(bytes.count) }
    }
}
