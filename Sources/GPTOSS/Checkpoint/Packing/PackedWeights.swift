/// A checkpoint's weights in the forms in which the network uses them, in a file of their own beside it: made once, mapped at every start.
///
/// It holds what is not used as the checkpoint has it: matrices that fast arithmetic has in 8 bits, and what a GGUF file has in other forms. The
/// file is a safetensors file whose metadata says what it was made of; data begins at a page. Immutable.
package final class PackedWeights: Sendable {
    /// Of the file; another number where older readers would misread it.
    static let format = "chorale packed weights, 2"
    /// Of weights in 8 bits: another number wherever `q8_from_bf16` writes them otherwise.
    static let layout = "16 rows by 32 columns, 1"

    private let file: SafetensorsFile

    package var path: String { file.path }
    package var byteCount: Int { file.byteCount }

    private init(_ file: SafetensorsFile) {
        self.file = file
    }

    /// Where they are for the checkpoint in a directory, or for a GGUF file.
    package static func path(for checkpoint: Checkpoint) throws(CheckpointError) -> String {
        let place = place(for: checkpoint.path, gguf: try Checkpoint.ggufFile(checkpoint.path))
        return place.directory + "/" + place.name
    }

    private static func place(for path: String, gguf: String?) -> (directory: String, name: String) {
        guard let gguf else { return (path, "chorale.packed") }
        let parts = gguf.split(separator: "/", omittingEmptySubsequences: false)
        let directory = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
        return (directory, (parts.last.map(String.init) ?? gguf) + ".packed")
    }

    /// The packed weights beside a checkpoint, or nil where there are none. Those that were made of other weights, or by another version, are
    /// refused.
    package static func open(for checkpoint: Checkpoint) throws(CheckpointError) -> PackedWeights? {
        let place = place(for: checkpoint.path, gguf: try Checkpoint.ggufFile(checkpoint.path))
        guard MappedFile.exists(place.directory + "/" + place.name) else { return nil }
        let file = try SafetensorsFile(directory: place.directory, name: place.name)
        for (key, expected) in try metadata(for: checkpoint).sorted(by: { $0.key < $1.key }) {
            let found = file.metadata[key] ?? "none"
            guard found == expected else { throw .packedOtherwise(file: file.path, key: key, expected: expected, found: found) }
        }
        return PackedWeights(file)
    }

    /// What a file that was made of this checkpoint, by this version, says of itself.
    static func metadata(for checkpoint: Checkpoint) throws(CheckpointError) -> [String: String] {
        let sources = checkpoint.weights.files.map { "\($0.name) \($0.byteCount)" }.joined(separator: ", ")
        return ["format": format, "layout": layout, "fingerprint": try Fingerprint(of: checkpoint).text, "sources": sources]
    }

    /// The tensor of this name, if it was packed.
    func tensor(_ name: String, _ type: ElementType, shape: [Int]) throws(CheckpointError) -> MappedTensor? {
        guard let entry = file.tensors[name] else { return nil }
        guard entry.type == type else { throw .wrongType(file: path, tensor: name, expected: type, found: entry.type) }
        guard entry.shape == shape else { throw .wrongShape(file: path, tensor: name, expected: shape, found: entry.shape) }
        return try file.tensor(name, at: entry)
    }

    /// The same in 8 bits.
    func eightBit(_ name: String, outFeatures: Int, inFeatures: Int) throws(CheckpointError) -> EightBitWeights? {
        let shapes = EightBitWeights.shapes(outFeatures: outFeatures, inFeatures: inFeatures)
        guard let tiles = try tensor(name + Self.tiles, .int8, shape: shapes.tiles),
            let scales = try tensor(name + Self.scales, .bfloat16, shape: shapes.scales)
        else { return nil }
        let halves = try tensor(name + Self.halves, .uint8, shape: HalvedWeights.shape(outFeatures: outFeatures, inFeatures: inFeatures))
        // Every token needs all of it.
        for tensor in [tiles, scales, halves] { tensor?.advise(.willNeed) }
        return EightBitWeights(tiles: tiles, scales: scales, halves: halves, inFeatures: inFeatures)
    }

    /// What the names of a matrix' tensors end in; the head alone has halves.
    static let tiles = ".tiles"
    static let scales = ".scales"
    static let halves = ".halves"

    /// Keeps all of it in memory.
    func lock() throws(CheckpointError) { try file.file.bytes.lock(name: file.name) }
}
