import JSON

/// Makes the file of a checkpoint's packed weights.
package struct WeightPacker {
    /// A tensor of the file.
    private struct Item {
        let name: String
        let type: ElementType
        let shape: [Int]
        var byteCount: Int { shape.reduce(type.byteCount, *) }
    }

    /// What is converted in one go: one tensor, or all of a matrix in 8 bits.
    private struct Source {
        let tensor: ModelConfiguration.TensorSpecification
        let items: [Item]
        var isEightBit: Bool { items.count > 1 }
    }

    /// Tensors begin at multiples of it where their sizes allow.
    private static let page = 4096

    private let checkpoint: Checkpoint
    private let compute: Compute

    package init(_ checkpoint: Checkpoint, threadCount: Int = AvailableCores.count) {
        self.checkpoint = checkpoint
        compute = Compute(kernels: InstructionSet.best.kernels, pool: WorkerPool(threadCount: threadCount))
    }

    /// Writes the file beside the checkpoint, over one that may be there: whoever has that mapped keeps it. A break leaves nothing behind that is
    /// taken for it.
    /// - Parameter progress: told of the parts that are done, of so many.
    package func write(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws(CheckpointError) {
        let path = try PackedWeights.path(for: checkpoint)
        let sources = try sources()
        // Those of whole pages first, so that every matrix begins at one.
        let items = sources.flatMap(\.items).sorted {
            ($1.byteCount.trailingZeroBitCount, $0.name) < ($0.byteCount.trailingZeroBitCount, $1.name)
        }
        var places: [String: Int] = [:]
        var end = 0
        for item in items {
            places[item.name] = end
            end += item.byteCount
        }
        let header = try header(items, places)
        let file = try WritableMapping(replacing: path, byteCount: header.count + end)
        file.bytes.copyBytes(from: header)
        for (index, source) in sources.enumerated() {
            progress(index, sources.count)
            try write(source) {
                UnsafeMutableRawBufferPointer(rebasing: file.bytes[(header.count + (places[$0.name] ?? 0))...].prefix($0.byteCount))
            }
        }
        progress(sources.count, sources.count)
        try file.commit()
    }

    private func write(_ source: Source, to place: (Item) -> UnsafeMutableRawBufferPointer) throws(CheckpointError) {
        let tensor = try checkpoint.tensor(source.tensor.name, source.tensor.type, shape: source.tensor.shape)
        guard source.isEightBit else {
            return withExtendedLifetime(tensor) { place(source.items[0]).copyMemory(from: tensor.bytes) }
        }
        let tiles = EightBitWeights.round(
            tensor, outFeatures: source.tensor.shape[0], inFeatures: source.tensor.shape[1], tiles: place(source.items[0]),
            scales: place(source.items[1]), compute)
        if source.items.count > 2 { HalvedWeights.copy(of: tiles, to: place(source.items[2]), compute) }
    }

    /// What the network has otherwise than the checkpoint, in fast arithmetic.
    private func sources() throws(CheckpointError) -> [Source] {
        var sources: [Source] = []
        for tensor in checkpoint.configuration.tensors {
            if DecodeCost.isRounded(tensor, .fast) {
                let shapes = EightBitWeights.shapes(outFeatures: tensor.shape[0], inFeatures: tensor.shape[1])
                let name = tensor.name.dropLast(".weight".count)
                var items = [
                    Item(name: name + PackedWeights.tiles, type: .int8, shape: shapes.tiles),
                    Item(name: name + PackedWeights.scales, type: .bfloat16, shape: shapes.scales),
                ]
                if name == Unembedding.name {
                    let shape = HalvedWeights.shape(outFeatures: tensor.shape[0], inFeatures: tensor.shape[1])
                    items.append(Item(name: name + PackedWeights.halves, type: .uint8, shape: shape))
                }
                sources.append(Source(tensor: tensor, items: items))
            } else if try checkpoint.weights.mapped(tensor.name, tensor.type, shape: tensor.shape) == nil {
                sources.append(Source(tensor: tensor, items: [Item(name: tensor.name, type: tensor.type, shape: tensor.shape)]))
            }
        }
        return sources
    }

    /// As safetensors have it, with spaces at the end so that data begins at a page.
    private func header(_ items: [Item], _ places: [String: Int]) throws(CheckpointError) -> [UInt8] {
        func quoted(_ text: String) -> String { JSONValue.string(text).serialized }
        let metadata = try PackedWeights.metadata(for: checkpoint).sorted { $0.key < $1.key }
        var members = ["\"__metadata__\":{" + metadata.map { quoted($0.key) + ":" + quoted($0.value) }.joined(separator: ",") + "}"]
        for item in items {
            let begin = places[item.name] ?? 0
            let shape = item.shape.map(String.init).joined(separator: ",")
            members.append(
                quoted(item.name) + ":{\"dtype\":\"\(item.type.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(begin),\(begin + item.byteCount)]}")
        }
        var text = Array(("{" + members.joined(separator: ",") + "}").utf8)
        text += repeatElement(UInt8(ascii: " "), count: (Self.page - (8 + text.count) % Self.page) % Self.page)
        return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
    }
}
