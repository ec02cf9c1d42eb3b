import Harmony
import Testing
import Tokenization

struct HarmonyParserFuzzTests {
    /// Special tokens are frequent and ids outside the vocabulary come by, so that every state meets every token.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func keepsItsPromisesOnRandomTokens(seed: UInt64) throws {
        let vocabulary = try Fixture.vocabulary.get()
        var random = SplitMix64(state: seed)
        let special = SpecialToken.allCases.map(vocabulary.id(of:))
        let words = ["assistant", "analysis", "commentary", "final", " to=", "functions", ".", "shell", "json", " ", "user", ":", "{"]
            .map(vocabulary.tokenizer.encode)
        var parser = HarmonyParser(vocabulary, knownTools: ["shell", "f"], startingRole: seed == 1 ? nil : .assistant)
        var order = EventOrder()
        var count = 0
        while count < 100_000 {
            let tokens: [Int32]
            switch random.next() % 8 {
            case 0...2: tokens = [special[Int(random.next() % UInt64(special.count))]]
            case 3...4: tokens = words[Int(random.next() % UInt64(words.count))]
            case 5: tokens = [Int32(truncatingIfNeeded: random.next())]
            default: tokens = [Int32(random.next() % UInt64(vocabulary.tokenizer.vocabularySize))]
            }
            count += tokens.count
            for token in tokens {
                let events = parser.push(token)
                order.check(events, "token \(count) of seed \(seed)")
                if order.isOpen != (parser.currentHeader != nil) { Issue.record("header and events differ at \(count) of seed \(seed)") }
            }
            if random.next() % 4096 == 0 {
                order.check(parser.finish(), "end at token \(count) of seed \(seed)")
                #expect(!order.isOpen)
            }
        }
    }
}

/// Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (2014).
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
