/// What a checkpoint is, for people: sizes, types, files.
package struct CheckpointSummary: Sendable, Hashable {
    package struct File: Sendable, Hashable {
        package let name: String
        package let byteCount: Int
        package let tensorCount: Int
    }

    /// Tensors that are not used as they are mapped, but converted when the network is made.
    package struct Conversion: Sendable, Hashable {
        /// Types as GGUF names them.
        package let from: String
        package let to: String
        /// Tensors of the file.
        package var count = 0
    }

    package let architecture = "gpt_oss"
    package let configuration: ModelConfiguration
    package let parameters: Int
    /// Parameters that one token is multiplied with.
    package let activeParameters: Int
    /// Bytes of the tensors by what they are for.
    package let bytesByPart: [ModelConfiguration.TensorSpecification.Part: Int]
    /// How many tensors have which type.
    package let tensorsByType: [ElementType: Int]
    /// The weight files by name, in order.
    package let files: [File]
    /// None for safetensors.
    package let conversions: [Conversion]
    /// Whether there is a tokenizer: tokenizer.json, or in the GGUF file.
    package let hasTokenizer: Bool
    /// See `Fingerprint`.
    package let fingerprint: String

    /// Checks that the checkpoint is complete and describes it.
    package init(_ checkpoint: Checkpoint) throws(CheckpointError) {
        try checkpoint.validate()
        configuration = checkpoint.configuration
        parameters = configuration.parameterCount
        activeParameters = configuration.activeParameterCount
        var bytesByPart: [ModelConfiguration.TensorSpecification.Part: Int] = [:]
        var tensorsByType: [ElementType: Int] = [:]
        for tensor in configuration.tensors {
            bytesByPart[tensor.part, default: 0] += tensor.byteCount
            tensorsByType[tensor.type, default: 0] += 1
        }
        self.bytesByPart = bytesByPart
        self.tensorsByType = tensorsByType
        files = checkpoint.weights.files.map { File(name: $0.name, byteCount: $0.byteCount, tensorCount: $0.tensorCount) }
        conversions = checkpoint.weights.conversions(configuration.tensors)
        hasTokenizer = try Checkpoint.ggufFile(checkpoint.path) != nil || MappedFile.exists(checkpoint.path + "/tokenizer.json")
        fingerprint = try Fingerprint(of: checkpoint).text
    }

    /// Opens and describes the checkpoint in this directory.
    package init(directory: String) throws(CheckpointError) {
        try self.init(Checkpoint.open(directory: directory))
    }

    /// Bytes of all tensors.
    package var byteCount: Int { bytesByPart.values.reduce(0, +) }

    /// Bytes that one position takes in a `KVCache`: a key and a value in each layer, in float32.
    package var keyValueBytesPerToken: Int {
        2 * configuration.numHiddenLayers * configuration.keyValueSize * MemoryLayout<Float>.size
    }
}
