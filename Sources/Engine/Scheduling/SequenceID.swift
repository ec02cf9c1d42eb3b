/// Names an accepted request within one engine; in order of arrival.
struct SequenceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    let number: Int

    static func < (left: SequenceID, right: SequenceID) -> Bool { left.number < right.number }

    var description: String { "#\(number)" }
}
