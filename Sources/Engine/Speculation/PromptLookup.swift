/// Guesses what comes next from what has come: what followed the last three tokens where they stood before (prompt look-up decoding, Saxena 2023).
struct PromptLookup: Sendable {
    private static let length = 3
    /// Where each three tokens were last followed by others: the position after them.
    private var places: [Key: Int] = [:]
    private var indexed = length

    private struct Key: Hashable {
        let (first, second, third): (Int32, Int32, Int32)
    }

    /// At most `limit` tokens that may follow; the tokens given are those of the last call and what has come since.
    mutating func drafts(after tokens: [Int32], limit: Int) -> ArraySlice<Int32> {
        while indexed < tokens.count {
            places[Self.key(tokens, endingAt: indexed)] = indexed
            indexed += 1
        }
        guard tokens.count >= Self.length, let place = places[Self.key(tokens, endingAt: tokens.count)] else { return [] }
        return tokens[place...].prefix(limit)
    }

    private static func key(_ tokens: [Int32], endingAt end: Int) -> Key {
        Key(first: tokens[end - 3], second: tokens[end - 2], third: tokens[end - 1])
    }
}
