/// The tensors of GGUF files under the names, types and shapes that the network asks for, as llama.cpp's conversion of gpt-oss names and lays
/// them out (`GptOssModel` in convert_hf_to_gguf.py).
///
/// bfloat16 is used where it is mapped. Everything else is converted when it is asked for: F32, F16 and Q8_0 are rounded to bfloat16, which
/// gives back what was bfloat16 before; blocks of MXFP4 are taken apart into values and scales, and the gates and ups of the experts put
/// together, row by row.
final class GGUFWeights: WeightStore {
    let files: [any WeightFile]
    let listing: String
    private let locations: [String: (file: GGUFFile, entry: GGUFHeader.Entry)]

    init(_ files: [GGUFFile], path: String) throws(CheckpointError) {
        self.files = files
        listing = path
        var locations: [String: (file: GGUFFile, entry: GGUFHeader.Entry)] = [:]
        for file in files {
            for (name, entry) in file.tensors {
                guard locations.updateValue((file, entry), forKey: name) == nil else {
                    throw .duplicateTensor(file: file.path, tensor: name)
                }
            }
        }
        self.locations = locations
    }

    func tensor(_ name: String, _ type: ElementType, shape: [Int]) throws(CheckpointError) -> MappedTensor {
        if let mapped = try mapped(name, type, shape: shape) { return mapped }
        let source = try GGUFSource(name)
        let parts = try parts(of: source, type, shape: shape)
        // The file's own pages are not needed again.
        defer { for part in parts { part.bytes.advise(.dontNeed) } }
        return ConvertedTensor.make(type, shape: shape) { target in
            switch source.form {
            case .plain: part(parts, asRowsOf: shape.last ?? 1, into: target)
            case .blocks: mxfp4(parts, rowBlocks: shape[shape.count - 2], scales: false, into: target)
            case .scales: mxfp4(parts, rowBlocks: shape.last ?? 1, scales: true, into: target)
            }
        }
    }

    func mapped(_ name: String, _ type: ElementType, shape: [Int]) throws(CheckpointError) -> MappedTensor? {
        let parts = try parts(of: GGUFSource(name), type, shape: shape)
        guard parts.count == 1, parts[0].entry.type == .bfloat16, let base = parts[0].bytes.baseAddress,
            parts[0].entry.range.lowerBound % 2 == 0
        else { return nil }
        return MappedTensor(baseAddress: base, type: .bfloat16, shape: shape, count: parts[0].entry.count)
    }

    /// Tensors and bytes of the file by type and by whether they are converted.
    func conversions(_ tensors: [ModelConfiguration.TensorSpecification]) -> [CheckpointSummary.Conversion] {
        var found: [CheckpointSummary.Conversion: Int] = [:]
        for tensor in tensors {
            do throws(CheckpointError) {
                let source = try GGUFSource(tensor.name)
                for part in try parts(of: source, tensor.type, shape: tensor.shape)
                where part.entry.type != .bfloat16 || source.names.count > 1 {
                    guard source.form != .scales else { continue }
                    found[.init(from: part.entry.type.name, to: source.form == .plain ? "BF16" : "values and scales"), default: 0] += 1
                }
            } catch { continue }  // told of where the checkpoint is checked
        }
        return found.map { .init(from: $0.key.from, to: $0.key.to, count: $0.value) }.sorted { $0.count > $1.count }
    }

    /// A tensor of the file that one of the network is made of.
    struct Part {
        let entry: GGUFHeader.Entry
        let bytes: UnsafeRawBufferPointer
    }

    /// The tensors that make up one of the network's, checked.
    private func parts(of source: GGUFSource, _ type: ElementType, shape: [Int]) throws(CheckpointError) -> [Part] {
        var expected = shape
        switch source.form {
        case .plain: break
        case .blocks: expected = Array(shape.dropLast(2)) + [shape[shape.count - 2] * 32]
        case .scales: expected = Array(shape.dropLast()) + [(shape.last ?? 0) * 32]
        }
        // Of two, each has every other row.
        if source.names.count == 2 { expected[1] /= 2 }
        var parts: [Part] = []
        for name in source.names {
            guard let (file, entry) = locations[name] else { throw .missingTensor(file: listing, tensor: name) }
            guard entry.shape == expected else { throw .wrongShape(file: file.path, tensor: name, expected: expected, found: entry.shape) }
            guard (entry.type == .mxfp4) == (source.form != .plain) else {
                throw .unsupportedTensorType(file: file.path, tensor: name, type: entry.type.rawValue)
            }
            parts.append(Part(entry: entry, bytes: file.bytes(in: entry.range)))
        }
        return parts
    }
}
