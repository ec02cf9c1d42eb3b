/// Names an accepted request within one engine; in order of arrival.
package struct SequenceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let number: Int

    package init(number: Int) {
        self.number = number
    }

    package static func < (left: SequenceID, right: SequenceID) -> Bool { left.number < right.number }

    package var description: String { "#\(number)" }
}
