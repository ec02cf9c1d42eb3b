import GPTOSS
import Testing

/// A screened head gives what is wanted of the logits to the bit, and true bounds of the rest.
@Suite struct ScreeningTests {
    /// What a screen was told.
    private final class Told {
        var logits: [Float] = []
        var rest: [Float] = []
        var answer = true

        func screen(reach: Float) -> LogitScreen {
            LogitScreen(reach: reach) { logits, rest in
                (self.logits, self.rest) = (Array(logits), Array(rest))
                return self.answer
            }
        }
    }

    private func load(_ set: InstructionSet, _ screening: Screening, directory: String = Fixtures.tinyMoE) throws -> Transformer {
        var options = Transformer.Options()
        options.threadCount = 2
        options.instructionSet = set
        options.arithmetic = .fast
        options.screening = screening
        return try Transformer.load(directory: directory, options: options)
    }

    private func prompt(_ count: Int, seed: UInt64) -> ArraySlice<Int32> {
        var random = RandomNumbers(seed: seed)
        return (0..<count).map { _ in Int32.random(in: 0..<608, using: &random) }[...]
    }

    /// The logits after each prompt, in one batch.
    private func logits(_ transformer: Transformer, _ prompts: [ArraySlice<Int32>], _ screens: [LogitScreen?]) -> [Float] {
        var logits: [Float] = []
        let faults = transformer.forward(
            zip(prompts, screens).map { .init(cache: transformer.makeCache(), tokens: $0, wantsLogits: true, screen: $1) }, logits: &logits)
        #expect(faults.isEmpty)
        return logits
    }

    @Test(arguments: InstructionSet.available, [0, 0.5, 4] as [Float])
    func whatIsWithinReachIsExactAndTheRestIsBounded(_ set: InstructionSet, reach: Float) throws {
        let (screened, whole) = (try load(set, .always), try load(set, .never))
        var left = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            let (prompt, told) = (prompt(9, seed: seed), Told())
            let found = logits(screened, [prompt], [told.screen(reach: reach)])
            let expected = logits(whole, [prompt], [nil])
            let largest = try #require(expected.max())
            #expect(found == told.logits)
            for id in expected.indices {
                if found[id] == -.infinity {
                    #expect(expected[id] < largest - reach && expected[id] <= told.rest[id])
                    left += 1
                } else {
                    #expect(found[id] == expected[id] && told.rest[id] == -.infinity)
                }
            }
        }
        #expect(reach > 1 || left > 20 * 100, "most are left out")
        #expect(screened.headShare < 1.6 && whole.headShare == 1)
    }

    @Test(arguments: InstructionSet.available)
    func severalSequencesAreScreenedTogether(_ set: InstructionSet) throws {
        let (screened, whole) = (try load(set, .always), try load(set, .never))
        let prompts = (1...4).map { prompt($0 * 3, seed: UInt64($0)) }
        let found = logits(screened, prompts, Array(repeating: .greedy, count: 4))
        let expected = logits(whole, prompts, Array(repeating: nil, count: 4))
        for token in 0..<4 {
            let row = token * 608..<(token + 1) * 608
            let (most, wanted) = (try #require(found[row].max()), try #require(expected[row].max()))
            #expect(most == wanted && found[row].firstIndex(of: most) == expected[row].firstIndex(of: wanted))
        }
    }

    @Test func allLogitsAreThereWhereOneSequenceWantsThem() throws {
        let (screened, whole) = (try load(.best, .always), try load(.best, .never))
        let prompts = [prompt(5, seed: 1), prompt(6, seed: 2)]
        #expect(logits(screened, prompts, [.greedy, nil]) == logits(whole, prompts, [nil, nil]))
        // And where there are more sequences than the kernel takes.
        let many = (1...9).map { prompt(2, seed: $0) }
        #expect(logits(screened, many, Array(repeating: .greedy, count: 9)) == logits(whole, many, Array(repeating: nil, count: 9)))
    }

    @Test func allLogitsAreThereWhereScreenedOnesDoNotSuffice() throws {
        let (screened, whole) = (try load(.best, .always), try load(.best, .never))
        let (prompt, told) = (prompt(7, seed: 3), Told())
        told.answer = false
        #expect(logits(screened, [prompt], [told.screen(reach: 0)]) == logits(whole, [prompt], [nil]))
        #expect(told.logits.contains(-.infinity))
        #expect(screened.headShare > 1.5)
    }

    @Test func exactArithmeticGivesAllLogits() throws {
        var options = Transformer.Options()
        options.screening = .always
        let transformer = try Transformer.load(directory: Fixtures.tinyMoE, options: options)
        let prompt = prompt(7, seed: 3)
        #expect(logits(transformer, [prompt], [.greedy]) == logits(transformer, [prompt], [nil]))
    }

    @Test(arguments: [Float.nan, .infinity]) func weightsThatAreNotFiniteAreFound(_ value: Float) throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        try checkpoint.overwrite("lm_head.weight", with: [UInt8(value.bitPattern >> 16 & 0xFF), UInt8(value.bitPattern >> 24)])
        let transformer = try load(.best, .always, directory: checkpoint.path)
        var logits: [Float] = []
        let faults = transformer.forward(
            [.init(cache: transformer.makeCache(), tokens: prompt(4, seed: 1), wantsLogits: true, screen: .greedy)], logits: &logits)
        #expect(faults == [0: "lm_head"])
    }

    @Test func theFasterWayIsTaken() {
        var governor = ScreeningGovernor()
        func steps(_ count: Int, screened: Duration, whole: Duration) -> Int {
            (0..<count).count { _ in
                let screens = governor.screens(rows: 1)
                governor.record(rows: 1, screened: screens, screens ? screened : whole)
                return screens
            }
        }
        #expect((90...99).contains(steps(100, screened: .milliseconds(6), whole: .milliseconds(10))))
        // Times change; both ways are tried now and then.
        #expect(steps(2000, screened: .milliseconds(16), whole: .milliseconds(10)) < 200)
        #expect(steps(20000, screened: .milliseconds(6), whole: .milliseconds(10)) > 15000)
    }
}
