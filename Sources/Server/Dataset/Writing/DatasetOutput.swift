import Foundation
import JSON

/// Where examples go, in order.
protocol DatasetOutput {
    mutating func write(_ batch: BatchResult) throws
    /// Nothing follows: what is there is complete then.
    mutating func finish() throws
    /// Rows that examples were packed into.
    var rows: Int { get }
}

extension DatasetOptions {
    /// - Parameters:
    ///   - path: a file, or `-` for standard output; of shards a folder, which must not have anything in it.
    ///   - padding: the token behind the examples of a row.
    func output(_ path: String, files: [String], padding: Int32) throws -> any DatasetOutput {
        let packer = packs ? sequenceLength.map(SequencePacker.init) : nil
        guard format != .jsonl else {
            let sink = try FileSink(path)
            return if let packer { PackedLines(sink: sink, packer: packer, files: files) } else { ExampleLines(sink: sink) }
        }
        return try ShardFolder(path, self, packer: packer, files: files, padding: padding)
    }
}

/// A file that is there under its name when it is complete, or standard output.
final class FileSink {
    private let path: String
    private let handle: FileHandle

    init(_ path: String) throws {
        self.path = path
        guard path != "-" else {
            handle = .standardOutput
            return
        }
        let partial = path + ".partial"
        guard FileManager.default.createFile(atPath: partial, contents: nil), let opened = FileHandle(forWritingAtPath: partial) else {
            throw DatasetError.unwritable(path: partial, reason: String(cString: strerror(errno)))
        }
        handle = opened
    }

    func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw DatasetError.unwritable(path: path, reason: error.localizedDescription)
        }
    }

    func finish() throws {
        guard path != "-" else { return }
        try handle.close()
        guard rename(path + ".partial", path) == 0 else {
            throw DatasetError.unwritable(path: path, reason: String(cString: strerror(errno)))
        }
    }
}

/// JSON Lines, an example a line.
struct ExampleLines: DatasetOutput {
    let sink: FileSink
    let rows = 0

    func write(_ batch: BatchResult) throws {
        if !batch.text.isEmpty { try sink.write(batch.text) }
    }

    func finish() throws {
        try sink.finish()
    }
}

/// JSON Lines, a row of packed examples a line. Rows are not padded.
struct PackedLines: DatasetOutput {
    let sink: FileSink
    var packer: SequencePacker
    let files: [String]
    private(set) var rows = 0

    init(sink: FileSink, packer: SequencePacker, files: [String]) {
        (self.sink, self.packer, self.files) = (sink, packer, files)
    }

    mutating func write(_ batch: BatchResult) throws {
        for line in batch.lines {
            for example in line.examples { try write(packer.add(example)) }
        }
    }

    mutating func finish() throws {
        try write(packer.finish())
        try sink.finish()
    }

    private mutating func write(_ done: [PackedRow]) throws {
        for row in done {
            rows += 1
            try sink.write(json(row))
        }
    }

    private func json(_ row: PackedRow) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("input_ids")
        writer.write(row.tokens)
        writer.name("loss_mask")
        writer.write(row.lossMask)
        writer.name("position_ids")
        writer.write(row.positions)
        writer.name("document_ids")
        writer.write(row.documentNumbers)
        writer.name("documents")
        writer.beginArray()
        for document in row.documents {
            writer.beginObject()
            writer.name("start")
            writer.write(document.start)
            writer.name("length")
            writer.write(document.length)
            writer.name("source")
            writer.write("\(files[document.file]):\(document.line)")
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
