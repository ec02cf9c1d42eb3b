/// Finds how many prompt tokens a step can read beside running answers without holding them up for longer than a limit. Durations come in; there is no
/// clock inside.
package struct PrefillPacer: Sendable {
    /// Fewer are not worth a reading of all weights.
    package static let least = 16

    package let limit: Duration
    package let most: Int
    /// Prompt tokens of the next such step.
    package private(set) var chunk: Int

    package init(limit: Duration, most: Int) {
        self.limit = limit
        self.most = most
        chunk = min(most, 64)
    }

    /// A step beside running answers has read so many prompt tokens.
    package mutating func record(_ duration: Duration, prefilled: Int) {
        let ratio = max(0.25, limit / max(duration, .microseconds(1)))
        // A small remainder of a prompt says little of a whole chunk, unless it took too long already.
        guard ratio < 1 || prefilled * 2 > chunk else { return }
        chunk = max(min(Self.least, most), min(most, Int((Double(chunk) * min(1.5, ratio * 0.95)).rounded())))
    }
}
