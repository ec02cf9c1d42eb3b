/// A gpt-oss checkpoint in the published Hugging Face layout: config.json and its weights, mapped read-only.
///
/// Opening reads the configuration and the headers, not the weights: a 13 GB checkpoint opens in milliseconds.
/// Immutable; the tensors it gives are valid as long as it lives.
package final class Checkpoint: Sendable {
    /// Where a tensor is.
    struct Location: Sendable {
        let file: SafetensorsFile
        let entry: SafetensorsHeader.Entry
    }

    package let directory: String
    package let configuration: ModelConfiguration
    /// The weight files by name, in order.
    let files: [SafetensorsFile]
    private let locations: [String: Location]
    /// The file that should list every tensor: the index, or the only weight file.
    private let listing: String

    private init(directory: String, configuration: ModelConfiguration, weights: Weights) {
        self.directory = directory
        self.configuration = configuration
        files = weights.files
        locations = weights.locations
        listing = weights.listing
    }

    /// Opens the checkpoint in this directory: shards by model.safetensors.index.json if it is there, otherwise model.safetensors.
    package static func open(directory: String) throws(CheckpointError) -> Checkpoint {
        guard MappedFile.isDirectory(directory) else { throw .notADirectory(path: directory) }
        let configuration = try ModelConfiguration(directory: directory)
        let index = directory + "/model.safetensors.index.json"
        let weights = MappedFile.exists(index) ? try Weights(index: index, directory: directory) : try Weights(directory: directory)
        return Checkpoint(directory: directory, configuration: configuration, weights: weights)
    }

    /// The tensor of this name, if it has this type and shape.
    package func tensor(_ name: String, _ type: ElementType, shape: [Int]) throws(CheckpointError) -> MappedTensor {
        guard let location = locations[name] else { throw .missingTensor(file: listing, tensor: name) }
        let (file, entry) = (location.file, location.entry)
        guard entry.type == type else { throw .wrongType(file: file.path, tensor: name, expected: type, found: entry.type) }
        guard entry.shape == shape else { throw .wrongShape(file: file.path, tensor: name, expected: shape, found: entry.shape) }
        return try file.tensor(name, at: entry)
    }

    /// Checks that every tensor the network needs is there, with the type and shape that the configuration asks for.
    package func validate() throws(CheckpointError) {
        for expected in configuration.tensors {
            _ = try tensor(expected.name, expected.type, shape: expected.shape)
        }
    }
}
