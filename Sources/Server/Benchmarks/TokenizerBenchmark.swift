import Foundation
import Tokenization

/// Encoding text beside tiktoken on one thread, with the same vocabulary and text in the same run.
package struct TokenizerBenchmark {
    private let tokenizerFile: String
    private let text: String
    private let python: String

    /// - Parameters:
    ///   - model: see `CheckpointLocation`; of it, tokenizer.json, whose split pattern tiktoken has to take.
    ///   - file: UTF-8 text; without it, a few megabytes of English, code and other scripts.
    ///   - python: an interpreter that can import tiktoken.
    package init(model: String, file: String?, python: String) throws {
        tokenizerFile = try CheckpointLocation(model).directory + "/tokenizer.json"
        text = try file.map { String(decoding: try contents(ofFile: $0), as: UTF8.self) } ?? Self.sample()
        self.python = python
    }

    package func run(rounds: Int) throws -> String {
        var tokenizer = try Tokenizer(tokenizerJSON: tokenizerFile)
        let loading = try shortestDuration(of: rounds) { tokenizer = try Tokenizer(tokenizerJSON: tokenizerFile) }
        var ids: [Int32] = []
        let megabytes = Double(text.utf8.count) / 1e6
        let letters = String(repeating: "a", count: 1_000_000)
        let run = shortestDuration(of: rounds) { _ = tokenizer.encode(letters) }

        var table = TextTable(header: ["", "Chorale", "tiktoken", "times as fast"])
        let here = shortestDuration(of: rounds) { ids = tokenizer.encode(text) }
        let peer = runPeer(rounds: rounds)
        let again = shortestDuration(of: rounds) { ids = tokenizer.encode(text) }
        let best = min(here, again).inSeconds
        let rate = "\((megabytes / best).formatted(digits: 1)) MB/s"
        switch peer {
        case .success(let peer):
            table.add(
                "encode \(megabytes.formatted(digits: 1)) MB", rate,
                "\((megabytes / peer.seconds).formatted(digits: 1)) MB/s", (peer.seconds / best).formatted(digits: 2))
            table.add("tokens", String(ids.count), String(peer.tokens), peer.tokens == ids.count ? "equal" : "DIFFERENT")
        case .failure(let error):
            table.add("encode \(megabytes.formatted(digits: 1)) MB", rate, "not run", "")
            table.add("tokens", String(ids.count), "\(error)", "")
        }
        table.add("load tokenizer.json", "\((loading.inSeconds * 1000).formatted(digits: 0)) ms", "", "")
        table.add("1 MB of \"a\"", "\((run.inSeconds * 1000).formatted(digits: 1)) ms", "", "")
        return table.text
    }

    private func runPeer(rounds: Int) -> Result<(seconds: Double, tokens: Int), PythonPeer.Failure> {
        PythonPeer(python: python, script: Self.peerScript, inability: "import tiktoken").run(
            tokenizerFile: tokenizerFile, input: Data(text.utf8), rounds: rounds
        ) { printed in
            let fields = String(decoding: printed, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            guard fields.count == 2, let seconds = Double(fields[0]), let tokens = Int(fields[1]) else { return nil }
            return (seconds: seconds, tokens: tokens)
        }
    }

    private static let peerScript = """
        import json, sys, time, tiktoken
        file = json.load(open(sys.argv[1]))
        bs = [*range(33, 127), *range(161, 173), *range(174, 256)]
        cs, n = bs[:], 0
        for b in range(256):
            if b not in bs: bs.append(b); cs.append(256 + n); n += 1
        byte = {chr(c): b for b, c in zip(bs, cs)}
        special = {t["content"]: t["id"] for t in file["added_tokens"]}
        ranks = {bytes(byte[c] for c in t): i for t, i in file["model"]["vocab"].items() if t not in special}
        pattern = file["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"]
        encoding = tiktoken.Encoding("bench", pat_str=pattern, mergeable_ranks=ranks, special_tokens=special)
        text = open(sys.argv[2], encoding="utf-8", newline="").read()
        best = 1e9
        for _ in range(int(sys.argv[3])):
            start = time.perf_counter(); ids = encoding.encode_ordinary(text); best = min(best, time.perf_counter() - start)
        print(best, len(ids))
        """

    private static func sample() -> String {
        let english = "The router sends every token to four of thirty-two experts; it's the same in each layer, isn't it? "
        let code = "    guard let value = table[key] else { return nil }  // 0x1F, 12345\n\tfor i in 0..<count { sum += values[i] }\n"
        let others = "专家混合模型把每个词送到少数专家。 Модель думает перед ответом. モデルは答える前に考えます。 النموذج يفكر 🙂🎉 "
        return String(repeating: String(repeating: english, count: 12) + code + code + code + others + "\n\n", count: 1500)
    }
}
