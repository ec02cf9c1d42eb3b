import JSON
import OrderedCollections
import Testing

/// Random values come back equal, and random doubles bit for bit.
@Suite struct RoundTripTests {
    @Test(arguments: 0..<8)
    func returnsEveryValue(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        for _ in 0..<300 {
            let value = Self.value(depth: 5, using: &random)
            let bytes = value.serializedBytes
            let read = try JSONValue(parsing: bytes)
            #expect(read == value)
            #expect(read.serializedBytes == bytes)
        }
    }

    @Test func returnsEveryDouble() throws {
        var random = SplitMix64(state: 3)
        for _ in 0..<50_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let read = try #require(try JSONValue(parsing: JSONValue.double(value).serializedBytes).doubleValue)
            #expect(read.bitPattern == value.bitPattern)
        }
    }

    private static func value(depth: Int, using random: inout SplitMix64) -> JSONValue {
        switch Int.random(in: 0..<(depth == 0 ? 6 : 9), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int(truncatingIfNeeded: random.next()) >> Int.random(in: 0..<64, using: &random))
        case 3: return .unsigned(UInt(random.next()) | 1 << 63)
        case 4:
            let value = Double(bitPattern: random.next())
            return .double(value.isFinite ? value : 0.5)
        case 5: return .string(string(using: &random))
        case 6: return .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in self.value(depth: depth - 1, using: &random) })
        default:
            let count = depth == 5 ? Int.random(in: 0..<24, using: &random) : Int.random(in: 0..<6, using: &random)
            let members = (0..<count).map { index in
                ("\(index)" + string(using: &random), self.value(depth: depth - 1, using: &random))
            }
            return .object(JSONObject(uniqueKeysWithValues: members))
        }
    }

    private static func string(using random: inout SplitMix64) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<20, using: &random) {
            let limit: UInt32 = [0x20, 0x80, 0x80, 0x800, 0x11_0000].randomElement(using: &random) ?? 0x80
            scalars.append(Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) ?? "?")
        }
        return String(scalars)
    }
}
