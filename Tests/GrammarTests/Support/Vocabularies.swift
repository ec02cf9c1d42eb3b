import Foundation
import Grammar
import JSON
import Tokenization

/// Vocabularies that tests make: every byte is a token, and so are some words.
enum Vocabularies {
    /// Words that cross what a grammar tells apart: quotes with colons, commas with quotes, digits, escapes.
    static let words = [
        "\":", "\": ", "\",", "\", \"", "{\"", "\"}", "\"]", "},", "}}", "]}", "[]", "{}", "true", "false", "null", "12", "123", "0.", "-1",
        "ab", "abc", "name", "\"name\"", "\"a\":", " \"", ", ", ": ", "\n  ", "\\\"", "\\n", "\\u00", "é", "日本", "😀", "aaaa", "x-",
    ]

    static func tokenizer(words: [String] = words, special: [String] = ["<|end|>", "<|start|>"]) throws -> Tokenizer {
        var lines = ""
        var seen = Set<[UInt8]>()
        var rank = 0
        func add(_ bytes: [UInt8]) {
            guard seen.insert(bytes).inserted else { return }
            lines += "\(Data(bytes).base64EncodedString()) \(rank)\n"
            rank += 1
        }
        for byte in 0...255 { add([UInt8(byte)]) }
        for word in words {
            // Merges go by pairs: every beginning of a word is a token too.
            let bytes = Array(word.utf8)
            for length in 2...max(2, bytes.count) where length <= bytes.count { add(Array(bytes[..<length])) }
        }
        var specials: [String: Int32] = [:]
        for (index, name) in special.enumerated() { specials[name] = Int32(rank + index) }
        let file = FileManager.default.temporaryDirectory.appending(path: "chorale-\(UUID().uuidString).tiktoken")
        try Data(lines.utf8).write(to: file)
        defer { unlink(file.path) }
        return try Tokenizer(tiktoken: file.path, specialTokens: specials)
    }

    static func compiler(words: [String] = words, limits: GrammarLimits = GrammarLimits()) throws -> GrammarCompiler {
        try GrammarCompiler(TokenTrie(tokenizer(words: words)), limits: limits)
    }
}

extension CompiledGrammar {
    /// Whether the whole text matches, read byte by byte.
    func matches(_ text: String) -> Bool { matches(text.utf8) }

    func matches(_ bytes: some Sequence<UInt8>) -> Bool {
        var matcher = Matcher(self)
        for byte in bytes where !matcher.advance(byte) { return false }
        return matcher.isAccepting
    }
}

extension Matcher {
    /// The tokens that the mask allows.
    mutating func allowedTokens() -> Set<Int32> {
        var words = [UInt64](repeating: 0, count: grammar.trie.maskWords)
        words.withUnsafeMutableBufferPointer { mask(into: $0) }
        var result = Set<Int32>()
        for id in 0..<grammar.trie.vocabularySize where words[id / 64] >> UInt64(id % 64) & 1 == 1 { result.insert(Int32(id)) }
        return result
    }
}

/// Seeded random numbers, so that a failure repeats (Steele, Lea and Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
