package import JSON

/// In which pieces the texts of a response came: kept with it, so that its stream can be told again exactly.
package struct ResponsePieces: Sendable, Hashable {
    /// For each output item, the UTF-8 length of each delta.
    private(set) var lengths: [[Int]] = []
    /// For each output item, how many log-probabilities each delta had.
    private(set) var logprobs: [[Int]] = []

    package init() {}

    mutating func begin() {
        lengths.append([])
        logprobs.append([])
    }

    mutating func add(_ text: String, logprobs count: Int) {
        guard let last = lengths.indices.last else { return }
        lengths[last].append(text.utf8.count)
        logprobs[last].append(count)
    }
}

extension ResponsePieces {
    /// As it is stored.
    package var json: JSONValue {
        let hasLogprobs = logprobs.contains { $0.contains { $0 > 0 } }
        return ["lengths": Self.json(lengths), "logprobs": hasLogprobs ? Self.json(logprobs) : .null]
    }

    /// What is no such JSON has no pieces.
    package init(_ json: JSONValue?) {
        lengths = Self.numbers(json?["lengths"])
        logprobs = Self.numbers(json?["logprobs"])
    }

    private static func json(_ numbers: [[Int]]) -> JSONValue {
        .array(numbers.map { .array($0.map { .integer($0) }) })
    }

    private static func numbers(_ json: JSONValue?) -> [[Int]] {
        (json?.arrayValue ?? []).map { ($0.arrayValue ?? []).compactMap(\.intValue) }
    }
}

extension ResponsePieces {
    /// The text of an item in the pieces in which it came, each with its log-probabilities; in one piece where that is not known.
    func split(_ text: String, logprobs entries: [JSONValue], ofItem index: Int) -> [(text: String, logprobs: [JSONValue])] {
        let bytes = Array(text.utf8)
        let lengths = lengths.indices.contains(index) ? lengths[index] : []
        guard lengths.allSatisfy({ $0 >= 0 }), lengths.reduce(0, +) == bytes.count else {
            return text.isEmpty ? [] : [(text, entries)]
        }
        let counts = logprobs.indices.contains(index) ? logprobs[index] : []
        var (start, first) = (0, 0)
        return lengths.indices.map { place in
            let end = start + lengths[place]
            let count = counts.indices.contains(place) ? counts[place] : 0
            let last = min(entries.count, first + max(0, count))
            defer { (start, first) = (end, last) }
            return (String(decoding: bytes[start..<end], as: UTF8.self), Array(entries[first..<last]))
        }
    }
}
