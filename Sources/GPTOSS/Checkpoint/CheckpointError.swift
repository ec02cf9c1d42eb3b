/// What keeps a checkpoint from being used. Files are named by their full path; every description says what was expected.
package enum CheckpointError: Error, Hashable {
    // Files.
    /// The checkpoint's directory is not there or is not a directory.
    case notADirectory(path: String)
    /// A file the checkpoint needs is not there.
    case fileMissing(file: String)
    /// The system refused to open, read or map; `reason` is its message.
    case unreadableFile(file: String, reason: String)
    /// The system refused to keep the tensor in memory.
    case cannotLock(tensor: String, bytes: Int, reason: String)
    /// A directory, pipe or device stands where a file should.
    case notARegularFile(file: String)
    /// The system refused to make or write a file.
    case unwritableFile(file: String, reason: String)
    /// Packed weights were made of other weights, or by another version, by what they say of themselves.
    case packedOtherwise(file: String, key: String, expected: String, found: String)
    /// A JSON file is larger than anything this reader accepts.
    case fileTooLarge(file: String, bytes: Int, limit: Int)

    // config.json, generation_config.json, model.safetensors.index.json.
    case notJSON(file: String, reason: String)
    case unsupportedArchitecture(file: String, found: String)
    case unsupportedQuantization(file: String, found: String)
    case missingKey(file: String, key: String)
    case invalidValue(file: String, key: String, expected: String, found: String)

    // The header of a safetensors file.
    /// The file ends before the header does: `bytes` of at least `expected`.
    case truncatedHeader(file: String, bytes: Int, expected: UInt64)
    case headerTooLarge(file: String, bytes: UInt64, limit: Int)
    case invalidHeader(file: String, reason: String)
    case tooManyTensors(file: String, limit: Int)
    case duplicateTensor(file: String, tensor: String)
    case invalidTensorEntry(file: String, tensor: String, expected: String, found: String)
    /// `begin > end`.
    case reversedOffsets(file: String, tensor: String, begin: Int, end: Int)
    /// The tensor ends `end` bytes into data of `dataSize` bytes: the file was cut or the header lies.
    case truncatedData(file: String, tensor: String, end: Int, dataSize: Int)
    /// The product of the shape and the element size does not fit 63 bits.
    case shapeOverflow(file: String, tensor: String, shape: [Int])
    /// The offsets span `found` bytes where shape and type need `expected`.
    case wrongByteCount(file: String, tensor: String, expected: Int, found: Int)
    case overlappingTensors(file: String, tensor: String, other: String)
    /// No tensor covers the bytes from `begin` to `end`.
    case uncoveredBytes(file: String, begin: Int, end: Int)

    // GGUF.
    /// A type, by its number in ggml.h, that is not read, or not for this tensor.
    case unsupportedTensorType(file: String, tensor: String, type: UInt32)

    // Shards.
    /// The index names a file outside the directory, or nothing.
    case invalidShardName(file: String, tensor: String, shard: String)
    /// The index puts the tensor into a shard that does not hold it.
    case tensorNotInShard(file: String, tensor: String, shard: String)

    // Tensors.
    case missingTensor(file: String, tensor: String)
    case wrongType(file: String, tensor: String, expected: ElementType, found: ElementType)
    case wrongShape(file: String, tensor: String, expected: [Int], found: [Int])
    /// The tensor begins at a byte of the file that its element type cannot be read at.
    case misalignedTensor(file: String, tensor: String, offset: Int, alignment: Int)
}
