/// Numbers that are the same in every run: SplitMix64.
struct RandomNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func floats(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
        (0..<count).map { _ in Float.random(in: range, using: &self) }
    }

    /// bfloat16 numbers, as their bits.
    mutating func bfloat16s(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [UInt16] {
        floats(count, in: range).map { UInt16($0.bitPattern >> 16) }
    }

    mutating func bytes(_ count: Int, in range: ClosedRange<UInt8> = 0...255) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: range, using: &self) }
    }
}

/// The value of a bfloat16 number.
func double(_ bits: UInt16) -> Double {
    Double(Float(bitPattern: UInt32(bits) << 16))
}
