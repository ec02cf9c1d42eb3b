import JSON

/// model.safetensors.index.json: which shard holds which tensor.
///
///     {"metadata": {"total_size": 13761264768}, "weight_map": {"lm_head.weight": "model-00002-of-00002.safetensors"}}
struct ShardIndex {
    /// In the order of the file.
    let shards: [(tensor: String, shard: String)]

    init(path: String) throws(CheckpointError) {
        let bytes = try MappedFile.contents(of: path, limit: JSONFile.byteLimit)
        let map: [(tensor: String, shard: String)]?
        do {
            map = try bytes.withUnsafeBufferPointer(Self.readMap)
        } catch {
            throw .notJSON(file: path, reason: error.description)
        }
        guard let map else { throw .missingKey(file: path, key: "weight_map") }
        guard map.count <= SafetensorsHeader.tensorLimit else {
            throw .tooManyTensors(file: path, limit: SafetensorsHeader.tensorLimit)
        }
        var names: Set<String> = []
        for (tensor, shard) in map {
            guard names.insert(tensor).inserted else { throw .duplicateTensor(file: path, tensor: tensor) }
            guard Self.isPlainFileName(shard) else { throw .invalidShardName(file: path, tensor: tensor, shard: shard) }
        }
        shards = map
    }

    /// The members of `weight_map`; nil where there is none.
    private static func readMap(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(JSONError) -> [(tensor: String, shard: String)]? {
        var reader = try JSONReader(bytes, limits: JSONLimits(maximumDepth: 8, maximumBytes: JSONFile.byteLimit))
        var map: [(tensor: String, shard: String)]?
        try reader.enterObject()
        while let name = try reader.nextName() {
            guard name.string == "weight_map" else {
                try reader.skipValue()
                continue
            }
            try reader.enterObject()
            map = map ?? []
            while let tensor = try reader.nextName() {
                map?.append((tensor.string, try reader.string()))
            }
        }
        try reader.finish()
        return map
    }

    /// Whether a name cannot leave the directory it is looked up in.
    private static func isPlainFileName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && !name.contains("..") && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }
}
