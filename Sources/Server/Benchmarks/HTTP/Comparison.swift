import JSON

/// One figure of Chorale and of a peer, measured in turn.
package struct Comparison: Sendable {
    package enum Direction: Sendable {
        case higherIsBetter
        case lowerIsBetter
    }

    package var name: String
    /// Digits after the point.
    package var digits: Int
    package var better: Direction
    /// By rounds.
    package var chorale: [Double] = []
    /// Empty where there is no peer.
    package var peer: [Double] = []

    package init(name: String, digits: Int = 0, better: Direction) {
        self.name = name
        self.digits = digits
        self.better = better
    }

    /// The median of how many times Chorale is as good, round by round.
    package var ratio: Double? {
        guard !peer.isEmpty else { return nil }
        return zip(chorale, peer).map { better == .higherIsBetter ? $0 / $1 : $1 / $0 }.median
    }

    var json: JSONValue {
        func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .double($0) }) }
        return ["name": .string(name), "chorale": numbers(chorale), "peer": numbers(peer), "ratio": ratio.map { .double($0) } ?? nil]
    }
}

extension [Comparison] {
    /// Their medians.
    package func table(_ title: String, peer: String) -> String {
        var table = TextTable(header: [title, "Chorale", peer, "times as good"])
        for row in self {
            table.add(
                row.name, row.chorale.median.formatted(digits: row.digits),
                row.peer.isEmpty ? "" : row.peer.median.formatted(digits: row.digits), row.ratio?.formatted(digits: 2) ?? "")
        }
        return table.text
    }
}

extension [Double] {
    /// NaN of none.
    fileprivate var median: Double {
        isEmpty ? .nan : sorted()[count / 2]
    }
}
