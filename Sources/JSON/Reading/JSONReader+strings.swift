extension JSONReader {
    /// Consumes a string, without copying it.
    package mutating func text() throws(JSONError) -> JSONText {
        try require(.string)
        return try scanString()
    }

    /// Consumes a string.
    package mutating func string() throws(JSONError) -> String {
        try text().string
    }

    /// Consumes the string whose opening quote is at `position`; checks its UTF-8 and its escapes.
    mutating func scanString() throws(JSONError) -> JSONText {
        let start = position + 1
        var index = start
        var hasEscapes = false
        var isASCII = true
        while true {
            index = endOfPlainRun(from: index)
            guard index < count else { throw .unexpectedEnd(expected: "the end of a string", offset: count) }
            let byte = base[index]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                index += try lengthOfEscape(at: index)
            } else if byte >= 0x80 {
                isASCII = false
                repeat { index += try lengthOfCharacter(at: index) } while index < count && base[index] >= 0x80
            } else {
                throw .controlCharacter(byte, offset: index)
            }
        }
        position = index + 1
        return JSONText(raw: UnsafeBufferPointer(start: base + start, count: index - start), hasEscapes: hasEscapes, isASCII: isASCII)
    }

    /// The first index that is not plain: a quote, a backslash, a control character, a byte beyond ASCII, or the end.
    @inline(__always)
    private func endOfPlainRun(from start: Int) -> Int {
        var index = start
        while index + 8 <= count {
            let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
            let length = ByteScan.firstSpecial(in: word)
            index += length
            if length < 8 { return index }
        }
        while index < count {
            let byte = base[index]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            index += 1
        }
        return index
    }

    /// 2 for a short escape, 6 for `\u` and four digits, 12 for a surrogate pair.
    private func lengthOfEscape(at start: Int) throws(JSONError) -> Int {
        guard start + 1 < count else { throw .unexpectedEnd(expected: "the end of a string", offset: count) }
        let letter = base[start + 1]
        if letter != UInt8(ascii: "u") {
            guard JSONText.character(forEscape: letter) != nil else { throw .invalidEscape(offset: start) }
            return 2
        }
        switch try codeUnit(ofEscapeAt: start) {
        case 0xD800..<0xDC00:
            let second = start + 6
            guard second + 1 < count, base[second] == UInt8(ascii: "\\"), base[second + 1] == UInt8(ascii: "u"),
                case 0xDC00..<0xE000 = try codeUnit(ofEscapeAt: second)
            else { throw .loneSurrogate(offset: start) }
            return 12
        case 0xDC00..<0xE000: throw .loneSurrogate(offset: start)
        default: return 6
        }
    }

    /// The value of `\uXXXX`, whose backslash and letter were seen.
    private func codeUnit(ofEscapeAt start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for index in start + 2..<start + 6 {
            guard index < count else { throw .unexpectedEnd(expected: "a hexadecimal digit", offset: count) }
            guard let digit = JSONText.hexadecimalDigit(base[index]) else { throw .invalidEscape(offset: start) }
            value = value << 4 | digit
        }
        return value
    }

    /// The bytes of the character beyond ASCII at `start`: RFC 3629 §4, which has neither overlong forms nor surrogates.
    @inline(__always)
    private func lengthOfCharacter(at start: Int) throws(JSONError) -> Int {
        let lead = base[start]
        let available = count - start
        func isContinuation(_ offset: Int) -> Bool { base[start + offset] & 0xC0 == 0x80 }
        switch lead {
        case 0xC2...0xDF:
            if available >= 2, isContinuation(1) { return 2 }
        case 0xE0...0xEF:
            if available >= 3, isContinuation(1), isContinuation(2) {
                let second = base[start + 1]
                if (lead != 0xE0 || second >= 0xA0) && (lead != 0xED || second < 0xA0) { return 3 }
            }
        case 0xF0...0xF4:
            if available >= 4, isContinuation(1), isContinuation(2), isContinuation(3) {
                let second = base[start + 1]
                if (lead != 0xF0 || second >= 0x90) && (lead != 0xF4 || second < 0x90) { return 4 }
            }
        default: break
        }
        throw .invalidUTF8(offset: start)
    }
}
