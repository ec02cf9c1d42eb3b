import Synchronization

/// A gpt-oss checkpoint: a configuration and weights, mapped read-only. It is in the published Hugging Face layout, a directory with config.json
/// and safetensors, or in a GGUF file.
///
/// Opening reads the configuration and the headers, not the weights: a 13 GB checkpoint opens in milliseconds.
/// Immutable; the tensors it gives are valid as long as it lives, but for those that it had to convert: see ``keep(_:)``.
package final class Checkpoint: Sendable {
    /// Of the directory, or of the GGUF file.
    package let path: String
    package let configuration: ModelConfiguration
    let weights: any WeightStore
    /// What has been packed of it, where that is used.
    let packed: PackedWeights?
    private let kept = Mutex<[ConvertedTensor]>([])

    private init(path: String, configuration: ModelConfiguration, weights: any WeightStore, packed: PackedWeights? = nil) {
        self.path = path
        self.configuration = configuration
        self.weights = weights
        self.packed = packed
    }

    /// The same checkpoint with packed weights, which it then uses in place of what would have to be converted.
    func with(_ packed: PackedWeights?) -> Checkpoint {
        Checkpoint(path: path, configuration: configuration, weights: weights, packed: packed)
    }

    /// Opens the checkpoint in this directory: shards by model.safetensors.index.json if it is there, otherwise model.safetensors, or the only
    /// GGUF file where there is no config.json. Or the one that a GGUF file is.
    package static func open(directory path: String) throws(CheckpointError) -> Checkpoint {
        if let file = try ggufFile(path) { return try open(gguf: file) }
        guard MappedFile.isDirectory(path) else { throw .notADirectory(path: path) }
        let configuration = try ModelConfiguration(directory: path)
        let index = path + "/model.safetensors.index.json"
        let weights =
            MappedFile.exists(index) ? try SafetensorsWeights(index: index, directory: path) : try SafetensorsWeights(directory: path)
        return Checkpoint(path: path, configuration: configuration, weights: weights)
    }

    private static func open(gguf path: String) throws(CheckpointError) -> Checkpoint {
        let files = try GGUFFile.open(path)
        return Checkpoint(path: path, configuration: try ModelConfiguration(gguf: files[0]), weights: try GGUFWeights(files, path: path))
    }

    /// The tensor of this name, if it has this type and shape. What is converted is converted anew each time, and lives as long as what is given.
    package func tensor(_ name: String, _ type: ElementType, shape: [Int]) throws(CheckpointError) -> MappedTensor {
        if let packed = try packed?.tensor(name, type, shape: shape) { return packed }
        return try weights.tensor(name, type, shape: shape)
    }

    /// Has a tensor live as long as the checkpoint, so that pointers to it can be kept.
    /// - Returns: its first element.
    func keep(_ tensor: MappedTensor) -> UnsafeRawPointer {
        if let memory = tensor.memory { kept.withLock { $0.append(memory) } }
        return tensor.baseAddress
    }

    /// Checks that every tensor the network needs is there, with the type and shape that the configuration asks for.
    package func validate() throws(CheckpointError) {
        for expected in configuration.tensors {
            _ = try weights.mapped(expected.name, expected.type, shape: expected.shape)
        }
    }

    /// Gives advice on a tensor, where it is used as it is mapped.
    func advise(_ advice: MemoryAdvice, about tensor: ModelConfiguration.TensorSpecification) throws(CheckpointError) {
        try weights.mapped(tensor.name, tensor.type, shape: tensor.shape)?.advise(advice)
    }

    /// Keeps those of some tensors in memory that are used as they are mapped, and all that was converted and is kept.
    func lock(_ tensors: [ModelConfiguration.TensorSpecification]) throws(CheckpointError) {
        for tensor in tensors {
            try weights.mapped(tensor.name, tensor.type, shape: tensor.shape)?.bytes.lock(name: tensor.name)
        }
        for memory in kept.withLock(\.self) { try memory.lock() }
        try packed?.lock()
    }

    /// The GGUF file that a path means: the file itself, or the only model in a directory that has no config.json, of which the first file where
    /// it is split into several.
    package static func ggufFile(_ path: String) throws(CheckpointError) -> String? {
        guard MappedFile.isDirectory(path) else { return GGUFFile.isName(path) ? path : nil }
        guard !MappedFile.exists(path + "/config.json") else { return nil }
        let names = MappedFile.names(in: path).filter { GGUFFile.isName($0) && !$0.contains("-of-") || $0.contains("-00001-of-") }
        guard names.count < 2 else {
            throw .invalidValue(file: path, key: "*.gguf", expected: "one model", found: names.joined(separator: ", "))
        }
        return names.first.map { path + "/" + $0 }
    }
}
