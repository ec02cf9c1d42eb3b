/// A safetensors file, mapped, with its header read and checked. Immutable.
final class SafetensorsFile: WeightFile {
    let path: String
    let name: String
    let tensors: [String: SafetensorsHeader.Entry]
    let metadata: [String: String]
    /// Of the length field and the JSON.
    let headerByteCount: Int
    let file: MappedFile

    init(directory: String, name: String) throws(CheckpointError) {
        self.name = name
        path = directory + "/" + name
        file = try MappedFile(path: path)
        let header = try SafetensorsHeader(parsing: file.bytes, file: path)
        tensors = header.tensors
        metadata = header.metadata
        headerByteCount = header.byteCount
    }

    var tensorCount: Int { tensors.count }
    var tensorRanges: [Range<Int>] { tensors.values.map(\.range) }

    /// The tensor of an entry of this file.
    func tensor(_ name: String, at entry: SafetensorsHeader.Entry) throws(CheckpointError) -> MappedTensor {
        let alignment = entry.type.byteCount
        // The mapping begins at a page, so offsets in the file have the alignment of addresses.
        guard let base = file.bytes.baseAddress, entry.range.lowerBound % alignment == 0 else {
            throw .misalignedTensor(file: path, tensor: name, offset: entry.range.lowerBound, alignment: alignment)
        }
        return MappedTensor(baseAddress: base + entry.range.lowerBound, type: entry.type, shape: entry.shape, count: entry.count)
    }
}
