/// Sixteen hexadecimal digits that tell checkpoints apart without reading them whole: the same for the same files,
/// different for another configuration, other tensors or other weights, fine-tuned ones among them.
///
/// FNV-1a, 64 bits (Fowler, Noll, Vo), over config.json where there is one, and for every weight file by name: its header and the 64 bytes
/// in the middle of each tensor. It is **not** cryptographic: whoever wants to can make two that agree.
struct Fingerprint {
    private static let sampleSize = 64

    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    init(of checkpoint: Checkpoint) throws(CheckpointError) {
        if try Checkpoint.ggufFile(checkpoint.path) == nil {
            add(try MappedFile.contents(of: checkpoint.path + "/config.json", limit: JSONFile.byteLimit))
        }
        for file in checkpoint.weights.files {
            // Samples lie far apart: reading ahead around each would read gigabytes.
            file.advise(.random)
            defer { file.advise(.normal) }
            add(file.headerBytes)
            for range in file.tensorRanges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                let middle = range.lowerBound + max(0, range.count - Self.sampleSize) / 2
                add(file.bytes(in: middle..<min(middle + Self.sampleSize, range.upperBound)))
            }
        }
    }

    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
        }
    }
}
