/// The type of a tensor in a GGUF file, by its number there (`ggml_type` in ggml.h): those that gpt-oss is distributed in.
enum GGMLType: UInt32, Sendable, Hashable, CaseIterable {
    case float32 = 0
    case float16 = 1
    /// Blocks of 32: a scale in float16, 32 integers of 8 bits.
    case q8 = 8
    case bfloat16 = 30
    /// Blocks of 32: a scale (E8M0), 16 bytes of two values; the first 16 values are in the low halves, the others in the high halves.
    case mxfp4 = 39

    /// As llama.cpp writes it.
    var name: String {
        switch self {
        case .float32: "F32"
        case .float16: "F16"
        case .q8: "Q8_0"
        case .bfloat16: "BF16"
        case .mxfp4: "MXFP4"
        }
    }

    /// Elements of a block.
    var blockCount: Int {
        switch self {
        case .float32, .float16, .bfloat16: 1
        case .q8, .mxfp4: 32
        }
    }

    /// Bytes of a block.
    var blockBytes: Int {
        switch self {
        case .float32: 4
        case .float16, .bfloat16: 2
        case .q8: 34
        case .mxfp4: 17
        }
    }
}
