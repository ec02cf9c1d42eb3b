/// A repository of a hub at a revision: `openai/gpt-oss-20b`, `openai/gpt-oss-20b@v1`.
package struct RepositoryID: Sendable, Hashable {
    package let owner: String
    package let name: String
    /// A branch, a tag or a commit.
    package let revision: String

    package static let defaultRevision = "main"

    /// - Parameters:
    ///   - text: `OWNER/NAME`, or `OWNER/NAME@REVISION`.
    ///   - revision: where the text names none.
    package init(_ text: String, revision: String = defaultRevision) throws(HubError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let names = parts[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard names.count == 2, names.allSatisfy(Self.isName) else { throw .invalidName(text) }
        (owner, name) = (names[0], names[1])
        self.revision = parts.count == 2 ? parts[1] : revision
        guard self.revision.utf8.count <= 255, SafePath.isSafe(self.revision) else { throw .invalidRevision(self.revision) }
    }

    /// `openai/gpt-oss-20b`
    package var path: String { "\(owner)/\(name)" }

    /// The hub's rule for its names: 96 bytes of letters, digits, `-`, `_`, `.`; neither `..` nor `--`, which the cache's folders are made with.
    private static func isName(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            }
        }
        return isPlain && (1...96).contains(name.utf8.count) && !name.hasPrefix(".") && !name.hasPrefix("-") && !name.contains("..")
            && !name.contains("--")
    }
}
