import Engine
import JSON
import Sampling

/// SGLang's `/generate` with token ids (sglang/srt/managers/io_struct.py, sampling/sampling_params.py).
struct SGLangForm: WireForm {
    let path = "/generate"
    /// `/health` has the model write a token, and is slow beside long prompts.
    let healthPath = "/health"
    let formatNotation: FormatNotation? = .structuralTag

    func body(_ ask: TokenAsk) -> [UInt8] {
        let sampling = ask.sampling
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("input_ids")
        writer.write(tokens: ask.tokens)
        writer.write("stream", true)
        writer.name("sampling_params")
        writer.beginObject()
        writer.write("max_new_tokens", ask.maximumTokens)
        writer.write(sampling)
        writer.write("top_k", sampling.topK > 0 ? sampling.topK : -1)
        writer.write("repetition_penalty", sampling.repetitionPenalty)
        if let seed = sampling.seed { writer.write("sampling_seed", Int(seed & UInt64(Int64.max))) }
        writer.name("stop_token_ids")
        writer.write(tokens: ask.stopTokens)
        writer.write("skip_special_tokens", false)
        if ask.tokensPerEvent > 1 { writer.write("stream_interval", ask.tokensPerEvent) }
        if let tag = ask.format {
            writer.name("structural_tag")
            writer.write(tag)
        }
        writer.endObject()
        if let top = sampling.topLogprobs {
            writer.write("return_logprob", true)
            writer.write("logprob_start_len", -1)
            writer.write("top_logprobs_num", top)
        }
        if ask.priority != 0 { writer.write("priority", ask.priority) }
        writer.endObject()
        return writer.bytes
    }

    func makeReader(_ ask: TokenAsk) -> any ChunkReader { Reader() }

    /// Its chunks have all tokens so far, or with `--incremental-streaming-output` the new ones: in both, the last ones are new, as many as the
    /// total has grown by.
    private struct Reader: ChunkReader {
        private var received = 0

        mutating func read(_ data: UnsafeBufferPointer<UInt8>) throws -> UpstreamChunk {
            var chunk = UpstreamChunk()
            var (ids, total): ([Int32], Int?) = ([], nil)
            var (logprobs, tops): ([TokenLogprob], [[TokenLogprob]]) = ([], [])
            var reader = try JSONReader(data)
            try reader.members { name, reader in
                switch name {
                case "output_ids": try reader.elements { ids.append(try $0.tokenID()) }
                case "error": throw try reader.upstreamError()
                case "meta_info":
                    try reader.members { name, reader in
                        switch name {
                        case "finish_reason": chunk.end = try reader.optional { try end(&$0) }
                        case "completion_tokens": total = try reader.integer()
                        case "cached_tokens": chunk.cachedTokens = try reader.integer()
                        case "output_token_logprobs": try reader.elements { logprobs.append(try triple(&$0)) }
                        case "output_top_logprobs":
                            try reader.elements { reader in
                                var top: [TokenLogprob] = []
                                try reader.elements { top.append(try triple(&$0)) }
                                tops.append(top)
                            }
                        default: try reader.skipValue()
                        }
                    }
                default: try reader.skipValue()
                }
            }
            let grown = (total ?? received + ids.count) - received
            // One that it ended by itself repeats what it said before.
            if chunk.end == .aborted, grown <= 0 { return chunk }
            guard grown >= 0, grown <= ids.count else { throw UpstreamError.broken("\(grown) tokens came, and \(ids.count) ids of them") }
            received += grown
            let (lateLogprobs, lateTops) = (logprobs.suffix(grown), tops.suffix(grown))
            for (offset, id) in ids.suffix(grown).enumerated() {
                var token = SampledToken(id: id)
                if lateLogprobs.count == grown { token.logprob = lateLogprobs[lateLogprobs.startIndex + offset].logprob }
                if lateTops.count == grown { token.topLogprobs = lateTops[lateTops.startIndex + offset] }
                chunk.tokens.append(token)
            }
            return chunk
        }

        /// `[logprob, id, text]`
        private func triple(_ reader: inout JSONReader) throws -> TokenLogprob {
            var (logprob, id, place): (Float, Int32, Int) = (0, 0, 0)
            try reader.elements { reader in
                switch place {
                case 0: logprob = try reader.optional { Float(try $0.double()) } ?? 0
                case 1: id = try reader.tokenID()
                default: try reader.skipValue()
                }
                place += 1
            }
            return TokenLogprob(id: id, logprob: logprob)
        }

        private func end(_ reader: inout JSONReader) throws -> UpstreamChunk.End {
            var (type, message, status): (String, String, Int?) = ("", "", nil)
            var matched: Int32?
            try reader.members { name, reader in
                switch name {
                case "type": type = try reader.string()
                case "matched" where try reader.kind() == .number: matched = try reader.tokenID()
                case "message" where try reader.kind() == .string: message = try reader.string()
                case "status_code" where try reader.kind() == .number: status = try reader.integer()
                default: try reader.skipValue()
                }
            }
            switch type {
            case "stop": return .stop(matched)
            case "length": return .length
            default:
                if let status { throw UpstreamError(status: status, message: message) }
                return .aborted
            }
        }
    }
}
