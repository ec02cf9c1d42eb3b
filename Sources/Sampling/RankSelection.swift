extension Logits {
    /// The logit of the `rank`-th most probable token, 1 being the first: a radix selection, two passes of 16 bits, no sorting.
    func logit(ofRank rank: Int) -> Float {
        let (high, rest) = Self.bin(ofRank: rank) { counts in
            for index in 0..<count { counts[Int(Self.key(self[index]) >> 16)] += 1 }
        }
        let (low, _) = Self.bin(ofRank: rest) { counts in
            for index in 0..<count {
                let key = Self.key(self[index])
                if key >> 16 == high { counts[Int(key & 0xFFFF)] += 1 }
            }
        }
        let key = high << 16 | low
        return Float(bitPattern: key & 0x8000_0000 != 0 ? key & 0x7FFF_FFFF : ~key)
    }

    /// A number whose order is that of the logits; NaN is with -inf.
    @inline(__always)
    private static func key(_ logit: Float) -> UInt32 {
        let bits = logit.isNaN ? (-Float.infinity).bitPattern : logit.bitPattern
        return bits & 0x8000_0000 != 0 ? ~bits : bits | 0x8000_0000
    }

    /// The bin, from the highest down, in which the `rank`-th is, and its rank in there.
    private static func bin(ofRank rank: Int, count fill: (UnsafeMutableBufferPointer<Int32>) -> Void) -> (bin: UInt32, rank: Int) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1 << 16) { counts in
            counts.initialize(repeating: 0)
            fill(counts)
            var rest = rank
            for bin in counts.indices.reversed() {
                if Int(counts[bin]) >= rest { return (UInt32(truncatingIfNeeded: bin), rest) }
                rest -= Int(counts[bin])
            }
            return (0, rest)
        }
    }
}
