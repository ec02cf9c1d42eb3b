/// The logits of some tokens: [count], borrowed. Of a whole vocabulary, a token's index is its id.
///
/// NaN counts as -inf, and +inf as the largest number: a broken model gives bad tokens, never a trap.
struct Logits {
    let base: UnsafeMutablePointer<Float>
    let count: Int

    init(base: UnsafeMutablePointer<Float>, count: Int) {
        (self.base, self.count) = (base, count)
    }

    /// - Returns: `nil` where there are none.
    init?(_ buffer: UnsafeMutableBufferPointer<Float>) {
        guard let base = buffer.baseAddress, !buffer.isEmpty else { return nil }
        self.init(base: base, count: buffer.count)
    }

    subscript(_ index: Int) -> Float {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }

    /// Where sixteen tokens begin, up to the end.
    var laneStarts: StrideTo<Int> { stride(from: 0, to: count, by: Lanes.scalarCount) }

    /// The indices of the sixteen tokens that begin here; fewer at the end.
    func indices(from start: Int) -> Range<Int> { start..<min(start + Lanes.scalarCount, count) }

    /// Sixteen logits; -inf beyond the end.
    @inline(__always)
    func lanes(at start: Int) -> Lanes {
        if start + Lanes.scalarCount <= count { return UnsafeRawPointer(base + start).loadUnaligned(as: Lanes.self) }
        var lanes = Lanes(repeating: -.infinity)
        for index in start..<count { lanes[index - start] = base[index] }
        return lanes
    }

    /// The largest logit; -inf where there is none.
    var maximum: Float {
        var best = Lanes(repeating: -.infinity)
        for start in laneStarts {
            let lanes = lanes(at: start)
            best.replace(with: lanes, where: lanes .> best)
        }
        return min(best.max(), .greatestFiniteMagnitude)
    }

    /// The lowest index whose logit is at least `bound`; 0 where there is none.
    func firstIndex(atLeast bound: Float) -> Int {
        for start in laneStarts where any(lanes(at: start) .>= bound) {
            for index in indices(from: start) where base[index] >= bound { return index }
        }
        return 0
    }

    /// Takes the logits of a mask's tokens from elsewhere; all others become -inf.
    func keep(_ mask: UnsafeBufferPointer<UInt64>, of source: UnsafePointer<Float>) {
        for word in 0..<(count + 63) / 64 {
            let bits = word < mask.count ? mask[word] : 0
            let range = word * 64..<min(word * 64 + 64, count)
            if bits == 0 {
                for index in range { base[index] = -.infinity }
            } else if bits == .max {
                for index in range { base[index] = source[index] }
            } else {
                for index in range { base[index] = bits >> UInt64(index - range.lowerBound) & 1 == 1 ? source[index] : -.infinity }
            }
        }
    }
}
