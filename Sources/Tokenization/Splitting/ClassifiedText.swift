/// Well-formed UTF-8 seen as characters with their classes. Indices count bytes.
struct ClassifiedText {
    let bytes: UnsafeBufferPointer<UInt8>
    let classes: UnicodeClasses.View

    var count: Int { bytes.count }

    /// The class of the character that starts at `index`, and where the next one starts.
    @inline(__always)
    func character(at index: Int) -> (class: CharacterClass, end: Int) {
        let lead = bytes[index]
        if lead < 0x80 { return (classes(ascii: lead), index + 1) }
        return wideCharacter(at: index, lead: UInt32(lead))
    }

    @inline(__always)
    private func wideCharacter(at index: Int, lead: UInt32) -> (class: CharacterClass, end: Int) {
        func continuation(_ offset: Int) -> UInt32 { UInt32(bytes[index + offset] & 0x3F) }
        if lead < 0xE0 { return (classes((lead & 0x1F) << 6 | continuation(1)), index + 2) }
        if lead < 0xF0 {
            return (classes((lead & 0x0F) << 12 | continuation(1) << 6 | continuation(2)), index + 3)
        }
        let scalar = (lead & 0x07) << 18 | continuation(1) << 12 | continuation(2) << 6 | continuation(3)
        return (classes(scalar), index + 4)
    }

    /// The first index at or after `start` whose character has none of the bits of `set`.
    @inline(__always)
    func end(of set: CharacterClass, from start: Int) -> Int {
        var index = start
        while index < count {
            let (found, end) = character(at: index)
            if found.isDisjoint(with: set) { break }
            index = end
        }
        return index
    }

    /// `\s+(?!\S)|\s+`: all the white space from `start`, without its last character where something else follows it.
    /// With `linesFirst`, `\s*[\r\n]+` comes before both: through the last line break, where there is one.
    @inline(__always)
    func endOfSpace(from start: Int, linesFirst: Bool) -> Int {
        var index = start
        var last = start
        var lineEnd: Int?
        while index < count {
            let (found, end) = character(at: index)
            guard found.contains(.space) else { break }
            if found.contains(.newline) { lineEnd = end }
            last = index
            index = end
        }
        if linesFirst, let lineEnd { return lineEnd }
        return index == count || last == start ? index : last
    }
}
