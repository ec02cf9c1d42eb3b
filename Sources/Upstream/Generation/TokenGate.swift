import Engine
import Sampling

/// Lets tokens through that come from elsewhere, one by one: what the constraint refuses does not pass, and where the steering wants another token,
/// that one is taken.
struct TokenGate: Sendable {
    private var constraint: (any TokenConstraint)?
    private var steering: (any TokenSteering)?
    /// What the steering wants next.
    private var wanted: Int32?
    /// The constraint's of the next token.
    private var mask: [UInt64] = []
    private var isMaskCurrent = false
    private let words: Int

    enum Verdict: Sendable, Hashable {
        case passes
        /// Another one comes in its place: the one that is `forced`.
        case replaced
        case refused
    }

    init(_ request: GenerationRequest, vocabularySize: Int) {
        constraint = request.constraint
        steering = request.steering
        words = (vocabularySize + 63) / 64
    }

    /// What has to come next, whatever the model says: of the steering, where the constraint allows it.
    mutating func forced() -> Int32? {
        guard let wanted, allows(wanted) else { return nil }
        return wanted
    }

    mutating func judge(_ token: Int32) -> Verdict {
        if let forced = forced(), forced != token { return .replaced }
        return allows(token) ? .passes : .refused
    }

    /// The token has come.
    mutating func pass(_ token: Int32) {
        constraint?.advance(token)
        isMaskCurrent = false
        wanted = steering?.next(after: token)
    }

    /// Tokens that have no alternative, at most `limit`; the constraint has taken them already: `note` each.
    mutating func takeForced(limit: Int) -> [Int32] {
        defer { isMaskCurrent = false }
        return constraint?.takeForced(limit: limit) ?? []
    }

    /// One of `takeForced` has come.
    mutating func note(_ token: Int32) {
        wanted = steering?.next(after: token)
    }

    /// The tokens that may come next, where there are no more than `limit` of them; `nil` where there are, or any may.
    mutating func alternatives(limit: Int) -> [Int32]? {
        guard constraint != nil else { return nil }
        makeMask()
        guard mask.reduce(0, { $0 + $1.nonzeroBitCount }) <= limit else { return nil }
        var tokens: [Int32] = []
        for (index, word) in mask.enumerated() {
            var rest = word
            while rest != 0 {
                tokens.append(Int32(index * 64 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return tokens
    }

    mutating func allows(_ token: Int32) -> Bool {
        guard constraint != nil else { return true }
        guard token >= 0, Int(token) / 64 < words else { return false }
        makeMask()
        return mask[Int(token) / 64] >> UInt64(token % 64) & 1 == 1
    }

    private mutating func makeMask() {
        guard !isMaskCurrent else { return }
        if mask.count != words { mask = [UInt64](repeating: 0, count: words) }
        mask.withUnsafeMutableBufferPointer { mask in
            mask.update(repeating: 0)
            constraint?.mask(into: mask)
        }
        isMaskCurrent = true
    }
}
