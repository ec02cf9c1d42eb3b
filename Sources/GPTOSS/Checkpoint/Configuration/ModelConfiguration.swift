/// The shape and constants of a gpt-oss network, under the names of the reference implementation (`GptOssConfig`).
///
/// Every value was checked when it was read: sizes are positive and bounded, `numAttentionHeads` is a multiple of
/// `numKeyValueHeads`, `hiddenSize` and `intermediateSize` are multiples of 32, `headDim` is even,
/// `layerTypes.count == numHiddenLayers`, and the number of parameters fits `Int`.
package struct ModelConfiguration: Sendable, Hashable {
    /// What a layer's attention sees.
    package enum LayerType: String, Sendable, Hashable {
        /// The last `slidingWindow` positions, the query's own among them.
        case sliding = "sliding_attention"
        /// Every position up to the query's.
        case full = "full_attention"
    }

    /// YaRN scaling of the rotary position embedding (Peng et al. 2023, arXiv:2309.00071).
    package struct RopeScaling: Sendable, Hashable {
        /// How many times longer the context is than the one the frequencies were trained on.
        package var factor: Double
        package var betaFast: Double
        package var betaSlow: Double
        /// The context length the frequencies were trained on.
        package var originalMaxPositionEmbeddings: Int
        /// Whether the limits of the ramp are rounded down and up to whole dimensions; false in the published models.
        package var truncate: Bool
        /// Multiplies cosine and sine at every position: `0.1 · ln(factor) + 1` unless the file says otherwise.
        package var attentionFactor: Double
    }

    /// Width of the residual stream.
    package var hiddenSize: Int
    /// Width of an expert's inner layer; gate and up are both this wide, interleaved.
    package var intermediateSize: Int
    package var numHiddenLayers: Int
    package var numAttentionHeads: Int
    package var numKeyValueHeads: Int
    package var headDim: Int
    package var numExperts: Int
    /// How many experts the router picks for a token.
    package var expertsPerToken: Int
    /// How many positions a sliding layer sees, the query's own among them.
    package var slidingWindow: Int
    /// One entry a layer, layer 0 first.
    package var layerTypes: [LayerType]
    package var ropeTheta: Double
    package var ropeScaling: RopeScaling
    /// The clamp of the SwiGLU: gate from above, up on both sides.
    package var swigluLimit: Float
    package var rmsNormEps: Float
    /// Rows of embedding and head; token ids are below it.
    package var vocabularySize: Int
    /// The longest context the model was made for.
    package var maxPositionEmbeddings: Int
    /// Tokens that end a generation, from generation_config.json, or config.json where that has none.
    package var eosTokenIds: [Int32]
    /// Where a request leaves it to the model.
    package var sampling: SamplingDefaults

    /// Query heads that share one key and value head.
    package var queryHeadsPerKeyValueHead: Int { numAttentionHeads / numKeyValueHeads }
    /// Width of all query heads together.
    package var querySize: Int { numAttentionHeads * headDim }
    /// Width of all key heads together, and of all value heads.
    package var keyValueSize: Int { numKeyValueHeads * headDim }
}
