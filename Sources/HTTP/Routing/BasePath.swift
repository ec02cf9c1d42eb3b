/// A path below which everything is served, for a proxy that hands requests on as they are: with `/chorale`, `/chorale/v1/models` is
/// routed as `/v1/models`, `/chorale` and `/chorale/` as `/`, and what is not below it is not there.
package struct BasePath: Sendable, Hashable {
    /// Percent-decoded; none at the root.
    private let segments: [String]

    /// Everything is below it.
    package static let root = BasePath(segments: [])

    private init(segments: [String]) {
        self.segments = segments
    }

    /// From `/chorale`, with or without a slash at the end; empty text and `/` are the root.
    package init(_ text: String) throws(InvalidBasePath) {
        guard !text.isEmpty else {
            self = .root
            return
        }
        let isPath = text.utf8.allSatisfy { ByteSet.path.contains($0) || $0 == UInt8(ascii: "%") }
        guard isPath, text.hasPrefix("/") else { throw InvalidBasePath(text: text) }
        var parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts.last == "" { parts.removeLast() }
        var segments: [String] = []
        for part in parts {
            guard let segment = RequestTarget.decode(part), !["", ".", ".."].contains(segment) else { throw InvalidBasePath(text: text) }
            segments.append(segment)
        }
        self.segments = segments
    }

    package var isRoot: Bool { segments.isEmpty }

    /// A target in origin form without this path, query and all; nil where it is not below it. What is left is as it was sent.
    package func remainder(of target: String) -> String? {
        guard !isRoot else { return target }
        let (path, query) = RequestTarget.split(target)
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count > segments.count, parts[0].isEmpty,
            zip(parts.dropFirst(), segments).allSatisfy({ RequestTarget.decode(Substring($0)) == $1 })
        else { return nil }
        let rest = parts.dropFirst(1 + segments.count).map { "/" + Substring($0) }.joined()
        return (rest.isEmpty ? "/" : rest) + (query.map { "?" + $0 } ?? "")
    }
}

extension BasePath: CustomStringConvertible {
    /// Empty at the root, else without a slash at its end: what a path below it is appended to.
    package var description: String { segments.map { "/" + $0 }.joined() }
}

/// A base path has to begin with a slash and to be made of segments that a URL may have, without `.` and `..`.
package struct InvalidBasePath: Error, Sendable, Hashable, CustomStringConvertible {
    package var text: String

    package var description: String { "\(text) is no base path; write it as /chorale" }
}
