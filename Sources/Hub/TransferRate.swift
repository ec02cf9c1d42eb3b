/// How fast something goes, over the last while. No clock: times are the caller's, in seconds.
package struct TransferRate: Sendable, Hashable {
    private struct Mark: Sendable, Hashable {
        let time: Double
        let bytes: Int
    }

    private static let window = 15.0
    private var marks: [Mark] = []

    package init() {}

    /// - Parameter bytes: in all, up to this time.
    package mutating func note(_ bytes: Int, at time: Double) {
        marks.append(Mark(time: time, bytes: bytes))
        // The oldest that is as old as the window, or older, is where it begins.
        while marks.count > 2, marks[1].time <= time - Self.window { marks.removeFirst() }
    }

    /// Nil where too little is known.
    package var bytesPerSecond: Double? {
        guard let first = marks.first, let last = marks.last, last.time > first.time else { return nil }
        return max(0, Double(last.bytes - first.bytes) / (last.time - first.time))
    }

    /// Seconds until so many bytes more have come; nil where nobody can say.
    package func secondsLeft(for bytes: Int) -> Double? {
        bytesPerSecond.flatMap { $0 > 0 ? Double(bytes) / $0 : nil }
    }
}
