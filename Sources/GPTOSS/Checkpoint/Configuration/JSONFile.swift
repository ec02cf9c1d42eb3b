import JSON

/// A small JSON file of a checkpoint, as an object. Its readers name file and key in what they throw.
struct JSONFile {
    static let byteLimit = 32 << 20

    let path: String
    /// Names before this object, for messages: `rope_scaling.`
    private let prefix: String
    private let value: JSONValue

    /// An object in the file.
    private init(path: String, prefix: String, value: JSONValue) {
        self.path = path
        self.prefix = prefix
        self.value = value
    }

    init(path: String) throws(CheckpointError) {
        let bytes = try MappedFile.contents(of: path, limit: Self.byteLimit)
        do {
            value = try JSONValue(parsing: bytes, limits: JSONLimits(maximumDepth: 32, maximumBytes: Self.byteLimit))
        } catch {
            throw .notJSON(file: path, reason: error.description)
        }
        guard value.objectValue != nil else { throw .notJSON(file: path, reason: "expected an object") }
        self.path = path
        prefix = ""
    }

    /// The value of the first of these names that has one; `null` counts as none. Where several have, they must agree:
    /// configurations spell some names in two ways.
    func optional(_ names: String...) throws(CheckpointError) -> JSONValue? {
        try optional(names)
    }

    func object(_ names: String...) throws(CheckpointError) -> JSONFile? {
        for name in names {
            guard let found = value[name], !found.isNull else { continue }
            guard found.objectValue != nil else { throw invalid(name, expected: "an object", found: found) }
            return JSONFile(path: path, prefix: prefix + name + ".", value: found)
        }
        return nil
    }

    func integer(_ names: String..., in range: ClosedRange<Int>, multipleOf divisor: Int = 1) throws(CheckpointError) -> Int {
        let found = try required(names)
        guard let integer = found.intValue, range.contains(integer), integer % divisor == 0 else {
            let multiple = divisor == 1 ? "an integer" : "a multiple of \(divisor)"
            throw invalid(names[0], expected: "\(multiple) from \(range.lowerBound) to \(range.upperBound)", found: found)
        }
        return integer
    }

    /// A finite number in the range; `default` where the file has none.
    func number(_ name: String, in range: ClosedRange<Double>, default standard: Double? = nil) throws(CheckpointError) -> Double {
        guard let found = try optional([name]) ?? standard.map(JSONValue.double) else { throw missing(name) }
        guard let number = found.doubleValue, range.contains(number) else {
            throw invalid(name, expected: "a number from \(range.lowerBound) to \(range.upperBound)", found: found)
        }
        return number
    }

    func bool(_ name: String, default standard: Bool) throws(CheckpointError) -> Bool {
        guard let found = try optional([name]) else { return standard }
        guard let bool = found.boolValue else { throw invalid(name, expected: "true or false", found: found) }
        return bool
    }

    /// Refuses any value of `name` but this one; the file need not have one.
    func expect(_ name: String, _ expected: JSONValue) throws(CheckpointError) {
        guard let found = try optional([name]), found != expected else { return }
        if let number = expected.doubleValue, found.doubleValue == number { return }
        throw invalid(name, expected: expected.serialized, found: found)
    }

    func missing(_ name: String) -> CheckpointError {
        .missingKey(file: path, key: prefix + name)
    }

    func invalid(_ name: String, expected: String, found: JSONValue) -> CheckpointError {
        .invalidValue(file: path, key: prefix + name, expected: expected, found: String(found.serialized.prefix(80)))
    }

    private func required(_ names: [String]) throws(CheckpointError) -> JSONValue {
        guard let found = try optional(names) else { throw missing(names[0]) }
        return found
    }

    private func optional(_ names: [String]) throws(CheckpointError) -> JSONValue? {
        var first: (name: String, value: JSONValue)?
        for name in names {
            guard let found = value[name], !found.isNull else { continue }
            if let first, first.value != found {
                throw invalid(name, expected: "\(first.value.serialized) as \(first.name) says", found: found)
            }
            first = first ?? (name, found)
        }
        return first?.value
    }
}
