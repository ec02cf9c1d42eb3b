import GPTOSS
import Testing

/// Writes GGUF files, as docs/gguf.md of ggml has them.
struct GGUFWriter {
    enum Value {
        case uint32(UInt32)
        case float32(Float)
        case string(String)
        case strings([String])
        case int32s([Int32])
    }

    struct Tensor {
        var name: String
        /// The slowest dimension first; written the other way round.
        var shape: [Int]
        var type: UInt32
        var bytes: [UInt8]
    }

    var magic: [UInt8] = Array("GGUF".utf8)
    var version: UInt32 = 3
    var values: [(String, Value)] = []
    var tensors: [Tensor] = []
    var alignment = 32

    func bytes() -> [UInt8] {
        var out = magic
        append(version, to: &out)
        append(UInt64(tensors.count), to: &out)
        append(UInt64(values.count), to: &out)
        for (name, value) in values {
            append(name, to: &out)
            append(value, to: &out)
        }
        var offset = 0
        for tensor in tensors {
            append(tensor.name, to: &out)
            append(UInt32(tensor.shape.count), to: &out)
            for size in tensor.shape.reversed() { append(UInt64(size), to: &out) }
            append(tensor.type, to: &out)
            append(UInt64(offset), to: &out)
            offset += padded(tensor.bytes.count)
        }
        out += [UInt8](repeating: 0, count: padded(out.count) - out.count)
        for tensor in tensors {
            out += tensor.bytes + [UInt8](repeating: 0, count: padded(tensor.bytes.count) - tensor.bytes.count)
        }
        return out
    }

    private func padded(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }

    private func append(_ value: Value, to out: inout [UInt8]) {
        switch value {
        case .uint32(let number):
            append(UInt32(4), to: &out)
            append(number, to: &out)
        case .float32(let number):
            append(UInt32(6), to: &out)
            append(number.bitPattern, to: &out)
        case .string(let text):
            append(UInt32(8), to: &out)
            append(text, to: &out)
        case .strings(let texts):
            append(UInt32(9), to: &out)
            append(UInt32(8), to: &out)
            append(UInt64(texts.count), to: &out)
            for text in texts { append(text, to: &out) }
        case .int32s(let numbers):
            append(UInt32(9), to: &out)
            append(UInt32(5), to: &out)
            append(UInt64(numbers.count), to: &out)
            for number in numbers { append(number, to: &out) }
        }
    }

    private func append(_ text: String, to out: inout [UInt8]) {
        append(UInt64(text.utf8.count), to: &out)
        out += Array(text.utf8)
    }

    private func append<Number: FixedWidthInteger>(_ number: Number, to out: inout [UInt8]) {
        out += withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}

extension GGUFWriter {
    /// A checkpoint's contents as llama.cpp's conversion of gpt-oss writes them.
    /// - Parameter type: of what is a matrix and not an expert's: 0 F32, 1 F16, 8 Q8_0, 30 BF16. Vectors are F32.
    init(converting directory: String, matrices type: UInt32) throws {
        let checkpoint = try Checkpoint.open(directory: directory)
        let configuration = checkpoint.configuration
        values = Self.values(configuration)
        func tensor(_ name: String, _ elements: ElementType = .bfloat16) throws -> (shape: [Int], bytes: [UInt8]) {
            let found = try #require(configuration.tensors.first { $0.name == name })
            let tensor = try checkpoint.tensor(name, elements, shape: found.shape)
            return withExtendedLifetime((checkpoint, tensor)) { (found.shape, Array(tensor.bytes)) }
        }
        func add(_ name: String, _ target: String) throws {
            let (shape, bytes) = try tensor(name)
            let type = shape.count == 1 ? 0 : type
            tensors.append(Tensor(name: target, shape: shape, type: type, bytes: Self.encoded(Self.floats(bytes), as: type)))
        }
        try add("model.embed_tokens.weight", "token_embd.weight")
        for layer in 0..<configuration.numHiddenLayers {
            let (source, target) = ("model.layers.\(layer).", "blk.\(layer).")
            try add(source + "input_layernorm.weight", target + "attn_norm.weight")
            try add(source + "post_attention_layernorm.weight", target + "post_attention_norm.weight")
            try add(source + "self_attn.sinks", target + "attn_sinks.weight")
            for part in ["weight", "bias"] {
                for (name, short) in [("q_proj", "attn_q"), ("k_proj", "attn_k"), ("v_proj", "attn_v"), ("o_proj", "attn_output")] {
                    try add(source + "self_attn.\(name).\(part)", target + "\(short).\(part)")
                }
                try add(source + "mlp.router.\(part)", target + "ffn_gate_inp.\(part)")
            }
            let experts = source + "mlp.experts."
            for (name, targets) in [("gate_up_proj", ["ffn_gate_exps", "ffn_up_exps"]), ("down_proj", ["ffn_down_exps"])] {
                let (blocks, scales) = (try tensor(experts + name + "_blocks", .uint8), try tensor(experts + name + "_scales", .uint8))
                let bias = try tensor(experts + name + "_bias")
                for (offset, short) in targets.enumerated() {
                    let rows = blocks.shape[1] / targets.count
                    let shape = [blocks.shape[0], rows, blocks.shape[2] * 32]
                    let chosen = stride(from: offset, to: blocks.shape[0] * blocks.shape[1], by: targets.count)
                    tensors.append(
                        Tensor(
                            name: target + short + ".weight", shape: shape, type: 39,
                            bytes: Self.mxfp4(blocks.bytes, scales.bytes, rows: chosen, blocks: blocks.shape[2])))
                    let biases = Self.floats(bias.bytes)
                    tensors.append(
                        Tensor(
                            name: target + short + ".bias", shape: [blocks.shape[0], rows], type: 0,
                            bytes: Self.encoded(chosen.map { biases[$0] }, as: 0)))
                }
            }
        }
        try add("model.norm.weight", "output_norm.weight")
        try add("lm_head.weight", "output.weight")
    }

