import Engine
import JSON
import Sampling

/// `/v1/completions` with a prompt of token ids, as vLLM has it (vllm/entrypoints/openai/completion/protocol.py) and Chorale too.
struct CompletionsForm: WireForm {
    /// Whether it is vLLM, which takes some things that Chorale does not, and the other way round.
    let isVLLM: Bool

    let path = "/v1/completions"
    var healthPath: String { isVLLM ? "/health" : "/readyz" }
    var formatNotation: FormatNotation? { isVLLM ? .structuralTag : nil }
    let scoresPrompts = true

    func body(_ ask: TokenAsk) -> [UInt8] {
        let sampling = ask.sampling
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("model")
        writer.write(ask.model)
        writer.name("prompt")
        writer.write(tokens: ask.tokens)
        writer.write("max_tokens", ask.maximumTokens)
        writer.write("stream", ask.promptLogprobs == nil)
        writer.write("return_token_ids", ask.promptLogprobs == nil)
        writer.write("return_tokens_as_token_ids", true)
        writer.write("skip_special_tokens", false)
        writer.write(sampling)
        writer.write("top_k", sampling.topK)
        writer.write("repetition_penalty", sampling.repetitionPenalty)
        // Signed in vLLM.
        if let seed = sampling.seed { writer.write("seed", Int(seed & UInt64(Int64.max))) }
        if let top = ask.promptLogprobs ?? sampling.topLogprobs { writer.write("logprobs", top) }
        if ask.promptLogprobs == nil {
            writer.name("stream_options")
            writer.write(["include_usage": true])
        } else {
            writer.write("echo", true)
        }
        if isVLLM {
            // The model's own ends are left out, so that those that are asked for count and no others.
            writer.write("ignore_eos", true)
            writer.name("stop_token_ids")
            writer.write(tokens: ask.stopTokens)
            if ask.tokensPerEvent > 1 { writer.write("stream_interval", ask.tokensPerEvent) }
            if ask.priority != 0 { writer.write("priority", -ask.priority) }
            if let tag = ask.format {
                writer.name("structured_outputs")
                writer.write(["structural_tag": .string(tag)])
            }
        }
        writer.endObject()
        return writer.bytes
    }

    func makeReader(_ ask: TokenAsk) -> any ChunkReader { Reader(top: ask.sampling.topLogprobs ?? 0) }

    func scores(_ body: UnsafeBufferPointer<UInt8>, of ask: TokenAsk) throws -> [SampledToken] {
        var logprobs = Logprobs()
        var reader = try JSONReader(body)
        try reader.members { name, reader in
            guard name == "choices" else { return try reader.skipValue() }
            try reader.elements { reader in
                try reader.members { name, reader in
                    if name == "logprobs" { try logprobs.read(&reader) } else { try reader.skipValue() }
                }
            }
        }
        guard logprobs.chosen.count >= ask.tokens.count, logprobs.top.count >= ask.tokens.count else {
            throw UpstreamError.broken("it told \(logprobs.chosen.count) log-probabilities of \(ask.tokens.count) tokens")
        }
        return ask.tokens.enumerated().map { index, id in
            SampledToken(
                id: id, logprob: logprobs.chosen[index], topLogprobs: Array(logprobs.top[index].prefix(ask.promptLogprobs ?? 0)))
        }
    }

    private struct Reader: ChunkReader {
        /// Of each token; more come where the chosen one is not among them.
        let top: Int

        mutating func read(_ data: UnsafeBufferPointer<UInt8>) throws -> UpstreamChunk {
            var chunk = UpstreamChunk()
            var reader = try JSONReader(data)
            try reader.members { name, reader in
                switch name {
                case "choices": try reader.elements { try readChoice(&$0, &chunk) }
                case "usage": _ = try reader.optional { try readUsage(&$0, &chunk) }
                case "error": if try reader.kind() == .null { try reader.null() } else { throw try reader.upstreamError() }
                default: try reader.skipValue()
                }
            }
            return chunk
        }

        private func readChoice(_ reader: inout JSONReader, _ chunk: inout UpstreamChunk) throws {
            let first = chunk.tokens.count
            var logprobs = Logprobs()
            var (reason, stop): (String?, Int32?)
            try reader.members { name, reader in
                switch name {
                case "token_ids": try reader.elements { chunk.tokens.append(SampledToken(id: try $0.tokenID())) }
                case "logprobs": _ = try reader.optional { try logprobs.read(&$0) }
                case "finish_reason": reason = try reader.optional { try $0.string() }
                case "stop_reason":
                    if try reader.kind() == .number { stop = try reader.tokenID() } else { try reader.skipValue() }
                default: try reader.skipValue()
                }
            }
            for (index, place) in (first..<chunk.tokens.count).enumerated() {
                if index < logprobs.chosen.count { chunk.tokens[place].logprob = logprobs.chosen[index] }
                if index < logprobs.top.count { chunk.tokens[place].topLogprobs = Array(logprobs.top[index].prefix(top)) }
            }
            switch reason {
            case nil: break
            case "stop", "tool_calls": chunk.end = .stop(stop)
            case "length": chunk.end = .length
            default: chunk.end = .aborted
            }
        }

        private func readUsage(_ reader: inout JSONReader, _ chunk: inout UpstreamChunk) throws {
            try reader.members { name, reader in
                guard name == "prompt_tokens_details" else { return try reader.skipValue() }
                _ = try reader.optional { reader in
                    try reader.members { name, reader in
                        guard name == "cached_tokens" else { return try reader.skipValue() }
                        chunk.cachedTokens = try reader.optional { try $0.integer() }
                    }
                }
            }
        }
    }

    /// With tokens as `token_id:123`, in arrays side by side.
    private struct Logprobs {
        var chosen: [Float?] = []
        var top: [[TokenLogprob]] = []

        mutating func read(_ reader: inout JSONReader) throws {
            try reader.members { name, reader in
                switch name {
                case "token_logprobs":
                    try reader.elements { chosen.append(try $0.optional { Float(try $0.double()) }) }
                case "top_logprobs":
                    try reader.elements { reader in
                        var tokens: [TokenLogprob] = []
                        _ = try reader.optional { reader in
                            try reader.members { name, reader in
                                let logprob = Float(try reader.double())
                                guard let id = Int32(name.dropFirst("token_id:".count)) else { return }
                                tokens.append(TokenLogprob(id: id, logprob: logprob))
                            }
                        }
                        top.append(tokens.sorted { ($0.logprob, $1.id) > ($1.logprob, $0.id) })
                    }
                default: try reader.skipValue()
                }
            }
        }
    }
}
