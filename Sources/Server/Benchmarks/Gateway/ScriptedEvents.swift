import Foundation
import JSON
import Tokenization
import Upstream

/// The events of a scripted upstream, as vLLM (`/v1/completions`), SGLang (`/generate`) and llama-server
/// (`/completion`) write them.
struct ScriptedEvents: Sendable {
    private let options: ScriptedUpstream.Options
    private let prompt: Int
    private var sent: [Int32] = []
    private var waiting: [Int32] = []
    private let tokenizer: Tokenizer
    /// Of llama-server: bytes that are no whole characters yet.
    private var unsent: [UInt8] = []

    init(_ options: ScriptedUpstream.Options, prompt: Int, _ tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        self.options = options
        self.prompt = prompt
    }

    /// Bytes to send now; none while an event is not full.
    mutating func add(_ tokens: [Int32]) -> [UInt8] {
        if options.form == .llamaServer { return tokens.flatMap { addOne($0) } }
        sent += tokens
        waiting += tokens
        guard waiting.count >= options.tokensPerEvent else { return [] }
        return flush(reason: nil)
    }

    /// llama-server tells a token only where its text ends with a whole character.
    private mutating func addOne(_ token: Int32) -> [UInt8] {
        sent.append(token)
        if tokenizer.name(ofSpecial: token) == nil { unsent += tokenizer.bytes(of: token) ?? [] }
        guard let text = String(validating: unsent, as: UTF8.self) else { return [] }
        unsent = []
        return Self.event(
            #"{"index":0,"content":\#(JSONValue.string(text).serialized),"tokens":[\#(token)],"stop":false,"id_slot":-1,"#
                + #""tokens_predicted":\#(sent.count),"tokens_evaluated":\#(prompt)}"#)
    }

    mutating func finish(isLimit: Bool) -> [UInt8] {
        if options.form == .llamaServer {
            return Self.event(
                #"{"index":0,"content":"","tokens":[],"stop":true,"stop_type":"\#(isLimit ? "limit" : "eos")","#
                    + #""tokens_predicted":\#(sent.count),"timings/cache_n":0}"#)
        }
        return flush(reason: isLimit ? "length" : "stop") + Array("data: [DONE]\n\n".utf8)
    }

    mutating func abort() -> [UInt8] {
        flush(reason: "abort") + Array("data: [DONE]\n\n".utf8)
    }

    mutating func error(_ status: Int) -> [UInt8] {
        let error: JSONValue = ["error": ["message": "as it was told", "type": "scripted", "param": nil, "code": .integer(status)]]
        return (waiting.isEmpty ? [] : flush(reason: nil)) + Self.event(error.serialized) + Array("data: [DONE]\n\n".utf8)
    }

    private mutating func flush(reason: String?) -> [UInt8] {
        defer { waiting = [] }
        switch options.form {
        case .sgLang:
            let ids = options.isIncremental ? waiting : sent
            let end = reason.map { #"{"type":"\#($0)"}"# } ?? "null"
            return Self.event(
                """
                {"text":"","output_ids":[\(Self.list(ids))],"meta_info":{"id":"s","finish_reason":\(end),"prompt_tokens":\(prompt),\
                "weight_version":"default","num_retractions":0,"reasoning_tokens":0,"completion_tokens":\(sent.count),"cached_tokens":16}}
                """)
        case .vLLM, .chorale, .llamaServer:
            let end = reason.map { "\"\($0)\"" } ?? "null"
            return Self.event(
                """
                {"id":"cmpl-s","object":"text_completion","created":1796000000,"model":"scripted","choices":[{"index":0,"text":"","logprobs":null,\
                "finish_reason":\(end),"stop_reason":null,"prompt_token_ids":null,"token_ids":[\(Self.list(waiting))],"weight_versions":null}],\
                "kv_transfer_params":null}
                """)
        }
    }

    private static func list(_ ids: [Int32]) -> String { ids.map(String.init).joined(separator: ",") }

    private static func event(_ text: String) -> [UInt8] { Array("data: \(text)\n\n".utf8) }
}
