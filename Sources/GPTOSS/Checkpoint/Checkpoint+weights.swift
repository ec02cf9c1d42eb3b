extension Checkpoint {
    /// The weight files of a checkpoint, and which of them holds what.
    struct Weights {
        /// By name, in order.
        let files: [SafetensorsFile]
        let locations: [String: Location]
        /// The file that should list every tensor: the index, or the only weight file.
        let listing: String

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
    }
}
