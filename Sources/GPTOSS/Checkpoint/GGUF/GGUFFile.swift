/// A GGUF file, mapped, with its header read and checked. Immutable.
final class GGUFFile: WeightFile {
    let path: String
    let name: String
    let values: [String: GGUFValue]
    let tensors: [String: GGUFHeader.Entry]
    let headerByteCount: Int
    let file: MappedFile

    init(path: String) throws(CheckpointError) {
        self.path = path
        name = path.split(separator: "/").last.map(String.init) ?? path
        file = try MappedFile(path: path)
        let header = try GGUFHeader(parsing: file.bytes, file: path)
        values = header.values
        tensors = header.tensors
        headerByteCount = header.byteCount
    }

    var tensorCount: Int { tensors.count }
    var tensorRanges: [Range<Int>] { tensors.values.map(\.range) }

    /// Whether a path is one of a GGUF file, by its name.
    static func isName(_ path: String) -> Bool { path.lowercased().hasSuffix(".gguf") }

    /// The file at a path and, where it is one of several that a model was split into (`NAME-00001-of-00003.gguf`), all of them in order.
    /// Any of them may be named.
    static func open(_ path: String) throws(CheckpointError) -> [GGUFFile] {
        let file = try GGUFFile(path: path)
        guard case .integer(let count)? = file.values["split.count"], count > 1 else { return [file] }
        let suffix = "-00000-of-00000.gguf"
        let ending = String(path.suffix(suffix.count))
        guard count < 100_000, ending.dropFirst(6) == Self.ending(1, of: count).dropFirst(6), ending.first == "-" else {
            throw .invalidValue(
                file: path, key: "split.count", expected: "a name that ends in \(Self.ending(1, of: count))", found: "\(count)")
        }
        var files: [GGUFFile] = []
        for number in 1...count { files.append(try GGUFFile(path: path.dropLast(suffix.count) + Self.ending(number, of: count))) }
        return files
    }

    private static func ending(_ number: Int, of count: Int) -> String {
        func digits(_ number: Int) -> String { String(repeating: "0", count: max(0, 5 - String(number).count)) + String(number) }
        return "-\(digits(number))-of-\(digits(count)).gguf"
    }
}
