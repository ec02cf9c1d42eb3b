/// Finds stop strings in text that arrives in pieces, and holds back what may be the beginning of one.
///
/// Each string is followed by the automaton of Knuth, Morris and Pratt (1977), so the cost is linear in the text whatever the
/// strings. The string that is complete first wins; of several complete at the same byte, the longest.
package struct StopMatcher: Sendable {
    private struct Pattern {
        let string: String
        let bytes: [UInt8]
        /// For each prefix, the length of its longest proper prefix that is also its suffix.
        let borders: [Int]
        /// How much of the pattern the text ends in.
        var matched = 0

        init(_ string: String) {
            self.string = string
            bytes = Array(string.utf8)
            var borders = [Int](repeating: 0, count: bytes.count)
            var length = 0
            for index in bytes.indices.dropFirst() {
                while length > 0, bytes[index] != bytes[length] { length = borders[length - 1] }
                if bytes[index] == bytes[length] { length += 1 }
                borders[index] = length
            }
            self.borders = borders
        }

        mutating func advance(_ byte: UInt8) {
            while matched > 0, bytes[matched] != byte { matched = borders[matched - 1] }
            if bytes[matched] == byte { matched += 1 }
        }
    }

    private var patterns: [Pattern]
    /// Received and not yet given out. Begins with a character, since patterns do.
    private var held: [UInt8] = []
    /// The stop string that was found. No text comes after that.
    package private(set) var match: String?
    package var isMatched: Bool { match != nil }

    package init(_ strings: [String]) {
        patterns = strings.filter { !$0.isEmpty }.map(Pattern.init)
    }

    /// The text that is now certain to stand before any stop string; without the stop string where one was found.
    package mutating func push(_ text: String) -> String {
        guard !patterns.isEmpty else { return text }
        guard !isMatched else { return "" }
        for byte in text.utf8 {
            held.append(byte)
            var found: Pattern?
            for index in patterns.indices {
                patterns[index].advance(byte)
                let pattern = patterns[index]
                if pattern.matched == pattern.bytes.count, pattern.matched > found?.matched ?? 0 { found = pattern }
            }
            if let found {
                match = found.string
                return release(held.count - found.matched)
            }
        }
        return release(held.count - (patterns.map(\.matched).max() ?? 0))
    }

    /// What was held back, when no more text will come.
    package mutating func finish() -> String {
        isMatched ? "" : release(held.count)
    }

    private mutating func release(_ count: Int) -> String {
        let text = String(decoding: held.prefix(count), as: UTF8.self)
        held.removeFirst(count)
        return text
    }
}
