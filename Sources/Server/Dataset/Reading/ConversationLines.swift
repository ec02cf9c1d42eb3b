import Foundation

/// Some lines of a file, one behind the other.
struct LineBatch: Sendable {
    /// As it is told to people; standard input is `-`.
    var file: String
    var fileIndex: Int
    /// Numbers of the lines, from 1, each with its place in `bytes`. Empty lines are left out.
    var lines: [(number: Int, range: Range<Int>)] = []
    var bytes: [UInt8] = []
}

/// Where conversations come from, a batch at a time.
protocol ConversationLines {
    /// Of all of it; `nil` where that is not known.
    var totalBytes: Int? { get }
    /// Their names, as batches have their indices.
    var files: [String] { get }
    mutating func next() async throws -> LineBatch?
}

/// JSON Lines in files, in folders and on standard input.
struct FileLines: ConversationLines {
    let files: [String]
    let totalBytes: Int?
    private var index = 0
    private var handle: FileHandle?
    private var number = 0
    /// What has been read of the file and not been given out.
    private var rest: [UInt8] = []

    /// About how many bytes a batch has, and how many are read at once.
    private static let batchBytes = 1 << 18

    /// - Parameter paths: files; folders, of which all `.jsonl` and `.ndjson` files count, by name; `-`: standard input.
    init(_ paths: [String]) throws {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard path != "-", FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                files.append(path)
                continue
            }
            let found = (try FileManager.default.subpathsOfDirectory(atPath: path)).filter {
                $0.hasSuffix(".jsonl") || $0.hasSuffix(".ndjson")
            }
            guard !found.isEmpty else { throw DatasetError.noInput(path) }
            files += found.sorted().map { path + (path.hasSuffix("/") ? "" : "/") + $0 }
        }
        self.files = files
        let sizes = try files.map { file -> Int? in
            guard file != "-" else { return nil }
            do {
                let attributes = try FileManager.default.attributesOfItem(atPath: file)
                return (attributes[.type] as? FileAttributeType) == .typeRegular ? attributes[.size] as? Int : nil
            } catch {
                throw UnreadableFile(path: file, reason: "there is no such file")
            }
        }
        totalBytes = sizes.reduce(0) { sum, size in
            guard let sum, let size else { return nil }
            return sum + size
        }
    }

    mutating func next() throws -> LineBatch? {
        while index < files.count {
            if handle == nil { try open(files[index]) }
            guard let batch = try batch() else {
                try handle?.close()
                handle = nil
                index += 1
                continue
            }
            return batch
        }
        return nil
    }

    private mutating func open(_ file: String) throws {
        (number, rest) = (0, [])
        guard file != "-" else {
            handle = .standardInput
            return
        }
        guard let opened = FileHandle(forReadingAtPath: file) else {
            throw UnreadableFile(path: file, reason: String(cString: strerror(errno)))
        }
        handle = opened
    }

    /// The next lines of the file; `nil` at its end. A line longer than a batch is one all the same.
    private mutating func batch() throws -> LineBatch? {
        while true {
            let more = try handle?.read(upToCount: Self.batchBytes) ?? Data()
            let isOver = more.isEmpty
            let searched = rest.count
            rest.append(contentsOf: more)
            let end: Int
            if isOver {
                guard !rest.isEmpty else { return nil }
                end = rest.count
            } else {
                guard let newline = rest[searched...].lastIndex(of: UInt8(ascii: "\n")) else { continue }
                end = newline + 1
            }
            var batch = LineBatch(file: files[index], fileIndex: index)
            batch.bytes = Array(rest[..<end])
            rest.removeFirst(end)
            split(&batch)
            return batch
        }
    }

    private mutating func split(_ batch: inout LineBatch) {
        var start = 0
        let bytes = batch.bytes
        while start < bytes.count {
            number += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            var range = start..<end
            if range.last.map({ bytes[$0] }) == UInt8(ascii: "\r") { range = start..<end - 1 }
            let isBlank = bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x09 }
            if !isBlank { batch.lines.append((number, range)) }
            start = end + 1
        }
    }
}
