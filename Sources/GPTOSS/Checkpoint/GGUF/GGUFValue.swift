/// A value of a GGUF file's metadata.
enum GGUFValue: Sendable, Hashable {
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case string(String)
    case strings([String])
    case integers([Int])
    /// Of a type that nothing here is read of.
    case other

    private static let stringType: UInt32 = 8
    private static let arrayType: UInt32 = 9

    init(_ reader: inout GGUFReader) throws(CheckpointError) {
        let type = try reader.integer(UInt32.self)
        guard type == Self.arrayType else {
            self = try Self.scalar(type, &reader)
            return
        }
        let element = try reader.integer(UInt32.self)
        guard element != Self.arrayType else { throw reader.invalid("an array of arrays") }
        guard let size = element == Self.stringType ? 8 : Self.size(element) else {
            throw reader.invalid("an array of the type \(element)")
        }
        let count = try reader.count(of: size, "elements of an array")
        switch element {
        case Self.stringType:
            var strings: [String] = []
            strings.reserveCapacity(count)
            for _ in 0..<count {
                let range = try reader.string()
                guard let text = reader.text(range) else { throw reader.invalid("a text that is not UTF-8") }
                strings.append(text)
            }
            self = .strings(strings)
        case 0...5, 10, 11:
            var integers: [Int] = []
            integers.reserveCapacity(count)
            for _ in 0..<count {
                guard case .integer(let value) = try Self.scalar(element, &reader) else {
                    throw reader.invalid("an integer beyond 63 bits")
                }
                integers.append(value)
            }
            self = .integers(integers)
        default:
            try reader.skip(count * size)
            self = .other
        }
    }

    /// Bytes of a value that is neither a string nor an array; nil for other types.
    private static func size(_ type: UInt32) -> Int? {
        switch type {
        case 0, 1, 7: 1
        case 2, 3: 2
        case 4, 5, 6: 4
        case 10, 11, 12: 8
        default: nil
        }
    }

    private static func scalar(_ type: UInt32, _ reader: inout GGUFReader) throws(CheckpointError) -> GGUFValue {
        switch type {
        case 0: return .integer(Int(try reader.integer(UInt8.self)))
        case 1: return .integer(Int(try reader.integer(Int8.self)))
        case 2: return .integer(Int(try reader.integer(UInt16.self)))
        case 3: return .integer(Int(try reader.integer(Int16.self)))
        case 4: return .integer(Int(try reader.integer(UInt32.self)))
        case 5: return .integer(Int(try reader.integer(Int32.self)))
        case 6: return .number(Double(Float(bitPattern: try reader.integer(UInt32.self))))
        case 7: return .bool(try reader.integer(UInt8.self) != 0)
        case 8:
            let range = try reader.string()
            guard let text = reader.text(range) else { throw reader.invalid("a text that is not UTF-8") }
            return .string(text)
        case 10: return Int(exactly: try reader.integer(UInt64.self)).map(GGUFValue.integer) ?? .other
        case 11: return .integer(Int(try reader.integer(Int64.self)))
        case 12: return .number(Double(bitPattern: try reader.integer(UInt64.self)))
        default: throw reader.invalid("a value of the type \(type)")
        }
    }

    /// For error messages.
    var summary: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .bool(let value): "\(value)"
        case .string(let value): String(value.prefix(80)).debugDescription
        case .strings(let values): "\(values.count) texts"
        case .integers(let values): "\(values.count) integers"
        case .other: "something else"
        }
    }
}
