/// The weight files of a checkpoint as it is published, and which of them holds what. Every tensor is used where it is mapped.
struct SafetensorsWeights: WeightStore {
    /// Where a tensor is.
    private struct Location {
        let file: SafetensorsFile
        let entry: SafetensorsHeader.Entry
    }

    let files: [any WeightFile]
    /// The index, or the only weight file.
    let listing: String
    private let locations: [String: Location]

    /// The one file of an unsharded checkpoint.
    init(directory: String) throws(CheckpointError) {
        let file = try SafetensorsFile(directory: directory, name: "model.safetensors")
        files = [file]
        locations = file.tensors.mapValues { Location(file: file, entry: $0) }
        listing = file.path
    }

    /// The shards that an index names. Tensors that a shard holds and the index does not name are left out.
    init(index path: String, directory: String) throws(CheckpointError) {
        var files: [String: SafetensorsFile] = [:]
        var locations: [String: Location] = [:]
        for (tensor, shard) in try ShardIndex(path: path).shards {
            let file: SafetensorsFile
            if let opened = files[shard] {
                file = opened
            } else {
                file = try SafetensorsFile(directory: directory, name: shard)
                files[shard] = file
            }
            guard let entry = file.tensors[tensor] else {
                throw .tensorNotInShard(file: path, tensor: tensor, shard: shard)
            }
            locations[tensor] = Location(file: file, entry: entry)
        }
        self.files = files.sorted { $0.key < $1.key }.map(\.value)
        self.locations = locations
        listing = path
    }

    func tensor(_ name: String, _ type: ElementType, shape: [Int]) throws(CheckpointError) -> MappedTensor {
        guard let location = locations[name] else { throw .missingTensor(file: listing, tensor: name) }
        let (file, entry) = (location.file, location.entry)
        guard entry.type == type else { throw .wrongType(file: file.path, tensor: name, expected: type, found: entry.type) }
        guard entry.shape == shape else { throw .wrongShape(file: file.path, tensor: name, expected: shape, found: entry.shape) }
        return try file.tensor(name, at: entry)
    }

    func mapped(_ name: String, _ type: ElementType, shape: [Int]) throws(CheckpointError) -> MappedTensor? {
        try tensor(name, type, shape: shape)
    }

    func conversions(_ tensors: [ModelConfiguration.TensorSpecification]) -> [CheckpointSummary.Conversion] { [] }
}
