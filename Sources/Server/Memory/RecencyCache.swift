/// Values by key up to a cost, those that were not used for long forgotten first.
///
/// Two generations: what is used moves to the young one; when that has half of the cost, it becomes the old one and the old is forgotten.
struct RecencyCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let maximumCost: Int
    private var young: [Key: (value: Value, cost: Int)] = [:]
    private var old: [Key: (value: Value, cost: Int)] = [:]
    private var youngCost = 0

    init(maximumCost: Int) {
        self.maximumCost = maximumCost
    }

    subscript(_ key: Key) -> Value? {
        mutating get {
            if let entry = young[key] { return entry.value }
            guard let entry = old.removeValue(forKey: key) else { return nil }
            put(entry.value, cost: entry.cost, for: key)
            return entry.value
        }
    }

    /// A value that costs more than half of all is not kept.
    mutating func put(_ value: Value, cost: Int, for key: Key) {
        guard cost <= maximumCost / 2 else { return }
        if let replaced = young.removeValue(forKey: key) { youngCost -= replaced.cost }
        if youngCost + cost > maximumCost / 2 { (old, young, youngCost) = (young, [:], 0) }
        young[key] = (value, cost)
        youngCost += cost
    }
}
