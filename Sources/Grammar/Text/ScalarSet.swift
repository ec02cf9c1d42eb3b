/// A set of Unicode scalar values, as ascending ranges that do not touch.
struct ScalarSet: Hashable, Sendable {
    private(set) var ranges: [ClosedRange<UInt32>] = []

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound &+ 1 {
                self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    init(_ scalar: UInt32) { self.init([scalar...scalar]) }

    /// All scalar values: surrogates are none.
    static let all = ScalarSet([0...0xD7FF, 0xE000...0x10FFFF])
    static let digits = ScalarSet([0x30...0x39])
    /// `\w` of ECMAScript.
    static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// `\s` of ECMAScript.
    static let space = ScalarSet([
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F,
        0x3000...0x3000, 0xFEFF...0xFEFF,
    ])
    /// What `.` is not.
    static let lineEnds = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])

    var isEmpty: Bool { ranges.isEmpty }

    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    func subtracting(_ other: ScalarSet) -> ScalarSet {
        var result: [ClosedRange<UInt32>] = []
        for range in ranges {
            var start = range.lowerBound
            var isOpen = true
            for hole in other.ranges where hole.upperBound >= start && hole.lowerBound <= range.upperBound {
                if hole.lowerBound > start { result.append(start...(hole.lowerBound - 1)) }
                if hole.upperBound >= range.upperBound {
                    isOpen = false
                    break
                }
                start = hole.upperBound + 1
            }
            if isOpen { result.append(start...range.upperBound) }
        }
        return ScalarSet(result)
    }

    var complement: ScalarSet { Self.all.subtracting(self) }

    func intersection(_ other: ScalarSet) -> ScalarSet { subtracting(other.complement) }

    func contains(_ scalar: UInt32) -> Bool { ranges.contains { $0.contains(scalar) } }

    /// With the other case of every ASCII letter.
    var ignoringCase: ScalarSet {
        var added = ranges
        for value in UInt32(0x41)...0x5A {
            if contains(value) { added.append(value + 32...value + 32) }
            if contains(value + 32) { added.append(value...value) }
        }
        return ScalarSet(added)
    }
}
