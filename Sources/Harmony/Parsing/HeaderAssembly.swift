import Tokenization

/// The tokens of a header so far: text in sections, with a section for every special token.
struct HeaderAssembly: Sendable {
    struct Section: Sendable {
        /// `<|channel|>` or `<|constrain|>`, which the text follows; `nil` for the role, in which a header begins.
        let marker: SpecialToken?
        var text = ""
        /// UTF-8 offsets in `text` where tokens end.
        var boundaries: Set<Int> = []
    }

    private(set) var sections = [Section(marker: nil)]
    /// UTF-8 length of all sections.
    private(set) var byteCount = 0
    /// Holds a character's first bytes while its last are not there.
    private(set) var decoder = UTF8Decoder()

    /// Nothing was written yet.
    var isEmpty: Bool { sections.count == 1 && sections[0].text.isEmpty }

    mutating func append(_ bytes: [UInt8]) {
        append(decoder.push(bytes))
    }

    /// Begins the section that follows `<|channel|>` or `<|constrain|>`.
    mutating func begin(_ marker: SpecialToken) {
        finish()
        sections.append(Section(marker: marker))
    }

    /// Nothing follows: an incomplete character becomes U+FFFD.
    mutating func finish() {
        append(decoder.finish())
    }

    private mutating func append(_ text: String) {
        let last = sections.count - 1
        sections[last].text += text
        sections[last].boundaries.insert(sections[last].text.utf8.count)
        byteCount += text.utf8.count
    }
}
