/// Reads the input of a custom tool out of the arguments that the model writes for it, `{"input": "…"}`, as they come.
///
/// Whatever is no such object is the input itself, as it stands.
struct CustomInputDecoder: Sendable {
    private enum State {
        /// Within `{"input": "`, of which so much has come.
        case opening
        case text
        /// Behind a backslash.
        case escape
        /// Within `\u`, with the digits so far.
        case code(String)
        /// Behind the closing quote.
        case over
        /// It was no such object.
        case raw
    }

    private static let opening = Array(#"{"input":""#.unicodeScalars)

    private var state = State.opening
    /// What has come of the opening, white space included, in case that it is none.
    private var pending = ""
    /// How much of the opening that is.
    private var matched = 0
    /// The first half of a surrogate pair.
    private var highSurrogate: UInt32?

    /// The input that more of the arguments adds.
    mutating func push(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars { push(scalar, &output) }
        return output
    }

    /// What was held back, when no more will come.
    mutating func finish() -> String {
        var output = ""
        if case .opening = state { output = pending }
        if highSurrogate != nil { output = "\u{FFFD}" }
        state = .over
        pending = ""
        highSurrogate = nil
        return output
    }

    private mutating func push(_ scalar: Unicode.Scalar, _ output: inout String) {
        switch state {
        case .opening: open(scalar, &output)
        case .text:
            switch scalar {
            case "\\": state = .escape
            case "\"":
                loseSurrogate(&output)
                state = .over
            default:
                loseSurrogate(&output)
                output.unicodeScalars.append(scalar)
            }
        case .escape: escape(scalar, &output)
        case .code(let digits): code(digits + String(scalar), &output)
        case .over: break
        case .raw: output.unicodeScalars.append(scalar)
        }
    }

    private mutating func open(_ scalar: Unicode.Scalar, _ output: inout String) {
        pending.unicodeScalars.append(scalar)
        if scalar == Self.opening[matched] {
            matched += 1
            if matched == Self.opening.count {
                state = .text
                pending = ""
            }
            return
        }
        // White space may stand between the signs, not within the name.
        let isBetween = matched <= 1 || matched >= Self.opening.count - 2
        if isBetween, scalar.properties.isWhitespace { return }
        state = .raw
        output += pending
        pending = ""
    }

    private mutating func escape(_ scalar: Unicode.Scalar, _ output: inout String) {
        guard scalar != "u" else {
            state = .code("")
            return
        }
        loseSurrogate(&output)
        state = .text
        switch scalar {
        case "n": output += "\n"
        case "t": output += "\t"
        case "r": output += "\r"
        case "b": output += "\u{8}"
        case "f": output += "\u{C}"
        default: output.unicodeScalars.append(scalar)
        }
    }

    private mutating func code(_ digits: String, _ output: inout String) {
        guard digits.unicodeScalars.count == 4 else {
            state = .code(digits)
            return
        }
        state = .text
        let code = UInt32(digits, radix: 16) ?? 0xFFFD
        switch code {
        case 0xD800...0xDBFF:
            loseSurrogate(&output)
            highSurrogate = code
        case 0xDC00...0xDFFF:
            let high = highSurrogate
            highSurrogate = nil
            let scalar = high.flatMap { Unicode.Scalar(0x10000 + ($0 - 0xD800) << 10 + (code - 0xDC00)) }
            output.unicodeScalars.append(scalar ?? "\u{FFFD}")
        default:
            loseSurrogate(&output)
            output.unicodeScalars.append(Unicode.Scalar(code) ?? "\u{FFFD}")
        }
    }

    /// A first half without its second is no character.
    private mutating func loseSurrogate(_ output: inout String) {
        guard highSurrogate != nil else { return }
        highSurrogate = nil
        output += "\u{FFFD}"
    }
}
