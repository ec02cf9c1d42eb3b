import Grammar
import Testing

/// A pattern against its meaning, worked out by hand-written recursion over all short strings.
struct PatternTests {
    /// The texts over "ab" of at most five characters.
    static let texts: [[UInt8]] = {
        var result: [[UInt8]] = [[]]
        var last: [[UInt8]] = [[]]
        for _ in 0..<5 {
            last = last.flatMap { text in [text + [0x61], text + [0x62]] }
            result += last
        }
        return result
    }()

    /// The lengths of the prefixes of `text` that match.
    private func prefixes(_ pattern: Pattern, _ text: ArraySlice<UInt8>) -> Set<Int> {
        switch pattern {
        case .nothing: return []
        case .literal(let bytes): return text.starts(with: bytes) ? [bytes.count] : []
        case .byte(let set): return text.first.map(set.contains) == true ? [1] : []
        case .sequence(let parts):
            return parts.reduce(into: Set([0])) { ends, part in
                ends = Set(ends.flatMap { end in prefixes(part, text.dropFirst(end)).map { $0 + end } })
            }
        case .choice(let parts): return parts.reduce(into: Set()) { $0.formUnion(prefixes($1, text)) }
        case .repetition(let part, let minimum, let maximum):
            var ends = Set([0])
            var all = minimum == 0 ? ends : []
            for round in 1...8 where round <= maximum ?? 8 {
                ends = Set(ends.flatMap { end in prefixes(part, text.dropFirst(end)).map { $0 + end } })
                if round >= minimum { all.formUnion(ends) }
            }
            return all
        }
    }

    private func random(_ depth: Int, _ generator: inout SplitMix64) -> Pattern {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 3), using: &generator) {
        case 0: return .literal((0..<Int.random(in: 0..<3, using: &generator)).map { _ in Bool.random(using: &generator) ? 0x61 : 0x62 })
        case 1: return .byte(ByteSet(Bool.random(using: &generator) ? [0x61] : [0x61, 0x62]))
        case 2: return .text("b")
        case 3, 4: return .sequence((0..<Int.random(in: 0..<3, using: &generator)).map { _ in random(depth - 1, &generator) })
        case 5: return .choice((0..<Int.random(in: 1..<3, using: &generator)).map { _ in random(depth - 1, &generator) })
        default:
            let minimum = Int.random(in: 0..<3, using: &generator)
            let maximum: Int? = Bool.random(using: &generator) ? nil : minimum + Int.random(in: 0..<2, using: &generator)
            return .repetition(random(depth - 1, &generator), minimum: minimum, maximum: maximum)
        }
    }

    @Test func anAutomatonMatchesWhatItsPatternMeans() throws {
        var generator = SplitMix64(state: 1)
        for _ in 0..<400 {
            let pattern = random(3, &generator)
            let automaton = try Automaton(pattern)
            for text in Self.texts {
                #expect(automaton.matches(text) == prefixes(pattern, text[...]).contains(text.count), "\(pattern) \(text)")
            }
        }
    }

    @Test func aPatternThatIsTooLargeIsRefused() {
        let wide = Pattern.repetition(.repetition(.text("ab"), minimum: 500, maximum: 500), minimum: 500, maximum: 500)
        #expect(throws: GrammarError.self) { try Automaton(wide) }
        // Its deterministic automaton is exponential in the count.
        let ambiguous = Pattern.sequence([
            .any(.byte(ByteSet([0x61, 0x62]))), .text("a"), .repetition(.byte(ByteSet([0x61, 0x62])), minimum: 40, maximum: 40),
        ])
        #expect(throws: GrammarError.self) { try Automaton(ambiguous) }
    }
}
