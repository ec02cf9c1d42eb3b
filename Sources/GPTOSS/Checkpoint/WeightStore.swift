/// A file with weights, as summaries and fingerprints see it.
protocol WeightFile: Sendable {
    var path: String { get }
    var name: String { get }
    var file: MappedFile { get }
    var tensorCount: Int { get }
    /// Bytes of the file that are tensors, in no order.
    var tensorRanges: [Range<Int>] { get }
    /// Of all before the tensors.
    var headerByteCount: Int { get }
}

extension WeightFile {
    var byteCount: Int { file.bytes.count }
    /// All before the tensors, as it stands in the file.
    var headerBytes: UnsafeRawBufferPointer { bytes(in: 0..<headerByteCount) }

    /// Bytes of the file; the range must lie in it.
    func bytes(in range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[range]) }

    /// Gives `advice` on the whole file.
    func advise(_ advice: MemoryAdvice) { file.bytes.advise(advice) }
}

/// Where a checkpoint's tensors come from, under the names, types and shapes of the published safetensors.
protocol WeightStore: Sendable {
    /// By name, in order.
    var files: [any WeightFile] { get }
    /// The file that should list every tensor.
    var listing: String { get }
    /// The tensor of this name, if it has this type and shape.
    func tensor(_ name: String, _ type: ElementType, shape: [Int]) throws(CheckpointError) -> MappedTensor
    /// The same where it is used as it is mapped; nil where it would have to be converted. Reads nothing but headers.
    func mapped(_ name: String, _ type: ElementType, shape: [Int]) throws(CheckpointError) -> MappedTensor?
    /// Of the network's tensors, those that are not used as they are mapped.
    func conversions(_ tensors: [ModelConfiguration.TensorSpecification]) -> [CheckpointSummary.Conversion]
}
