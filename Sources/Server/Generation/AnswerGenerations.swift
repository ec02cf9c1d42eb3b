import Harmony
package import OpenAI

/// The answers to one request, `n` of them, in the making at the same time.
package struct AnswerGenerations: Sendable {
    package private(set) var choices: [AnswerGeneration]
    /// What they continue: each prompt has as many answers as the others, one behind the other.
    private(set) var prompts: [[Int32]]

    init(_ choices: [AnswerGeneration], prompt: [Int32]) {
        self.choices = choices
        prompts = [prompt]
    }

    /// The answers to several prompts.
    init(_ groups: [AnswerGenerations]) {
        choices = groups.flatMap(\.choices)
        prompts = groups.flatMap(\.prompts)
    }

    /// The tokens that all of them continue, where there is one prompt.
    var prompt: [Int32] { prompts.first ?? [] }

    /// Every prompt counts once, whatever the number of answers.
    package var usage: TokenUsage {
        var usage = TokenUsage(inputTokens: 0, outputTokens: 0)
        let answersPerPrompt = max(1, choices.count / max(1, prompts.count))
        for (index, choice) in choices.enumerated() {
            if index.isMultiple(of: answersPerPrompt) {
                usage.inputTokens += choice.usage.inputTokens
                usage.cachedInputTokens += choice.usage.cachedInputTokens
            }
            usage.outputTokens += choice.usage.outputTokens
            usage.reasoningTokens += choice.usage.reasoningTokens
        }
        return usage
    }

    /// How often the parser had to mend the model's output in all of them, by kind.
    var repairs: [HarmonyRepair: Int] { choices.reduce(into: [:]) { $0.merge($1.repairs, uniquingKeysWith: +) } }

    /// Stops them all before the engine's next step. What they have said stays said.
    package var cancellation: @Sendable () -> Void {
        let cancellations = choices.map(\.cancellation)
        return { for cancel in cancellations { cancel() } }
    }

    /// Gives `body` every step with the place of its answer, in the order in which they come, until all have ended.
    /// While it works, no answer gets further than the engine's buffer. It must not block.
    mutating func forEachStep(_ body: (Int, AnswerGeneration.Step) async throws -> Void) async throws {
        guard choices.count > 1 else {
            return try await withTaskExecutorPreference(choices[0].executor) {
                while let step = await choices[0].next() { try await body(0, step) }
            }
        }
        try await withThrowingTaskGroup(of: (Int, AnswerGeneration, AnswerGeneration.Step?).self) { group in
            for index in choices.indices { Self.advance(choices[index], index, in: &group) }
            while let (index, generation, step) = try await group.next() {
                choices[index] = generation
                guard let step else { continue }
                try await body(index, step)
                Self.advance(generation, index, in: &group)
            }
        }
    }

    private static func advance(
        _ generation: AnswerGeneration, _ index: Int,
        in group: inout ThrowingTaskGroup<(Int, AnswerGeneration, AnswerGeneration.Step?), any Error>
    ) {
        group.addTask {
            var generation = generation
            let step = await generation.next()
            return (index, generation, step)
        }
    }
}
