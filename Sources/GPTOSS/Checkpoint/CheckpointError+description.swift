extension CheckpointError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notADirectory(let path):
            "\(path): expected a directory with config.json and safetensors files, or a GGUF file"
        case .fileMissing(let file):
            "\(file): no such file"
        case .unreadableFile(let file, let reason):
            "\(file): \(reason)"
        case .unwritableFile(let file, let reason):
            "\(file): cannot be written: \(reason)"
        case .packedOtherwise(let file, let key, let expected, let found):
            "\(file): packed weights of another \(key), \(found), expected \(expected); make them anew with chorale pack, or remove the file"
        case .notARegularFile(let file):
            "\(file): expected a regular file"
        case .fileTooLarge(let file, let bytes, let limit):
            "\(file): \(bytes) bytes, expected at most \(limit)"
        case .notJSON(let file, let reason):
            "\(file): expected JSON: \(reason)"
        case .unsupportedArchitecture(let file, let found):
            "\(file): expected model_type gpt_oss, found \(found)"
        case .unsupportedQuantization(let file, let found):
            "\(file): expected quantization_config.quant_method mxfp4, found \(found)"
        case .missingKey(let file, let key):
            "\(file): expected a value for \(key)"
        case .invalidValue(let file, let key, let expected, let found):
            "\(file): \(key): expected \(expected), found \(found)"
        case .truncatedHeader(let file, let bytes, let expected):
            "\(file): truncated header: \(bytes) bytes, expected at least \(expected)"
        case .headerTooLarge(let file, let bytes, let limit):
            "\(file): header of \(bytes) bytes, expected at most \(limit)"
        case .invalidHeader(let file, let reason):
            "\(file): invalid header: \(reason)"
        case .tooManyTensors(let file, let limit):
            "\(file): expected at most \(limit) tensors"
        case .duplicateTensor(let file, let tensor):
            "\(file): \(tensor): expected one entry, found two"
        case .invalidTensorEntry(let file, let tensor, let expected, let found):
            "\(file): \(tensor): expected \(expected), found \(found)"
        case .reversedOffsets(let file, let tensor, let begin, let end):
            "\(file): \(tensor): expected data_offsets in order, found [\(begin), \(end)]"
        case .truncatedData(let file, let tensor, let end, let dataSize):
            "\(file): \(tensor): truncated data: expected at least \(end) bytes after the header, found \(dataSize)"
        case .cannotLock(let tensor, let bytes, let reason):
            "\(tensor): expected to keep its \(bytes) bytes in memory (see ulimit -l), found: \(reason)"
        case .shapeOverflow(let file, let tensor, let shape):
            "\(file): \(tensor): expected a shape of fewer than 2^63 bytes, found \(shape)"
        case .wrongByteCount(let file, let tensor, let expected, let found):
            "\(file): \(tensor): expected \(expected) bytes for its shape and type, found \(found)"
        case .overlappingTensors(let file, let tensor, let other):
            "\(file): \(tensor): expected bytes of its own, found it overlapping \(other)"
        case .uncoveredBytes(let file, let begin, let end):
            "\(file): expected tensors without gaps, found no tensor for data bytes \(begin) to \(end)"
        case .unsupportedTensorType(let file, let tensor, let type):
            "\(file): \(tensor): expected MXFP4 for experts, F32, F16, BF16 or Q8_0 for all else, found \(GGMLType(rawValue: type)?.name ?? "type \(type)")"
        case .invalidShardName(let file, let tensor, let shard):
            "\(file): \(tensor): expected a plain file name, found \"\(shard)\""
        case .tensorNotInShard(let file, let tensor, let shard):
            "\(file): \(tensor): expected in \(shard), which does not hold it"
        case .missingTensor(let file, let tensor):
            "\(file): \(tensor): expected this tensor, found none of that name"
        case .wrongType(let file, let tensor, let expected, let found):
            "\(file): \(tensor): expected \(expected.rawValue), found \(found.rawValue)"
        case .wrongShape(let file, let tensor, let expected, let found):
            "\(file): \(tensor): expected shape \(expected), found \(found)"
        case .misalignedTensor(let file, let tensor, let offset, let alignment):
            "\(file): \(tensor): expected an offset divisible by \(alignment), found \(offset)"
        }
    }
}
