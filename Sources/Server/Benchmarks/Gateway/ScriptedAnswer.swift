package import Harmony
import Tokenization

/// Answers that follow from their prompts and need no model: an analysis and a final message, each of some words, which ones depends on what the
/// prompt begins with. Whoever goes on from a part of one gets the rest of it.
package struct ScriptedAnswer: Sendable {
    private let header: [Int32]
    private let vocabulary: HarmonyVocabulary
    private let words: [[Int32]]
    private let analysis: [Int32]
    private let final: [Int32]
    /// Words of the final message.
    private let length: Int

    /// Words of the analysis.
    private static let reasoning = 8
    private static let text = [
        " one", " two", " three", " four", " five", " six", " seven", " eight", " nine", " ten", " and", " the", " of", " über", " 語", " 🙂",
    ]

    package init(_ vocabulary: HarmonyVocabulary, length: Int) {
        let tokenizer = vocabulary.tokenizer
        self.vocabulary = vocabulary
        self.length = length
        header = [vocabulary.start] + tokenizer.encode(Role.assistant.rawValue)
        analysis = tokenizer.encode(Channel.analysis)
        final = tokenizer.encode(Channel.final)
        words = Self.text.map { tokenizer.encode($0) }
    }

    var tokenizer: Tokenizer { vocabulary.tokenizer }

    /// What follows a prompt that has nothing of the answer yet.
    package func whole(after prompt: ArraySlice<Int32>) -> [Int32] {
        var hash = prompt.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64(UInt32(bitPattern: $1))) &* 0x100_0000_01B3 }
        func some(_ count: Int) -> [Int32] {
            (0..<count).flatMap { _ -> [Int32] in
                hash = hash &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return words[Int(hash >> 33) % words.count]
            }
        }
        let first = [vocabulary.channel] + analysis + [vocabulary.message] + some(Self.reasoning) + [vocabulary.end] + header
        return first + [vocabulary.channel] + final + [vocabulary.message] + some(length) + [vocabulary.return]
    }

    /// What follows tokens that may have some of the answer.
    package func rest(after tokens: [Int32]) -> ArraySlice<Int32> {
        var start = 0
        while let place = tokens[start...].firstRange(of: header)?.upperBound {
            let answer = whole(after: tokens[..<place])
            let known = tokens[place...]
            if known.count <= answer.count, answer.starts(with: known) { return answer[known.count...] }
            start = place
        }
        return whole(after: tokens[...])[...]
    }
}
