import Synchronization

/// The connections of each client address. IPv6 addresses count by their first 64 bits, the least that a customer is given.
package final class AddressCounts: Sendable {
    package enum Admission: Sendable, Hashable {
        case admitted
        /// Over the limit: to be told so.
        case refused
        /// Over the limit, when enough of its connections are being told so.
        case dropped
    }

    private struct Count {
        var admitted = 0
        var refused = 0
    }

    /// Connections of one address; 0 for no limit.
    private let limit: Int
    /// Connections of one address that are told that they are too many.
    package static let refusals = 16
    private let counts = Mutex<[IPAddress: Count]>([:])

    package init(limit: Int) {
        self.limit = limit
    }

    /// Counts a connection. ``leave(_:_:)`` takes it back, with what came of it.
    package func enter(_ address: IPAddress) -> Admission {
        guard limit > 0 else { return .admitted }
        return counts.withLock { counts in
            let count = counts[address.network, default: Count()]
            if count.admitted < limit {
                counts[address.network, default: count].admitted += 1
                return .admitted
            }
            guard count.refused < Self.refusals else { return .dropped }
            counts[address.network, default: count].refused += 1
            return .refused
        }
    }

    package func leave(_ address: IPAddress, _ admission: Admission) {
        guard limit > 0, admission != .dropped else { return }
        counts.withLock { counts in
            guard var count = counts[address.network] else { return }
            if admission == .admitted { count.admitted -= 1 } else { count.refused -= 1 }
            counts[address.network] = count.admitted + count.refused == 0 ? nil : count
        }
    }

    /// Addresses that have connections.
    package var addressCount: Int { counts.withLock(\.count) }
}

extension IPAddress {
    fileprivate var network: IPAddress {
        if case .v6 = self { prefix(64) } else { self }
    }
}