    private static func values(_ configuration: ModelConfiguration) -> [(String, Value)] {
        func number(_ value: Int) -> Value { .uint32(UInt32(value)) }
        return [
            ("general.architecture", .string("gpt-oss")), ("gpt-oss.block_count", number(configuration.numHiddenLayers)),
            ("gpt-oss.context_length", number(configuration.maxPositionEmbeddings)),
            ("gpt-oss.embedding_length", number(configuration.hiddenSize)),
            ("gpt-oss.expert_feed_forward_length", number(configuration.intermediateSize)),
            ("gpt-oss.attention.head_count", number(configuration.numAttentionHeads)),
            ("gpt-oss.attention.head_count_kv", number(configuration.numKeyValueHeads)),
            ("gpt-oss.attention.key_length", number(configuration.headDim)),
            ("gpt-oss.attention.value_length", number(configuration.headDim)),
            ("gpt-oss.attention.layer_norm_rms_epsilon", .float32(configuration.rmsNormEps)),
            ("gpt-oss.attention.sliding_window", number(configuration.slidingWindow)),
            ("gpt-oss.expert_count", number(configuration.numExperts)),
            ("gpt-oss.expert_used_count", number(configuration.expertsPerToken)),
            ("gpt-oss.rope.freq_base", .float32(Float(configuration.ropeTheta))), ("gpt-oss.rope.scaling.type", .string("yarn")),
            ("gpt-oss.rope.scaling.factor", .float32(Float(configuration.ropeScaling.factor))),
            (
                "gpt-oss.rope.scaling.original_context_length", number(configuration.ropeScaling.originalMaxPositionEmbeddings)
            ),
            ("tokenizer.ggml.model", .string("gpt2")), ("tokenizer.ggml.pre", .string("gpt-4o")),
            ("tokenizer.ggml.tokens", .strings((0..<configuration.vocabularySize).map { "token\($0)" })),
            ("tokenizer.ggml.eos_token_id", number(Int(configuration.eosTokenIds.first ?? 0))),
        ]
    }

    static func floats(_ bytes: [UInt8]) -> [Float] {
        stride(from: 0, to: bytes.count, by: 2).map { Float(bitPattern: UInt32(bytes[$0]) << 16 | UInt32(bytes[$0 + 1]) << 24) }
    }

    static func encoded(_ numbers: [Float], as type: UInt32) -> [UInt8] {
        func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
        switch type {
        case 0: return numbers.flatMap { bytes($0.bitPattern) }
        case 1: return numbers.flatMap { bytes(Float16($0).bitPattern) }
        case 30: return numbers.flatMap { bytes(UInt16($0.bitPattern >> 16)) }
        default:
            // Q8_0: the largest of 32 becomes 127.
            return stride(from: 0, to: numbers.count, by: 32).flatMap { first in
                let block = numbers[first..<first + 32]
                let scale = (block.map(abs).max() ?? 0) / 127
                let integers = block.map { Int8(scale > 0 ? ($0 / scale).rounded(.toNearestOrAwayFromZero) : 0) }
                return bytes(Float16(scale).bitPattern) + integers.map { UInt8(bitPattern: $0) }
            }
        }
    }

    /// Blocks of 32 values, element by element: of the published layout, elements 2 i and 2 i + 1 are in byte i; of ggml's, i and 16 + i.
    private static func mxfp4(_ blocks: [UInt8], _ scales: [UInt8], rows: some Sequence<Int>, blocks count: Int) -> [UInt8] {
        rows.flatMap { row in
            (row * count..<(row + 1) * count).flatMap { block in
                let elements = (0..<32).map { i in blocks[16 * block + i / 2] >> (i.isMultiple(of: 2) ? 0 : 4) & 15 }
                return [scales[block]] + (0..<16).map { elements[$0] | elements[16 + $0] << 4 }
            }
        }
    }
}
