import Sampling

/// Which place a request goes to. A state machine without clock or network.
///
/// Each prompt has an order of places of its own, by rendezvous hashing (Thaler and Ravishankar 1998) of its first part, so that the turns of
/// a conversation go where their prefix is cached, and a place that comes or goes moves no others. The first of them takes it that has not much more
/// to do than the mean (Mirrokni, Thorup and Zadimoghaddam, "Consistent hashing with bounded loads", 2016), in tokens that are still to be read
/// and written.
package struct FleetState: Sendable {
    package struct Member: Sendable, Hashable {
        /// Tokens that are still to be read, or written, at a guess.
        package fileprivate(set) var outstanding = 0
        package fileprivate(set) var running = 0
        /// What its health says; well until it says otherwise.
        package fileprivate(set) var isReady = true
        /// Whether its health was ever looked at.
        package fileprivate(set) var isKnown = false
        package fileprivate(set) var breaker = CircuitBreaker()
        fileprivate let seed: UInt64
    }

    package private(set) var members: [Member]
    /// How far above the mean a place may be and still be the one for a prefix.
    private static let balance = 1.25

    /// - Parameter names: of the places, all different.
    package init(_ names: [String]) {
        members = names.map { Member(seed: Hashing.hash($0.utf8)) }
    }

    /// Chooses a place and gives it the request.
    ///
    /// - Parameters:
    ///   - affinity: a hash of what the prompt begins with.
    ///   - cost: tokens.
    ///   - excluded: those that have had their chance.
    /// - Returns: `nil` where there is none now.
    package mutating func take(affinity: UInt64, cost: Int, excluding excluded: Set<Int> = [], now: Duration) -> Int? {
        let usable = members.indices.filter { !excluded.contains($0) && members[$0].isReady && members[$0].breaker.allows(now: now) }
        guard let idlest = usable.min(by: { members[$0].outstanding < members[$1].outstanding }) else { return nil }
        let total = usable.reduce(cost) { $0 + members[$1].outstanding }
        let bound = Int(Self.balance * Double(total) / Double(usable.count)) + cost
        let ordered = usable.sorted { Hashing.mix(members[$0].seed, affinity) > Hashing.mix(members[$1].seed, affinity) }
        let chosen = ordered.first { members[$0].outstanding + cost <= bound } ?? idlest
        members[chosen].outstanding += cost
        members[chosen].running += 1
        members[chosen].breaker.begin()
        return chosen
    }

    /// Some of what a request has cost is done.
    package mutating func advance(_ index: Int, by tokens: Int) {
        members[index].outstanding -= tokens
    }

    /// How a request ended there.
    package enum Outcome: Sendable, Hashable {
        case succeeded
        case failed
        /// By us, or by what it was asked.
        case abandoned
    }

    /// - Parameter left: of its cost, what was not done.
    package mutating func release(_ index: Int, left: Int, _ outcome: Outcome, now: Duration) {
        members[index].outstanding -= left
        members[index].running -= 1
        switch outcome {
        case .succeeded: members[index].breaker.succeed()
        case .failed: members[index].breaker.fail(now: now)
        case .abandoned: members[index].breaker.abandon(now: now)
        }
    }

    /// A look at a place's health. One that is well may be asked at once, whatever it did before.
    package mutating func checked(_ index: Int, isReady: Bool) {
        let wasReady = members[index].isReady
        members[index].isReady = isReady
        members[index].isKnown = true
        if isReady, !wasReady { members[index].breaker.succeed() }
    }
}

/// Hashes that are the same in every process, so that several gateways agree.
enum Hashing {
    /// FNV-1a of bytes, or of tokens, mixed.
    static func hash(_ values: some Sequence<some FixedWidthInteger>) -> UInt64 {
        mix(values.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(truncatingIfNeeded: $1)) &* 0x100_0000_01B3 }, 0)
    }

    static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        var generator = SplitMix64(state: a ^ (b &* 0x9E37_79B9_7F4A_7C15))
        return generator.next()
    }
}
