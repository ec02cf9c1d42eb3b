/// A token, by its index in `Logits`, with its logit.
struct RankedToken: Equatable {
    var index: Int
    var logit: Float

    /// More probable first; the lower index where two are equally so.
    static func precedes(_ left: RankedToken, _ right: RankedToken) -> Bool {
        left.logit > right.logit || (left.logit == right.logit && left.index < right.index)
    }
}

extension Logits {
    /// The `limit` most probable tokens, most probable first; fewer where fewer logits are numbers above -inf.
    ///
    /// One pass with a heap of `limit` tokens whose root is the worst. In any but a sorted vocabulary few tokens enter it late.
    func topTokens(_ limit: Int) -> [RankedToken] {
        guard limit > 0 else { return [] }
        var heap: [RankedToken] = []
        heap.reserveCapacity(min(limit, count))
        // Indices ascend, so an equal logit that comes later ranks lower: only a larger one enters a full heap.
        var bound = -Float.infinity
        for start in laneStarts where any(lanes(at: start) .> bound) {
            for index in indices(from: start) where self[index] > bound {
                let token = RankedToken(index: index, logit: self[index])
                if heap.count < limit {
                    heap.append(token)
                    heap.siftUpLast()
                } else {
                    heap[0] = token
                    heap.siftDownFirst()
                }
                if heap.count == limit { bound = heap[0].logit }
            }
        }
        return heap.sorted(by: RankedToken.precedes)
    }
}

extension [RankedToken] {
    fileprivate mutating func siftUpLast() {
        var child = count - 1
        while child > 0, case let parent = (child - 1) / 2, RankedToken.precedes(self[parent], self[child]) {
            swapAt(child, parent)
            child = parent
        }
    }

    fileprivate mutating func siftDownFirst() {
        var parent = 0
        while true {
            var worst = parent
            for child in 2 * parent + 1...2 * parent + 2 where child < count && RankedToken.precedes(self[worst], self[child]) {
                worst = child
            }
            guard worst != parent else { return }
            swapAt(parent, worst)
            parent = worst
        }
    }
}
