import Engine
import JSON
import Sampling

/// llama.cpp's `/completion` with token ids (tools/server/server-schema.cpp, server-context.cpp).
struct LlamaServerForm: WireForm {
    let path = "/completion"
    let healthPath = "/health"
    let formatNotation: FormatNotation? = .gbnf
    /// What tokens are in text, for those whose ids it does not tell.
    let pieces: (any TokenPieces)?

    /// Everything that has a default there is said, since none is neutral.
    func body(_ ask: TokenAsk) -> [UInt8] {
        let sampling = ask.sampling
        let hasPenalties = sampling.repetitionPenalty != 1 || sampling.presencePenalty != 0 || sampling.frequencyPenalty != 0
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("prompt")
        writer.write(tokens: ask.tokens)
        writer.write("n_predict", ask.maximumTokens)
        writer.write("stream", true)
        writer.write("return_tokens", true)
        writer.write("cache_prompt", true)
        writer.write(sampling)
        writer.write("top_k", sampling.topK)
        writer.write("repeat_penalty", sampling.repetitionPenalty)
        writer.write("repeat_last_n", hasPenalties ? ask.tokens.count + ask.maximumTokens : 0)
        writer.name("samplers")
        writer.write(["penalties", "top_k", "top_p", "min_p", "temperature"])
        if let seed = sampling.seed { writer.write("seed", Int(UInt32(truncatingIfNeeded: seed ^ (seed >> 32)) & (UInt32.max >> 1))) }
        if let top = sampling.topLogprobs { writer.write("n_probs", max(1, top)) }
        if let grammar = ask.format {
            writer.name("grammar")
            writer.write(grammar)
        }
        // Else the last event has the whole prompt in it.
        writer.name("response_fields")
        writer.write(["stop", "stop_type", "tokens_predicted", "timings/cache_n"])
        writer.endObject()
        return writer.bytes
    }

    func makeReader(_ ask: TokenAsk) -> any ChunkReader { Reader(pieces: pieces, top: ask.sampling.topLogprobs) }

    /// A token comes with each event, but for those within a character: the event at the character's end has the text of all of them,
    /// the id of the last one, and a count that has grown by more than one.
    private struct Reader: ChunkReader {
        let pieces: (any TokenPieces)?
        let top: Int?
        private var received = 0

        init(pieces: (any TokenPieces)?, top: Int?) {
            self.pieces = pieces
            self.top = top
        }

        mutating func read(_ data: UnsafeBufferPointer<UInt8>) throws -> UpstreamChunk {
            var chunk = UpstreamChunk()
            var (ids, content, total, isLast, type): ([Int32], String, Int?, Bool, String) = ([], "", nil, false, "")
            var chosen: (Float, [TokenLogprob])?
            var reader = try JSONReader(data)
            try reader.members { name, reader in
                switch name {
                case "tokens": try reader.elements { ids.append(try $0.tokenID()) }
                case "content": content = try reader.string()
                case "tokens_predicted": total = try reader.integer()
                case "stop": isLast = try reader.bool()
                case "stop_type": type = try reader.string()
                case "timings/cache_n": chunk.cachedTokens = try reader.integer()
                case "completion_probabilities": try reader.elements { chosen = try probability(&$0) }
                case "error": throw try reader.upstreamError()
                default: try reader.skipValue()
                }
            }
            if isLast {
                // What is missing at the end is asked for again.
                chunk.end = type == "limit" ? .length : type == "none" ? .aborted : .stop(nil)
                return chunk
            }
            guard let id = ids.last else { return chunk }
            let missing = (total ?? received + 1) - received - 1
            if missing > 0 {
                guard let lost = pieces?.tokens(spelling: content, but: id, count: missing) else {
                    throw UpstreamError.broken("\(missing) tokens are missing before \(id)")
                }
                chunk.tokens += lost.map { SampledToken(id: $0) }
            }
            received = total ?? received + 1
            var token = SampledToken(id: id)
            if let top, let chosen {
                token.logprob = chosen.0
                token.topLogprobs = Array(chosen.1.prefix(top))
            }
            chunk.tokens.append(token)
            return chunk
        }

        private func probability(_ reader: inout JSONReader) throws -> (Float, [TokenLogprob]) {
            var (logprob, top): (Float, [TokenLogprob]) = (0, [])
            try reader.members { name, reader in
                switch name {
                case "logprob": logprob = Float(try reader.double())
                case "top_logprobs":
                    try reader.elements { reader in
                        var token = TokenLogprob(id: 0, logprob: 0)
                        try reader.members { name, reader in
                            switch name {
                            case "id": token.id = try reader.tokenID()
                            case "logprob": token.logprob = Float(try reader.double())
                            default: try reader.skipValue()
                            }
                        }
                        top.append(token)
                    }
                default: try reader.skipValue()
                }
            }
            return (logprob, top)
        }
    }
}
