import Foundation
import Harmony
import JSON
import OrderedCollections
import Tokenization

/// Rendering and parsing beside openai-harmony: one thread, the same conversations and tokens in the same run.
///
/// Both sides read conversations from the library's JSON and write what they parse as JSON, as the library's own functions beneath its
/// Python classes do; what those classes add is told by itself.
package struct HarmonyBenchmark {
    private let vocabulary: HarmonyVocabulary
    private let tokenizerFile: String
    private let python: String
    private let conversations: [String]

    /// - Parameters:
    ///   - model: see `CheckpointLocation`; of it, tokenizer.json with the vocabulary o200k_harmony.
    ///   - python: an interpreter that can import openai_harmony and finds its vocabulary (TIKTOKEN_ENCODINGS_BASE).
    ///   - count: conversations.
    package init(model: String, python: String, count: Int) throws {
        tokenizerFile = try CheckpointLocation(model).directory + "/tokenizer.json"
        vocabulary = try HarmonyVocabulary(Tokenizer(tokenizerJSON: tokenizerFile))
        self.python = python
        conversations = HarmonySample.conversations(count).map(\.serialized)
    }

    private struct Peer {
        var render: Double
        var renderFromClasses: Double
        var parse: Double
        var parseToClasses: Double
        var tokens: [[Int32]]
        var messages: [JSONValue]
    }

    package func run(rounds: Int) throws -> String {
        var rendered: [[Int32]] = []
        var parsed: [[UInt8]] = []
        func measure() throws -> (Duration, Duration) {
            let rendering = try shortestDuration(of: rounds) { rendered = try conversations.map(render) }
            return (rendering, shortestDuration(of: rounds) { parsed = rendered.map(parse) })
        }
        let first = try measure()
        let peer = PythonPeer(python: python, script: Self.script, inability: "import openai_harmony, or it finds no vocabulary").run(
            tokenizerFile: tokenizerFile, input: Data(conversations.joined(separator: "\n").utf8), rounds: rounds, reading: Self.figures)
        let second = try measure()
        let rendering = min(first.0, second.0).inSeconds
        let parsing = min(first.1, second.1).inSeconds
        let count = rendered.reduce(0) { $0 + $1.count }
        func rate(_ seconds: Double) -> String { "\((Double(count) / seconds / 1e6).formatted(digits: 2)) Mtokens/s" }
        var table = TextTable(header: [
            "\(conversations.count) conversations, \(count) tokens", "Chorale", "openai-harmony", "times as fast",
        ])
        switch peer {
        case .failure(let error):
            table.add("render", rate(rendering), "\(error)", "")
            table.add("parse", rate(parsing), "", "")
        case .success(let peer):
            let messages = try parsed.map { try JSONValue(parsing: $0) }
            table.add("render", rate(rendering), rate(peer.render), (peer.render / rendering).formatted(digits: 1))
            table.add(
                "render, from its classes", "", rate(peer.renderFromClasses), (peer.renderFromClasses / rendering).formatted(digits: 1))
            table.add("tokens", "", "", rendered == peer.tokens ? "equal" : "DIFFERENT")
            table.add("parse", rate(parsing), rate(peer.parse), (peer.parse / parsing).formatted(digits: 1))
            table.add("parse, to its classes", "", rate(peer.parseToClasses), (peer.parseToClasses / parsing).formatted(digits: 1))
            table.add("messages", "", "", messages == peer.messages ? "equal" : "DIFFERENT")
        }
        return table.text
    }

    private func render(_ text: String) throws -> [Int32] {
        let conversation = try Conversation(json: try JSONValue(parsing: text))
        return try ConversationRenderer(vocabulary).rendering(conversation, for: .training, analysis: .all).tokens
    }

    /// The messages as the library writes them.
    private func parse(_ tokens: [Int32]) -> [UInt8] {
        let messages = TranscriptRecorder.read(tokens, with: HarmonyParser(vocabulary, startingRole: nil)).messages
        var writer = JSONWriter()
        writer.beginArray()
        for message in messages {
            let header = message.parsed.header
            writer.beginObject()
            writer.name("role")
            writer.write(header.author.role.rawValue)
            for (name, value) in [
                ("name", header.author.name), ("channel", header.channel), ("recipient", header.recipient),
                ("content_type", header.contentType), ("content", message.parsed.text),
            ] {
                guard let value else { continue }
                writer.name(name)
                writer.write(value)
            }
            writer.endObject()
        }
        writer.endArray()
        return writer.bytes
    }

    private static func figures(_ printed: [UInt8]) -> Peer? {
        guard let json = json(printed),
            let seconds = json["seconds"]?.arrayValue?.compactMap(\.doubleValue), seconds.count == 4,
            let tokens = json["tokens"]?.arrayValue, let messages = json["messages"]?.arrayValue
        else { return nil }
        return Peer(
            render: seconds[0], renderFromClasses: seconds[1], parse: seconds[2], parseToClasses: seconds[3],
            tokens: tokens.map { ($0.arrayValue ?? []).compactMap { $0.intValue.flatMap(Int32.init(exactly:)) } }, messages: messages)
    }

    private static func json(_ bytes: [UInt8]) -> JSONValue? {
        do {
            return try JSONValue(parsing: bytes, limits: JSONLimits(maximumBytes: .max))
        } catch {
            return nil
        }
    }

    private static let script = """
        import json, sys, time
        from openai_harmony import Conversation, HarmonyEncodingName, RenderConversationConfig, load_harmony_encoding
        encoding = load_harmony_encoding(HarmonyEncodingName.HARMONY_GPT_OSS)
        inner, config = encoding._inner, {"auto_drop_analysis": False}
        lines = open(sys.argv[2], encoding="utf-8").read().split("\\n")
        objects = [Conversation.from_json(line) for line in lines]
        def best(body):
            least = 1e9
            for _ in range(int(sys.argv[3])):
                start = time.perf_counter(); result = body(); least = min(least, time.perf_counter() - start)
            return least, result
        render, tokens = best(lambda: [inner.render_conversation_for_training(conversation_json=l, config=config) for l in lines])
        settings = RenderConversationConfig(auto_drop_analysis=False)
        classes, _ = best(lambda: [encoding.render_conversation_for_training(o, config=settings) for o in objects])
        parse, texts = best(lambda: [inner.parse_messages_from_completion_tokens(t, None, True) for t in tokens])
        whole, _ = best(lambda: [encoding.parse_messages_from_completion_tokens(t) for t in tokens])
        def plain(m):
            text = "".join(part["text"] for part in m["content"]) if isinstance(m["content"], list) else m["content"]
            return {k: v for k, v in [*((k, m.get(k)) for k in ("role", "name", "channel", "recipient", "content_type")), ("content", text)]
                    if v is not None}
        messages = [[plain(m) for m in json.loads(t)] for t in texts]
        print(json.dumps({"seconds": [render, classes, parse, whole], "tokens": tokens, "messages": messages}))
        """
}
