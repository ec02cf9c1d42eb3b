import GPTOSS
import Testing

@Suite struct SafetensorsHeaderTests {
    /// A file, and what is wrong with it.
    struct BadFile: CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        /// The error for a file of this name.
        let error: @Sendable (String) -> CheckpointError
        /// Words of its description.
        let says: [String]

        init(_ name: String, _ bytes: [UInt8], says: [String] = [], _ error: @escaping @Sendable (String) -> CheckpointError) {
            (testDescription, self.bytes, self.error, self.says) = (name, bytes, error, says)
        }
    }

    @Test(arguments: badLengths + badText + badEntries + badLayouts)
    func namesWhatIsWrongWithAFile(_ file: BadFile) throws {
        let checkpoint = try TemporaryCheckpoint()
        let path = checkpoint.path(of: "model.safetensors")
        try checkpoint.write(file.bytes, to: "model.safetensors")
        let error = try #require(checkpoint.error())
        #expect(error == file.error(path))
        for words in [path] + file.says {
            #expect(error.description.contains(words), "\(error)")
        }
    }

    static let badLengths = [
        BadFile("empty", [], says: ["at least 8"]) { .truncatedHeader(file: $0, bytes: 0, expected: 8) },
        BadFile("cut in the length", [2, 0, 0], says: ["at least 8"]) { .truncatedHeader(file: $0, bytes: 3, expected: 8) },
        BadFile("cut in the header", safetensors("{\"a\": {", length: 100), says: ["at least 108"]) {
            .truncatedHeader(file: $0, bytes: 15, expected: 108)
        },
        BadFile("one byte short", safetensors("{}", length: 3), says: ["at least 11"]) {
            .truncatedHeader(file: $0, bytes: 10, expected: 11)
        },
        BadFile("length beyond the limit", safetensors("{}", length: 100_000_001), says: ["100000000"]) {
            .headerTooLarge(file: $0, bytes: 100_000_001, limit: 100_000_000)
        },
        BadFile("length of all ones", safetensors("{}", length: .max)) {
            .headerTooLarge(file: $0, bytes: .max, limit: 100_000_000)
        },
    ]

    static let badText = [
        BadFile("no header", safetensors("")) { .invalidHeader(file: $0, reason: "expected '{' as its first byte") },
        BadFile("space before the header", safetensors(" {}")) { .invalidHeader(file: $0, reason: "expected '{' as its first byte") },
        BadFile("not JSON", safetensors("{\"a\" 1}")) {
            .invalidHeader(file: $0, reason: "'1' at byte 5 where ':' was expected")
        },
        BadFile("more than one object", safetensors("{}{}")) {
            .invalidHeader(file: $0, reason: "more text after the end of the document, at byte 2")
        },
        BadFile("invalid UTF-8", [4, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x22, 0xFF, 0x22]) {
            .invalidHeader(file: $0, reason: "invalid UTF-8 at byte 2")
        },
        BadFile("deep nesting", safetensors("{\"a\": {\"x\": " + String(repeating: "[", count: 1000))) {
            .invalidHeader(file: $0, reason: "arrays and objects nest more than 8 deep at byte 18")
        },
        BadFile("metadata that is no text", safetensors("{\"__metadata__\": {\"format\": 1}}")) {
            .invalidHeader(file: $0, reason: "expected a string, found a number at byte 28")
        },
        BadFile("metadata twice", safetensors("{\"__metadata__\": {\"a\": \"\", \"a\": \"\"}}")) {
            .duplicateTensor(file: $0, tensor: "__metadata__.a")
        },
        BadFile("too many tensors", safetensors("{" + (0...65_536).map { entry("\($0)", [0], 0, 0) }.joined(separator: ",") + "}")) {
            .tooManyTensors(file: $0, limit: 65_536)
        },
        BadFile("a tensor twice", safetensors("{\(entry("t", [2], 0, 2)), \(entry("t", [2], 2, 4))}", data: 4), says: ["t", "one entry"]) {
            .duplicateTensor(file: $0, tensor: "t")
        },
    ]

    static let badEntries = [
        BadFile("no object", safetensors("{\"t\": 1}"), says: ["t", "an object"]) {
            .invalidTensorEntry(file: $0, tensor: "t", expected: "an object", found: "number")
        },
        BadFile("no offsets", safetensors("{\"t\": {\"dtype\": \"U8\", \"shape\": []}}"), says: ["t", "data_offsets"]) {
            .invalidTensorEntry(file: $0, tensor: "t", expected: "dtype, shape and two data_offsets", found: "an entry that lacks one")
        },
        BadFile("one offset", safetensors("{\"t\": {\"dtype\": \"U8\", \"shape\": [], \"data_offsets\": [0]}}")) {
            .invalidTensorEntry(file: $0, tensor: "t", expected: "dtype, shape and two data_offsets", found: "an entry that lacks one")
        },
        BadFile("three offsets", safetensors("{\"t\": {\"data_offsets\": [0, 0, 0]}}")) {
            .invalidTensorEntry(file: $0, tensor: "t", expected: "at most 2 non-negative integers as data_offsets", found: "more")
        },
        BadFile("two shapes", safetensors("{\"t\": {\"shape\": [1], \"shape\": [1]}}")) {
            .invalidTensorEntry(file: $0, tensor: "t", expected: "one shape", found: "two")
        },
        BadFile("a negative size", safetensors("{\(entry("t", [-1], 0, 1))}", data: 1)) {
            .invalidTensorEntry(file: $0, tensor: "t", expected: "at most 16 non-negative integers as shape", found: "-1")
        },
        BadFile("a size that is no integer", safetensors("{\"t\": {\"shape\": [1.0]}}")) {
            .invalidTensorEntry(file: $0, tensor: "t", expected: "at most 16 non-negative integers as shape", found: "1.0")
        },
        BadFile("a size beyond 63 bits", safetensors("{\"t\": {\"shape\": [9223372036854775808]}}")) {
            .invalidTensorEntry(
                file: $0, tensor: "t", expected: "at most 16 non-negative integers as shape", found: "9223372036854775808")
        },
        BadFile("too many dimensions", safetensors("{\(entry("t", Array(repeating: 1, count: 17), 0, 1))}", data: 1)) {
            .invalidTensorEntry(file: $0, tensor: "t", expected: "at most 16 non-negative integers as shape", found: "more")
        },
        BadFile("an unknown type", safetensors("{\(entry("t", "Q4", [1], 0, 1))}", data: 1), says: ["t", "BF16", "Q4"]) {
            .invalidTensorEntry(
                file: $0, tensor: "t",
                expected: "a dtype of " + ElementType.allCases.map(\.rawValue).joined(separator: ", "), found: "Q4")
        },
        BadFile("a shape that overflows", safetensors("{\(entry("t", "BF16", [1 << 40, 1 << 40], 0, 4))}", data: 4), says: ["t", "2^63"]) {
            .shapeOverflow(file: $0, tensor: "t", shape: [1 << 40, 1 << 40])
        },
        BadFile("an overflow that a zero would hide", safetensors("{\(entry("t", [1 << 62, 4, 0], 0, 0))}")) {
            .shapeOverflow(file: $0, tensor: "t", shape: [1 << 62, 4, 0])
        },
        BadFile("fewer bytes than the shape", safetensors("{\(entry("t", "BF16", [3], 0, 4))}", data: 4), says: ["t", "expected 6"]) {
            .wrongByteCount(file: $0, tensor: "t", expected: 6, found: 4)
        },
        BadFile("offsets in reverse", safetensors("{\(entry("t", [2], 4, 2))}", data: 4), says: ["t", "[4, 2]"]) {
            .reversedOffsets(file: $0, tensor: "t", begin: 4, end: 2)
        },
    ]

    static let badLayouts = [
        BadFile(
            "data cut short", safetensors("{\(entry("s", [4], 0, 4)), \(entry("t", [4], 4, 8))}", data: 7), says: ["t", "at least 8", "7"]
        ) {
            .truncatedData(file: $0, tensor: "t", end: 8, dataSize: 7)
        },
        BadFile("no data", safetensors("{\(entry("t", [1 << 50], 0, 1 << 50))}"), says: ["t"]) {
            .truncatedData(file: $0, tensor: "t", end: 1 << 50, dataSize: 0)
        },
        BadFile("an overlap", safetensors("{\(entry("t", [4], 3, 7)), \(entry("s", [4], 0, 4))}", data: 7), says: ["t", "s"]) {
            .overlappingTensors(file: $0, tensor: "t", other: "s")
        },
        BadFile("the same bytes twice", safetensors("{\(entry("s", [4], 0, 4)), \(entry("t", [4], 0, 4))}", data: 4)) {
            // Sorting does not say which of the two comes first, but the standard library's sort is stable.
            .overlappingTensors(file: $0, tensor: "t", other: "s")
        },
        BadFile("a hole", safetensors("{\(entry("s", [4], 0, 4)), \(entry("t", [4], 5, 9))}", data: 9), says: ["4 to 5"]) {
            .uncoveredBytes(file: $0, begin: 4, end: 5)
        },
        BadFile("a hole at the beginning", safetensors("{\(entry("t", [4], 1, 5))}", data: 5)) {
            .uncoveredBytes(file: $0, begin: 0, end: 1)
        },
        BadFile("bytes after the last tensor", safetensors("{\(entry("t", [4], 0, 4))}", data: 6)) {
            .uncoveredBytes(file: $0, begin: 4, end: 6)
        },
        BadFile("data without tensors", safetensors("{}", data: 1)) { .uncoveredBytes(file: $0, begin: 0, end: 1) },
    ]

    @Test func readsTensorsInAnyOrderWithMetadataAndEmptyOnes() throws {
        let checkpoint = try TemporaryCheckpoint()
        let header =
            "{\(entry("b", "BF16", [2, 3], 4, 16)), \"__metadata__\": {\"format\": \"pt\"}, \(entry("a", [4], 0, 4)),"
            + "\(entry("none", [3, 0], 4, 4)), \(entry("scalar", [], 16, 17))} "
        try checkpoint.write(safetensors(aligned(header), data: 17), to: "model.safetensors")
        let opened = try Checkpoint.open(directory: checkpoint.path)
        try withExtendedLifetime(opened) { () throws in
            #expect(try Array(opened.tensor("a", .uint8, shape: [4]).bytes) == [0, 1, 2, 3])
            let tensor = try opened.tensor("b", .bfloat16, shape: [2, 3])
            #expect(Array(tensor.bytes) == Array(4..<16))
            #expect(tensor.count == 6)
            #expect(tensor.byteCount == 12)
            #expect(try opened.tensor("none", .uint8, shape: [3, 0]).count == 0)
            #expect(try Array(opened.tensor("scalar", .uint8, shape: []).bytes) == [16])
        }
    }

    @Test func refusesATensorThatItsTypeCannotBeReadAt() throws {
        let checkpoint = try TemporaryCheckpoint()
        let header = "{\(entry("a", [1], 0, 1)), \(entry("b", "BF16", [1], 1, 3))}"
        try checkpoint.write(safetensors(aligned(header), data: 3), to: "model.safetensors")
        let opened = try Checkpoint.open(directory: checkpoint.path)
        let path = checkpoint.path(of: "model.safetensors")
        #expect(throws: CheckpointError.misalignedTensor(file: path, tensor: "b", offset: 9 + aligned(header).utf8.count, alignment: 2)) {
            try opened.tensor("b", .bfloat16, shape: [1])
        }
    }
}
