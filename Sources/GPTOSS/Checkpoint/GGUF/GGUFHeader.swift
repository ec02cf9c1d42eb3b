/// The header of a GGUF file: what it says of the model, and where each tensor lies. Checked completely, so that what it says can be used as
/// addresses.
///
///     "GGUF" | UInt32 version | UInt64 tensors | UInt64 values | the values | the tensors' names, shapes, types, offsets | padding | data
struct GGUFHeader {
    struct Entry: Hashable {
        let type: GGMLType
        /// The slowest dimension first, as everywhere but in the file.
        let shape: [Int]
        /// Elements: the product of `shape`.
        let count: Int
        /// Bytes of the file, counted from its beginning.
        let range: Range<Int>
    }

    let values: [String: GGUFValue]
    let tensors: [String: Entry]
    /// Bytes up to the first tensor.
    let byteCount: Int

    /// Reads the header of a whole file; `file` names it in errors.
    init(parsing bytes: UnsafeRawBufferPointer, file: String) throws(CheckpointError) {
        var reader = GGUFReader(bytes, file: file)
        guard try reader.integer(UInt32.self) == 0x4655_4747 else { throw reader.invalid("expected \"GGUF\" as its first bytes") }
        let version = try reader.integer(UInt32.self)
        guard version == 2 || version == 3 else { throw reader.invalid("expected version 2 or 3, found \(version)") }
        let tensorCount = try reader.count(of: 24, "tensors")
        guard tensorCount <= SafetensorsHeader.tensorLimit else { throw .tooManyTensors(file: file, limit: SafetensorsHeader.tensorLimit) }
        let valueCount = try reader.count(of: 13, "values")
        var values: [String: GGUFValue] = [:]
        for _ in 0..<valueCount {
            let name = try reader.name()
            guard values.updateValue(try GGUFValue(&reader), forKey: name) == nil else { throw reader.invalid("\(name) is there twice") }
        }
        self.values = values
        let alignment = try Self.alignment(values["general.alignment"], reader)
        var listed: [Listed] = []
        for _ in 0..<tensorCount { listed.append(try Listed(&reader, alignment: alignment)) }
        let (padded, overflow) = ((reader.position + alignment - 1) / alignment).multipliedReportingOverflow(by: alignment)
        // A file without tensors may end before its padding.
        byteCount = overflow ? bytes.count : min(padded, bytes.count)
        tensors = try Self.place(listed, after: byteCount, fileSize: bytes.count, file: file)
    }

    private static func alignment(_ value: GGUFValue?, _ reader: GGUFReader) throws(CheckpointError) -> Int {
        guard let value else { return 32 }
        guard case .integer(let alignment) = value, (1...1 << 20).contains(alignment), alignment & (alignment - 1) == 0 else {
            throw .invalidValue(
                file: reader.file, key: "general.alignment", expected: "a power of two up to \(1 << 20)", found: value.summary)
        }
        return alignment
    }

    /// A tensor as it is listed.
    private struct Listed {
        let name: String
        let type: GGMLType
        let shape: [Int]
        let count: Int
        /// From the first tensor on.
        let offset: Int
        let byteCount: Int

        init(_ reader: inout GGUFReader, alignment: Int) throws(CheckpointError) {
            name = try reader.name()
            let dimensions = try reader.integer(UInt32.self)
            guard (1...4).contains(dimensions) else { throw reader.invalid("\(name) has \(dimensions) dimensions") }
            var shape: [Int] = []
            var count = 1
            for _ in 0..<dimensions {
                guard let size = Int(exactly: try reader.integer(UInt64.self)), size > 0 else {
                    throw reader.invalid("\(name) has a dimension that is not more than 0")
                }
                let (product, overflow) = count.multipliedReportingOverflow(by: size)
                shape.insert(size, at: 0)
                guard !overflow else { throw .shapeOverflow(file: reader.file, tensor: name, shape: shape) }
                count = product
            }
            (self.shape, self.count) = (shape, count)
            let number = try reader.integer(UInt32.self)
            guard let type = GGMLType(rawValue: number) else {
                throw .unsupportedTensorType(file: reader.file, tensor: name, type: number)
            }
            self.type = type
            guard let width = shape.last, width % type.blockCount == 0 else {
                throw reader.invalid("\(name) has rows that are not whole blocks of \(type.name)")
            }
            let (byteCount, overflow) = (count / type.blockCount).multipliedReportingOverflow(by: type.blockBytes)
            guard !overflow else { throw .shapeOverflow(file: reader.file, tensor: name, shape: shape) }
            self.byteCount = byteCount
            guard let offset = Int(exactly: try reader.integer(UInt64.self)) else {
                throw reader.invalid("\(name) has no place in the file")
            }
            guard offset % alignment == 0 else {
                throw .misalignedTensor(file: reader.file, tensor: name, offset: offset, alignment: alignment)
            }
            self.offset = offset
        }
    }

    /// Checks that the tensors lie in the file, and none in another. Gaps are padding.
    private static func place(
        _ listed: [Listed], after header: Int, fileSize: Int, file: String
    ) throws(CheckpointError) -> [String: Entry] {
        var tensors: [String: Entry] = [:]
        tensors.reserveCapacity(listed.count)
        var previous: (name: String, end: Int)?
        for tensor in listed.sorted(by: { ($0.offset, $0.byteCount) < ($1.offset, $1.byteCount) }) {
            let (end, overflow) = tensor.offset.addingReportingOverflow(tensor.byteCount)
            guard !overflow, end <= fileSize - header else {
                throw .truncatedData(file: file, tensor: tensor.name, end: overflow ? .max : end, dataSize: fileSize - header)
            }
            if let previous, tensor.offset < previous.end {
                throw .overlappingTensors(file: file, tensor: tensor.name, other: previous.name)
            }
            let entry = Entry(
                type: tensor.type, shape: tensor.shape, count: tensor.count, range: header + tensor.offset..<header + end)
            guard tensors.updateValue(entry, forKey: tensor.name) == nil else { throw .duplicateTensor(file: file, tensor: tensor.name) }
            previous = (tensor.name, end)
        }
        return tensors
    }
}
