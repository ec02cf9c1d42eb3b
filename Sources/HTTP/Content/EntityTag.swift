/// The name of some bytes (RFC 9110 §8.8.3): the same tag, the same bytes; of a weak one, bytes that are as good.
package struct EntityTag: Sendable, Hashable {
    /// Without the quotes.
    package var opaque: String
    package var isWeak: Bool

    package init(_ opaque: String, isWeak: Bool = false) {
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// A strong one, made of 128 bits of the bytes' SHA-256.
    init(of bytes: [UInt8]) {
        opaque = SHA256.digest(of: bytes).prefix(16).hexadecimal
        isWeak = false
    }

    /// RFC 9110 §8.8.3.2: for parts of a whole, which must be of the same bytes.
    package func equalsStrongly(_ other: EntityTag) -> Bool {
        !isWeak && !other.isWeak && opaque == other.opaque
    }

    /// RFC 9110 §8.8.3.2: for whether a copy still does.
    package func equalsWeakly(_ other: EntityTag) -> Bool {
        opaque == other.opaque
    }
}

extension EntityTag: CustomStringConvertible {
    package var description: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }
}

/// The value of `If-Match` and `If-None-Match`.
package enum EntityTagList: Sendable, Hashable {
    /// `*`: whatever there is.
    case any
    /// What is malformed ends the list, and is not among them.
    case tags([EntityTag])

    /// - Parameter lines: the values of all fields of the name.
    package init(_ lines: [String]) {
        self = lines.contains("*") ? .any : .tags(lines.flatMap(Self.tags))
    }

    package func contains(_ matches: (EntityTag) -> Bool) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains(where: matches)
        }
    }

    /// Not split at commas: a tag may hold some.
    private static func tags(_ line: String) -> [EntityTag] {
        var tags: [EntityTag] = []
        var rest = line.utf8[...]
        while true {
            rest = rest.drop { $0.isBlank || $0 == UInt8(ascii: ",") }
            let isWeak = rest.starts(with: "W/".utf8)
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == UInt8(ascii: "\"") else { return tags }
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return tags }
            let opaque = rest[..<end]
            rest = rest[rest.index(after: end)...].drop(while: \.isBlank)
            // RFC 9110 §8.8.3: no blanks within. What follows is the next one.
            guard !opaque.contains(where: \.isBlank), rest.isEmpty || rest.first == UInt8(ascii: ",") else { return tags }
            tags.append(EntityTag(String(Substring(opaque)), isWeak: isWeak))
        }
    }
}
