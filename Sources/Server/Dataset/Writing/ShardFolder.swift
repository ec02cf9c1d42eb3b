import Foundation
import JSON
import OrderedCollections

/// A folder of shards, and `manifest.json`, which is there when all of them are.
///
/// A shard of packed examples has `input_ids` [rows, length], `loss_mask`, `position_ids` and `document_ids` of the same shape (padding has
/// document 0), and `documents` [documents, 5]: row, start, length, file, line. One of single examples has `input_ids` [tokens],
/// `loss_mask` [tokens], `offsets` [examples + 1] and `sources` [examples, 2]: file, line. Files are numbered as the manifest lists them.
struct ShardFolder: DatasetOutput {
    private let folder: URL
    private let options: DatasetOptions
    private let files: [String]
    private let padding: Int32
    private var packer: SequencePacker?
    private var shard = Shard()
    private var shards: [JSONValue] = []
    private(set) var rows = 0

    /// What has been collected for the next file.
    private struct Shard {
        var tokens: [Int32] = []
        var lossMask: [UInt8] = []
        var positions: [Int32] = []
        var documentNumbers: [Int32] = []
        /// Packed: five numbers a document; else two.
        var documents: [Int64] = []
        var offsets: [Int64] = [0]
        var rows = 0
        var examples = 0
    }

    init(_ path: String, _ options: DatasetOptions, packer: SequencePacker?, files: [String], padding: Int32) throws {
        folder = URL(filePath: path, directoryHint: .isDirectory)
        (self.options, self.packer, self.files, self.padding) = (options, packer, files, padding)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            guard try FileManager.default.contentsOfDirectory(atPath: path).isEmpty else {
                throw DatasetError.unwritable(path: path, reason: "the folder is not empty")
            }
        } catch let error as DatasetError {
            throw error
        } catch {
            throw DatasetError.unwritable(path: path, reason: error.localizedDescription)
        }
    }

    mutating func write(_ batch: BatchResult) throws {
        for line in batch.lines {
            for example in line.examples {
                if let done = packer?.add(example) { try add(done) } else { try add(example) }
            }
        }
    }

    mutating func finish() throws {
        if let rest = packer?.finish() { try add(rest) }
        try flush()
        var manifest: JSONObject = [
            "format": .string(options.format.rawValue), "shards": .array(shards), "files": .array(files.map { .string($0) }),
        ]
        if packer != nil, let length = options.sequenceLength {
            manifest["sequence_length"] = .integer(length)
            manifest["padding_id"] = .integer(Int(padding))
        }
        try write(Data(JSONValue.object(manifest).serializedBytes), to: "manifest.json")
    }

    private mutating func add(_ example: DatasetExample) throws {
        if !shard.tokens.isEmpty, shard.tokens.count + example.tokens.count > options.shardTokens { try flush() }
        shard.tokens += example.tokens
        shard.lossMask += example.lossMask
        shard.offsets.append(Int64(shard.tokens.count))
        shard.documents += [Int64(example.file), Int64(example.line)]
        shard.examples += 1
    }

    private mutating func add(_ done: [PackedRow]) throws {
        for row in done {
            let length = packer?.length ?? row.tokens.count
            if !shard.tokens.isEmpty, shard.tokens.count + length > options.shardTokens { try flush() }
            let free = length - row.tokens.count
            shard.tokens += row.tokens + repeatElement(padding, count: free)
            shard.lossMask += row.lossMask + repeatElement(0, count: free)
            shard.positions += row.positions + repeatElement(0, count: free)
            shard.documentNumbers += row.documentNumbers + repeatElement(0, count: free)
            for document in row.documents {
                shard.documents += [shard.rows, document.start, document.length, document.file, document.line].map(Int64.init)
            }
            shard.examples += row.documents.count
            shard.rows += 1
            rows += 1
        }
    }

    private mutating func flush() throws {
        guard shard.examples > 0 else { return }
        let number = String(shards.count)
        let name = "shard-" + String(repeating: "0", count: max(0, 5 - number.count)) + number
        let tensors = tensors
        var names: [JSONValue] = []
        switch options.format {
        case .jsonl: break
        case .safetensors:
            try write(tensors.safetensors, to: name + ".safetensors")
            names = [.string(name + ".safetensors")]
        case .npy:
            for tensor in tensors {
                try write(tensor.npy, to: "\(name).\(tensor.name).npy")
                names.append(.string("\(name).\(tensor.name).npy"))
            }
        }
        shards.append(["files": .array(names), "examples": .integer(shard.examples), "tokens": .integer(shard.tokens.count)])
        shard = Shard()
    }

    private var tensors: [Tensor] {
        guard let length = packer?.length else {
            return [
                Tensor("input_ids", shard.tokens, shape: [shard.tokens.count]),
                Tensor("loss_mask", shard.lossMask, shape: [shard.lossMask.count]),
                Tensor("offsets", shard.offsets, shape: [shard.offsets.count]),
                Tensor("sources", shard.documents, shape: [shard.examples, 2]),
            ]
        }
        let shape = [shard.rows, length]
        return [
            Tensor("input_ids", shard.tokens, shape: shape), Tensor("loss_mask", shard.lossMask, shape: shape),
            Tensor("position_ids", shard.positions, shape: shape), Tensor("document_ids", shard.documentNumbers, shape: shape),
            Tensor("documents", shard.documents, shape: [shard.examples, 5]),
        ]
    }

    private func write(_ data: Data, to name: String) throws {
        let url = folder.appending(path: name)
        do {
            try data.write(to: url, options: .atomic)
        } catch {
            throw DatasetError.unwritable(path: url.path, reason: error.localizedDescription)
        }
    }
}
