/// Sixteen numbers at a time, whatever the machine's vectors hold: sums are formed in the same order everywhere.
typealias Lanes = SIMD16<Float>

extension Lanes {
    /// 1.5 · 2^23: added to a number below 2^22, it leaves the nearest integer in the low bits.
    private static let rounder: Float = 0x1.8p23

    /// e^x for x up to 0, within 2 units in the last place; larger x count as 0, and NaN and x below -87 give 0.
    ///
    /// Cody and Waite's reduction x = n · ln 2 + r, |r| ≤ ln 2 / 2, then Cephes' polynomial for e^r (expf.c). Multiplications and
    /// additions are not fused, so the result is the same on every platform.
    @inline(__always)
    var exponential: Lanes {
        let isInRange = self .>= -87
        var x = Lanes(repeating: -87).replacing(with: self, where: isInRange)
        x.replace(with: 0, where: x .> 0)

        let shifted = x * 1.442_695_04 + Self.rounder
        let n = shifted - Self.rounder
        let r = x - n * 0.693_359_375 + n * 2.121_944_4e-4

        var polynomial = r * 1.987_569_15e-4 + 1.398_199_95e-3
        polynomial = polynomial * r + 8.333_451_9e-3
        polynomial = polynomial * r + 4.166_579_6e-2
        polynomial = polynomial * r + 1.666_666_55e-1
        polynomial = polynomial * r + 0.5
        let mantissa = polynomial * r * r + r + 1

        // 2^n by its exponent's bits; n is -126 at least, so the product is no subnormal.
        let power = unsafeBitCast((unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &+ 127) &<< 23, to: Lanes.self)
        return Lanes.zero.replacing(with: mantissa * power, where: isInRange)
    }

    /// For numbers from 0 up to below 2^22.
    @inline(__always)
    var nearestIntegers: SIMD16<UInt32> {
        unsafeBitCast(self + Self.rounder, to: SIMD16<UInt32>.self) & 0x003F_FFFF
    }

    /// The sum in double, from the first lane to the last.
    @inline(__always)
    var sumInDouble: Double {
        var sum = 0.0
        for index in indices { sum += Double(self[index]) }
        return sum
    }
}
