/// Tells when tokens have begun to repeat themselves: the last of them are the same few, over and over.
package struct LoopDetector: Sendable {
    /// How often the same tokens stand there.
    private static let repetitions = 4
    /// How many tokens that must be.
    private static let leastTokens = 192
    /// How far back it looks; the longest loop is a fourth of it.
    private static let window = 1024
    /// How often it looks.
    private static let interval = 32

    private var tokens: [Int32] = []
    private var untilLook = leastTokens

    package init() {}

    /// Adds a token.
    ///
    /// - Returns: whether there is a loop.
    package mutating func push(_ token: Int32) -> Bool {
        tokens.append(token)
        untilLook -= 1
        guard untilLook <= 0 else { return false }
        untilLook = Self.interval
        if tokens.count > Self.window { tokens.removeFirst(tokens.count - Self.window) }
        return isLooping
    }

    /// Whether for some period, read backwards, the tokens agree with themselves so far ahead for long enough: the Z-function
    /// (Gusfield 1997, §1.3), linear in the window.
    private var isLooping: Bool {
        let text = Array(tokens.reversed())
        var lengths = [Int](repeating: 0, count: text.count)
        var (left, right) = (0, 0)
        for start in 1..<max(1, text.count / Self.repetitions + 1) {
            var length = start < right ? min(right - start, lengths[start - left]) : 0
            while start + length < text.count, text[length] == text[start + length] { length += 1 }
            lengths[start] = length
            if start + length > right { (left, right) = (start, start + length) }
            if length >= (Self.repetitions - 1) * start, length + start >= Self.leastTokens { return true }
        }
        return false
    }
}
