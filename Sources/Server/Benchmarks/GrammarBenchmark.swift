import Foundation
import Grammar
import JSON
import Tokenization

/// Compiling JSON schemas, and the masks of documents that follow them, beside llguidance: one thread, the same vocabulary, schemas and
/// tokens in the same run.
package struct GrammarBenchmark {
    private let tokenizerFile: String
    private let python: String

    /// - Parameters:
    ///   - model: see `CheckpointLocation`; of it, tokenizer.json.
    ///   - python: an interpreter that can import llguidance.
    package init(model: String, python: String) throws {
        tokenizerFile = try CheckpointLocation(model).directory + "/tokenizer.json"
        self.python = python
    }

    /// Of one schema: the shortest compilation, and every mask of a document's first pass.
    private struct Figures {
        var compile: Double
        var masks: [Double]

        func share(_ part: Double) -> Double { masks.sorted()[min(masks.count - 1, Int(Double(masks.count) * part))] }
    }

    package func run(rounds: Int) throws -> String {
        let tokenizer = try Tokenizer(tokenizerJSON: tokenizerFile)
        let samples = GrammarSample.all
        let tokens = samples.map { tokenizer.encode($0.document) }
        var table = TextTable(header: ["", "Chorale", "llguidance"])
        let loading = shortestDuration(of: 1) { _ = TokenTrie(tokenizer) }
        let trie = TokenTrie(tokenizer)
        let peers = runPeer(samples, tokens, rounds: rounds)
        let figures: [Figures]? = if case .success(let found) = peers { found } else { nil }
        table.add("tokens in the vocabulary", String(trie.vocabularySize), "")
        table.add("tree of tokens, once", "\((loading.inSeconds * 1000).formatted(digits: 0)) ms", "")
        for (index, sample) in samples.enumerated() {
            let here = try measure(sample, tokens[index], trie, rounds: rounds)
            let peer = figures?[index]
            func row(_ name: String, _ unit: String, _ digits: Int, _ figure: (Figures) -> Double) {
                table.add(
                    "\(sample.name): \(name)", "\(figure(here).formatted(digits: digits)) \(unit)",
                    peer.map { "\(figure($0).formatted(digits: digits)) \(unit)" } ?? "not run")
            }
            row("compile", "ms", 1) { $0.compile * 1e3 }
            row("mask, median of \(here.masks.count)", "µs", 1) { $0.share(0.5) * 1e6 }
            row("mask, 99th percentile", "µs", 1) { $0.share(0.99) * 1e6 }
            row("mask, longest", "µs", 1) { $0.share(1) * 1e6 }
        }
        if case .failure(let error) = peers { table.add("llguidance", "", "\(error)") }
        return table.text
    }

    private func measure(_ sample: GrammarSample, _ tokens: [Int32], _ trie: TokenTrie, rounds: Int) throws -> Figures {
        let expression = GrammarExpression.source(.jsonSchema(sample.schema))
        var compile = Double.infinity
        for _ in 0..<rounds {
            let compiler = try GrammarCompiler(trie)
            compile = min(compile, try shortestDuration(of: 1) { _ = try compiler.compile(expression) }.inSeconds)
        }
        let compiler = try GrammarCompiler(trie)
        try compiler.warm()
        var matcher = Matcher(try compiler.compile(expression))
        var mask = [UInt64](repeating: 0, count: trie.maskWords)
        var masks: [Double] = []
        for token in tokens {
            let time = shortestDuration(of: 1) {
                mask.withUnsafeMutableBufferPointer { mask in
                    mask.update(repeating: 0)
                    matcher.mask(into: mask)
                }
            }
            masks.append(time.inSeconds)
            guard matcher.advance(token: token) else { throw UnexpectedToken(sample: sample.name) }
        }
        guard matcher.isAccepting else { throw UnexpectedToken(sample: sample.name) }
        return Figures(compile: compile, masks: masks)
    }

    private struct UnexpectedToken: Error, CustomStringConvertible {
        let sample: String
        var description: String { "the grammar of '\(sample)' refuses its own document" }
    }

    private func runPeer(_ samples: [GrammarSample], _ tokens: [[Int32]], rounds: Int) -> Result<[Figures], PythonPeer.Failure> {
        let cases = zip(samples, tokens).map { sample, tokens -> JSONValue in
            ["schema": .string(sample.schema.serialized), "tokens": .array(tokens.map { .integer(Int($0)) })]
        }
        return PythonPeer(python: python, script: Self.peerScript, inability: "import llguidance, or it refuses a schema").run(
            tokenizerFile: tokenizerFile, input: Data(JSONValue.array(cases).serializedBytes), rounds: rounds
        ) { printed in
            guard let list = Self.list(printed), list.count == samples.count else { return nil }
            return list.map { figures in
                Figures(
                    compile: figures["compile"]?.doubleValue ?? .nan,
                    masks: (figures["masks"]?.arrayValue ?? []).compactMap(\.doubleValue))
            }
        }
    }

    private static func list(_ printed: [UInt8]) -> [JSONValue]? {
        do { return try JSONValue(parsing: printed).arrayValue } catch { return nil }
    }

    private static let peerScript = """
        import ctypes, json, sys, time
        from llguidance import LLMatcher, LLTokenizer
        tokenizer = LLTokenizer(open(sys.argv[1], encoding="utf-8").read())
        size = (tokenizer.vocab_size + 31) // 32 * 4
        buffer = ctypes.create_string_buffer(size)
        answers = []
        for case in json.load(open(sys.argv[2], encoding="utf-8")):
            best = 1e9
            for _ in range(int(sys.argv[3])):
                start = time.perf_counter()
                matcher = LLMatcher(tokenizer, LLMatcher.grammar_from_json_schema(case["schema"]))
                best = min(best, time.perf_counter() - start)
            masks = []
            for token in case["tokens"]:
                start = time.perf_counter()
                matcher.unsafe_compute_mask_ptr(ctypes.addressof(buffer), size)
                masks.append(time.perf_counter() - start)
                assert matcher.consume_token(token)
            answers.append({"compile": best, "masks": masks})
        print(json.dumps(answers))
        """
}
