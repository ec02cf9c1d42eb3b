import GPTOSS
import Testing

/// Whatever bytes a file holds, a checkpoint opens or says why not; and what opens can be read to its last byte.
@Suite struct CheckpointFuzzTests {
    private static let header =
        "{\"__metadata__\": {\"format\": \"pt\"}, \(entry("a", "BF16", [2, 3], 0, 12)), \(entry("b", [4], 12, 16)), \(entry("c", "F32", [], 16, 20))}"

    @Test func survivesMutatedSafetensors() throws {
        let good = safetensors(Self.header, data: 20)
        let opened = try fuzz("model.safetensors", good, iterations: 4000)
        // Some mutations harm nothing, most do.
        #expect(opened > 0 && opened < 3000)
    }

    @Test func survivesMutatedConfigurations() throws {
        let good = try TemporaryCheckpoint().bytes(of: "config.json")
        let opened = try fuzz("config.json", good, iterations: 2000)
        #expect(opened > 0 && opened < 2000)
    }

    @Test func survivesMutatedIndices() throws {
        let index = "{\"weight_map\": {\"a\": \"model.safetensors\", \"b\": \"model.safetensors\"}}"
        let opened = try fuzz("model.safetensors.index.json", Array(index.utf8), iterations: 2000)
        #expect(opened > 0 && opened < 2000)
    }

    /// Opens the checkpoint with one to four mutations of `good` in place of a file, again and again; returns how many opened.
    private func fuzz(_ name: String, _ good: [UInt8], iterations: Int) throws -> Int {
        let checkpoint = try TemporaryCheckpoint()
        try checkpoint.write(safetensors(Self.header, data: 20), to: "model.safetensors")
        var random = SplitMix64(state: 1)
        var opened = 0
        for _ in 0..<iterations {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                mutate(&bytes, &random)
            }
            try checkpoint.write(bytes, to: name)
            do throws(CheckpointError) {
                let found = try Checkpoint.open(directory: checkpoint.path)
                opened += 1
                try withExtendedLifetime(found) { () throws(CheckpointError) in
                    for (name, type, shape) in [("a", ElementType.bfloat16, [2, 3]), ("b", .uint8, [4]), ("c", .float32, [])] {
                        let sum = try found.tensor(name, type, shape: shape).bytes.reduce(0) { $0 + Int($1) }
                        #expect(sum >= 0)
                    }
                }
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        return opened
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
        case 3: bytes.remove(at: index)
        case 4: bytes.insert(contentsOf: Array("0123456789-\"{}[],:".utf8).shuffled(using: &random).prefix(3), at: index)
        default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...16, using: &random)))
        }
    }
}

/// A small generator of known seed (Steele, Lea, Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
