import JSON

/// What holds of the JSON reader and writer whatever they are given.
enum JSONProperty {
    /// Less deep than the reference's stack.
    static let limits = JSONLimits(maximumDepth: 64, maximumBytes: 64 << 10)

    static func violation(_ bytes: [UInt8]) -> String? {
        guard nesting(bytes) <= 1000 else { return nil }
        let isGrammatical = JSONReference.accepts(bytes)
        let walk = Result { () throws(JSONError) in try skip(bytes) }
        do throws(JSONError) {
            let value = try JSONValue(parsing: bytes, limits: limits)
            if !isGrammatical { return "it is not JSON, and was read" }
            if case .failure(let error) = walk { return "it was read and not skipped: \(error)" }
            let written = value.serializedBytes
            let again = try JSONValue(parsing: written)
            if again != value { return "\(value) became \(again)" }
            return again.serializedBytes == written ? nil : "it is written in two ways"
        } catch {
            if case .failure = walk {} else if case .duplicateName = error {} else { return "it was skipped and not read: \(error)" }
            return isGrammatical && !isBeyondGrammar(error) ? "it is JSON, and was refused: \(error)" : nil
        }
    }

    private static func skip(_ bytes: [UInt8]) throws(JSONError) {
        let result = bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(JSONError) in
                var reader = try JSONReader(bytes, limits: limits)
                try reader.skipValue()
                try reader.finish()
            }
        }
        try result.get()
    }

    /// Refused by rules that are stricter than the grammar.
    private static func isBeyondGrammar(_ error: JSONError) -> Bool {
        switch error {
        case .duplicateName, .loneSurrogate, .tooDeep, .integerTooLong, .numberOutOfRange, .documentTooLarge: true
        default: false
        }
    }

    private static func nesting(_ bytes: [UInt8]) -> Int {
        bytes.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
    }
}
