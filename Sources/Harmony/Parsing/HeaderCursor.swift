/// Reads words off a section of a header.
///
/// White space is Unicode's. A word also ends where something is stuck to it: before `to=`, before a marker spelt
/// as text, and before what can only be content (a bracket or a quotation mark).
struct HeaderCursor {
    private let section: HeaderAssembly.Section
    private(set) var rest: Substring

    init(_ section: HeaderAssembly.Section) {
        self.section = section
        rest = section.text[...]
    }

    /// Whether a token ends so many bytes behind the beginning of `rest`.
    func isTokenBoundary(after length: Int) -> Bool {
        section.boundaries.contains(section.text.utf8.distance(from: section.text.startIndex, to: rest.startIndex) + length)
    }

    /// Whether `rest` begins the section or follows white space.
    var isApart: Bool {
        section.text.unicodeScalars[..<rest.startIndex].last?.properties.isWhitespace ?? true
    }

    func isAt(_ prefix: String) -> Bool { rest.utf8.starts(with: prefix.utf8) }

    /// Moves behind `prefix`, if `rest` begins with it.
    @discardableResult
    mutating func skip(_ prefix: String) -> Bool {
        guard isAt(prefix) else { return false }
        rest = rest[rest.utf8.index(rest.startIndex, offsetBy: prefix.utf8.count)...]
        return true
    }

    /// Moves behind white space; whether there was any.
    @discardableResult
    mutating func skipWhiteSpace() -> Bool {
        let start = rest.startIndex
        let scalars = rest.unicodeScalars
        rest = rest[(scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex)...]
        return rest.startIndex != start
    }

    /// The word ahead, which stays unread; empty where none begins.
    var word: Substring {
        var index = rest.startIndex
        let scalars = rest.unicodeScalars
        while index < scalars.endIndex {
            let scalar = scalars[index]
            if scalar.properties.isWhitespace || Self.wordEnds.contains(scalar) { break }
            if scalar == "t", index != rest.startIndex, rest[index...].utf8.starts(with: "to=".utf8) { break }
            index = scalars.index(after: index)
        }
        return rest[..<index]
    }

    /// Takes the word ahead.
    mutating func takeWord() -> Substring {
        let word = word
        rest = rest[word.endIndex...]
        return word
    }

    /// Takes one scalar, word or not.
    mutating func takeScalar() -> Substring {
        let scalar = Substring(rest.unicodeScalars.prefix(1))
        rest = Substring(rest.unicodeScalars.dropFirst())
        return scalar
    }

    /// Takes everything.
    mutating func takeRest() -> Substring {
        defer { rest = rest[rest.endIndex...] }
        return rest
    }

    private static let wordEnds: Set<Unicode.Scalar> = ["<", "{", "[", "(", "\""]
}

extension Substring {
    /// A letter or a digit, then letters, digits and `_-./`.
    var isName: Bool {
        guard let first = unicodeScalars.first else { return false }
        return first.isAlphanumeric && namePrefix.endIndex == endIndex
    }

    /// The longest beginning that has only characters of names.
    var namePrefix: Substring {
        Substring(unicodeScalars.prefix { $0.isAlphanumeric || "_-./".unicodeScalars.contains($0) })
    }
}

extension Unicode.Scalar {
    fileprivate var isAlphanumeric: Bool { properties.isAlphabetic || properties.numericType != nil }
}
