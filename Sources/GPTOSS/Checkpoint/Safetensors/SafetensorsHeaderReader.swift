import JSON

/// Reads the JSON of a safetensors header, and checks each tensor by itself.
///
///     {"__metadata__": {"format": "pt"}, "a.weight": {"dtype": "BF16", "shape": [2, 3], "data_offsets": [0, 12]}}
struct SafetensorsHeaderReader {
    struct Entry {
        let name: String
        let type: ElementType
        let shape: [Int]
        /// Bytes after the header.
        let begin: Int
        let end: Int
    }

    private static let dimensionLimit = 16

    private let file: String
    private var reader: JSONReader
    /// Once it has been read.
    private(set) var metadata: [String: String] = [:]

    /// The bytes must outlive the reader.
    init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) throws(CheckpointError) {
        self.file = file
        do {
            reader = try JSONReader(bytes, limits: JSONLimits(maximumDepth: 8, maximumBytes: SafetensorsHeader.byteLimit))
        } catch {
            throw .invalidHeader(file: file, reason: error.description)
        }
    }

    mutating func read() throws(CheckpointError) -> [Entry] {
        try json { reader throws(JSONError) in try reader.enterObject() }
        var entries: [Entry] = []
        var names: Set<String> = []
        while let name = try nextName() {
            guard names.insert(name).inserted else { throw .duplicateTensor(file: file, tensor: name) }
            if name == "__metadata__" {
                try readMetadata()
                continue
            }
            guard entries.count < SafetensorsHeader.tensorLimit else {
                throw .tooManyTensors(file: file, limit: SafetensorsHeader.tensorLimit)
            }
            entries.append(try readEntry(name))
        }
        try json { reader throws(JSONError) in try reader.finish() }
        return entries
    }

    /// Text by name.
    private mutating func readMetadata() throws(CheckpointError) {
        try json { reader throws(JSONError) in try reader.enterObject() }
        while let name = try nextName() {
            guard metadata[name] == nil else { throw .duplicateTensor(file: file, tensor: "__metadata__.\(name)") }
            metadata[name] = try json { reader throws(JSONError) in try reader.string() }
        }
    }

    private mutating func readEntry(_ name: String) throws(CheckpointError) -> Entry {
        var type: ElementType?
        var shape: [Int]?
        var offsets: [Int]?
        try require(.object, "an object", of: name)
        try json { reader throws(JSONError) in try reader.enterObject() }
        while let key = try nextName() {
            switch key {
            case "dtype" where type == nil: type = try readType(of: name)
            case "shape" where shape == nil: shape = try readSizes("shape", limit: Self.dimensionLimit, of: name)
            case "data_offsets" where offsets == nil: offsets = try readSizes("data_offsets", limit: 2, of: name)
            case "dtype", "shape", "data_offsets":
                throw .invalidTensorEntry(file: file, tensor: name, expected: "one \(key)", found: "two")
            default: try json { reader throws(JSONError) in try reader.skipValue() }
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            throw .invalidTensorEntry(
                file: file, tensor: name, expected: "dtype, shape and two data_offsets", found: "an entry that lacks one")
        }
        return try check(Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1]))
    }

    private func check(_ entry: Entry) throws(CheckpointError) -> Entry {
        guard entry.begin <= entry.end else {
            throw .reversedOffsets(file: file, tensor: entry.name, begin: entry.begin, end: entry.end)
        }
        var byteCount = entry.type.byteCount
        for size in entry.shape {
            let (product, overflow) = byteCount.multipliedReportingOverflow(by: size)
            guard !overflow else { throw .shapeOverflow(file: file, tensor: entry.name, shape: entry.shape) }
            byteCount = product
        }
        guard byteCount == entry.end - entry.begin else {
            throw .wrongByteCount(file: file, tensor: entry.name, expected: byteCount, found: entry.end - entry.begin)
        }
        return entry
    }

    private mutating func readType(of name: String) throws(CheckpointError) -> ElementType {
        try require(.string, "a string as dtype", of: name)
        let text = try json { reader throws(JSONError) in try reader.string() }
        guard let type = ElementType(rawValue: text) else {
            throw .invalidTensorEntry(
                file: file, tensor: name, expected: "a dtype of " + ElementType.allCases.map(\.rawValue).joined(separator: ", "),
                found: String(text.prefix(80)))
        }
        return type
    }

    /// A list of at most `limit` integers of 0 or more.
    private mutating func readSizes(_ key: String, limit: Int, of name: String) throws(CheckpointError) -> [Int] {
        let expected = "at most \(limit) non-negative integers as \(key)"
        try require(.array, expected, of: name)
        try json { reader throws(JSONError) in try reader.enterArray() }
        var sizes: [Int] = []
        while try json({ reader throws(JSONError) in try reader.nextElement() }) {
            try require(.number, expected, of: name)
            let number = try json { reader throws(JSONError) in try reader.number() }
            guard case .integer(let size) = number, size >= 0, sizes.count < limit else {
                let found = sizes.count < limit ? number.serialized : "more"
                throw .invalidTensorEntry(file: file, tensor: name, expected: expected, found: found)
            }
            sizes.append(size)
        }
        return sizes
    }

    private mutating func require(_ kind: JSONKind, _ expected: String, of name: String) throws(CheckpointError) {
        let found = try json { reader throws(JSONError) in try reader.kind() }
        guard found == kind else {
            throw .invalidTensorEntry(file: file, tensor: name, expected: expected, found: found.rawValue)
        }
    }

    private mutating func nextName() throws(CheckpointError) -> String? {
        try json { reader throws(JSONError) in try reader.nextName() }?.string
    }

    /// Turns what the JSON reader throws into an error that names the file.
    private mutating func json<Value>(_ read: (inout JSONReader) throws(JSONError) -> Value) throws(CheckpointError) -> Value {
        do {
            return try read(&reader)
        } catch {
            throw .invalidHeader(file: file, reason: error.description)
        }
    }
}
