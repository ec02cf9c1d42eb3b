/// The random numbers of a seeded generation: xoshiro256** 1.0 (Blackman and Vigna 2018, https://prng.di.unimi.it/xoshiro256starstar.c).
///
/// Integer arithmetic only, so a seed means the same numbers on every platform.
package struct Xoshiro256: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    package init(state: (UInt64, UInt64, UInt64, UInt64)) {
        self.state = state
    }

    /// Fills the state by SplitMix64, as its authors advise; no seed gives the all-zero state, which would stay zero.
    package init(seed: UInt64) {
        var filler = SplitMix64(state: seed)
        state = (filler.next(), filler.next(), filler.next(), filler.next())
    }

    package mutating func next() -> UInt64 {
        let scrambled = Self.rotate(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = Self.rotate(state.3, by: 45)
        return scrambled
    }

    /// Uniform in 0..<1, a multiple of 2^-53.
    package mutating func nextUnit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    private static func rotate(_ value: UInt64, by bits: UInt64) -> UInt64 {
        value << bits | value >> (64 - bits)
    }
}

/// A generator of 64 bits of state, used to fill a larger one (Steele, Lea and Flood 2014; https://prng.di.unimi.it/splitmix64.c).
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(state: UInt64) {
        self.state = state
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
