/// Top-p (Holtzman et al. 2020): the smallest set of most probable tokens whose weights sum to a given mass. Among equals the lower
/// indices are in.
///
/// Found without sorting: weights are summed by bucket of the exponent, 1/64 wide, and only the bucket in which the sum reaches
/// the mass is sorted. A draw picks a bucket, then a token in it. O(count) in time, 45 KB in memory.
struct Nucleus {
    private let logits: Logits
    private let softmax: Softmax
    /// The weights of the nucleus by bucket, most probable first; the last bucket need not be in it wholly.
    private var sums: [Double]
    /// The tokens of the last bucket that are in the nucleus, most probable first; `nil` when all are.
    private var boundary: [RankedToken]?

    private static let bucketsPerUnit: Float = 64
    /// The exponent below which single precision has no weight.
    private static let leastExponent: Float = -87

    /// The set has one token at least. `total` is what `share` is a share of: the sum of all weights unless some were filtered out.
    init(_ logits: Logits, _ softmax: Softmax, share: Double, total: Double?) {
        self.logits = logits
        self.softmax = softmax
        sums = Self.sumsByBucket(logits, softmax)
        let mass = share * (total ?? sums.reduce(0, +))
        var before = 0.0
        for (bucket, sum) in sums.enumerated() where sum > 0 {
            if before + sum >= mass {
                sums.removeSubrange((bucket + 1)...)
                cutBoundary(mass: mass - before)
                return
            }
            before += sum
        }
    }

    /// The least probable token of the set; `nil` where rounding let no bucket reach the mass, so that it has all.
    var lastToken: RankedToken? { boundary?.last }

    /// The index of the token at the share `unit` (0..<1) of the nucleus.
    func draw(_ unit: Double) -> Int {
        var rest = unit * sums.reduce(0, +)
        var bucket = sums.startIndex
        while bucket + 1 < sums.count, rest >= sums[bucket] {
            rest -= sums[bucket]
            bucket += 1
        }
        let isLast = bucket + 1 == sums.count
        let tokens = (isLast ? boundary : nil) ?? tokens(inBucket: bucket)
        for token in tokens {
            rest -= Double(weight(token))
            if rest < 0 { return token.index }
        }
        return tokens.last?.index ?? logits.firstIndex(atLeast: softmax.maximum)
    }

    private static func sumsByBucket(_ logits: Logits, _ softmax: Softmax) -> [Double] {
        let bucketCount = Int(-leastExponent * bucketsPerUnit) + 1
        return [Double](unsafeUninitializedCapacity: bucketCount) { sums, initializedCount in
            sums.initialize(repeating: 0)
            initializedCount = bucketCount
            for block in stride(from: 0, to: logits.count, by: blockSize) { add(block, of: logits, softmax, to: sums) }
        }
    }

    private static let blockSize = 256

    /// Weights and buckets are computed into memory before they are gone through one by one: taken from the lanes directly, the
    /// compiler computes each by itself.
    private static func add(_ block: Int, of logits: Logits, _ softmax: Softmax, to sums: UnsafeMutableBufferPointer<Double>) {
        let end = min(block + blockSize, logits.count)
        withUnsafeTemporaryAllocation(byteCount: blockSize * 8, alignment: 64) { scratch in
            let weights = UnsafeMutableRawBufferPointer(rebasing: scratch[..<(blockSize * 4)])
            let buckets = UnsafeMutableRawBufferPointer(rebasing: scratch[(blockSize * 4)...])
            for start in stride(from: block, to: end, by: Lanes.scalarCount) {
                let exponents = softmax.exponents(logits.lanes(at: start))
                weights.storeBytes(of: exponents.exponential, toByteOffset: (start - block) * 4, as: Lanes.self)
                buckets.storeBytes(of: Self.buckets(exponents), toByteOffset: (start - block) * 4, as: SIMD16<UInt32>.self)
            }
            for offset in stride(from: 0, to: (end - block) * 4, by: 4) {
                let bucket = Int(buckets.load(fromByteOffset: offset, as: UInt32.self))
                sums[bucket] += Double(weights.load(fromByteOffset: offset, as: Float.self))
            }
        }
    }

    /// Keeps of the last bucket the most probable tokens that together reach `mass`.
    private mutating func cutBoundary(mass: Double) {
        let ranked = tokens(inBucket: sums.count - 1).sorted(by: RankedToken.precedes)
        var sum = 0.0
        let end = ranked.firstIndex { token in
            sum += Double(weight(token))
            return sum >= mass
        }
        sums[sums.count - 1] = sum
        boundary = Array(ranked[...(end ?? ranked.count - 1)])
    }

    /// Indices ascending.
    private func tokens(inBucket bucket: Int) -> [RankedToken] {
        var tokens: [RankedToken] = []
        let wanted = UInt32(truncatingIfNeeded: bucket)
        let middle = -Float(bucket) / Self.bucketsPerUnit
        let margin = 0.6 / Self.bucketsPerUnit
        for start in logits.laneStarts {
            let exponents = softmax.exponents(logits.lanes(at: start))
            guard any((exponents .>= middle - margin) .& (exponents .<= middle + margin)) else { continue }
            let buckets = Self.buckets(exponents)
            for index in logits.indices(from: start) where buckets[index - start] == wanted {
                tokens.append(RankedToken(index: index, logit: logits[index]))
            }
        }
        return tokens
    }

    private func weight(_ token: RankedToken) -> Float {
        softmax.exponents(Lanes(repeating: token.logit)).exponential[0]
    }

    /// 0 for the most probable; what has no weight is in the last.
    @inline(__always)
    private static func buckets(_ exponents: Lanes) -> SIMD16<UInt32> {
        let isInRange = exponents .>= leastExponent
        var clamped = Lanes(repeating: leastExponent).replacing(with: exponents, where: isInRange)
        clamped.replace(with: 0, where: clamped .> 0)
        return (clamped * -bucketsPerUnit).nearestIntegers
    }
}
