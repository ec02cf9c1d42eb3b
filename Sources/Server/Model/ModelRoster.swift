/// Which models are loaded, which are wanted, and which may go. A state machine without clock, threads or models: it says what is to be done, and is
/// told when that is done.
///
/// One model is loaded at a time, the one first that was wanted first. Where there is no room for it, the one goes that nobody uses and that was
/// used least lately; a model that is in use, or kept, never goes.
package struct ModelRoster: Sendable {
    package enum Status: String, Sendable, Hashable {
        case unloaded
        /// Waiting for its turn, or for room.
        case wanted
        case loading
        case loaded
        case unloading
        case failed
    }

    package enum Action: Sendable, Hashable {
        case load(Int)
        case unload(Int)
    }

    package struct Entry: Sendable, Hashable {
        /// Of weights and cache.
        package var bytes: Int
        package var isKept: Bool
        package var idleLimit: Duration?
        package fileprivate(set) var status = Status.unloaded
        package fileprivate(set) var users = 0
        /// When it was last in use, or failed to load.
        package fileprivate(set) var lastUse = Duration.zero

        package init(bytes: Int = 0, isKept: Bool = false, idleLimit: Duration? = nil) {
            self.bytes = bytes
            self.isKept = isKept
            self.idleLimit = idleLimit
        }
    }

    package private(set) var entries: [Entry]
    private let loading: ModelLoading
    private var wanted: [Int] = []
    private var isClosed = false

    /// How long a model that failed to load is not tried again.
    package static let pause = Duration.seconds(10)

    package init(_ entries: [Entry], _ loading: ModelLoading) {
        self.entries = entries
        self.loading = loading
    }

    // MARK: Requests

    /// Somebody asks for a model that is not loaded. Nothing happens where that failed a moment ago.
    package mutating func want(_ index: Int, now: Duration) -> [Action] {
        switch entries[index].status {
        case .failed where now - entries[index].lastUse < Self.pause: return []
        case .unloaded, .failed:
            entries[index].status = .wanted
            wanted.append(index)
        case .unloading:
            if !wanted.contains(index) { wanted.append(index) }
        case .wanted, .loading, .loaded: break
        }
        return next()
    }

    /// Somebody uses a loaded model from now on.
    package mutating func take(_ index: Int) { entries[index].users += 1 }

    package mutating func release(_ index: Int, now: Duration) -> [Action] {
        entries[index].users -= 1
        entries[index].lastUse = now
        return next()
    }

    /// Unloads who has been idle for its time.
    package mutating func expire(now: Duration) -> [Action] {
        var actions: [Action] = []
        for index in entries.indices where mayGo(index) {
            guard let limit = entries[index].idleLimit, now - entries[index].lastUse >= limit else { continue }
            entries[index].status = .unloading
            actions.append(.unload(index))
        }
        return actions
    }

    /// Nothing more is loaded.
    package mutating func close() {
        isClosed = true
        wanted = []
    }

    // MARK: What was done

    /// - Parameter users: who have waited for it, and use it from now on.
    package mutating func loaded(_ index: Int, users: Int = 0, now: Duration) -> [Action] {
        entries[index].status = .loaded
        entries[index].users = users
        entries[index].lastUse = now
        return next()
    }

    package mutating func failed(_ index: Int, now: Duration) -> [Action] {
        entries[index].status = .failed
        entries[index].lastUse = now
        return next()
    }

    package mutating func unloaded(_ index: Int) -> [Action] {
        entries[index].status = wanted.contains(index) ? .wanted : .unloaded
        return next()
    }

    // MARK: What is to be done

    private func mayGo(_ index: Int) -> Bool {
        entries[index].status == .loaded && entries[index].users == 0 && !entries[index].isKept
    }

    private mutating func next() -> [Action] {
        guard !isClosed, let index = wanted.first, entries[index].status == .wanted,
            !entries.contains(where: { $0.status == .loading || $0.status == .unloading })
        else { return [] }
        let present = entries.filter { $0.status == .loaded }
        let bytes = present.reduce(entries[index].bytes) { $0 + $1.bytes }
        // One that is too large by itself is tried all the same.
        if present.isEmpty || (bytes <= loading.maximumBytes ?? .max && present.count < loading.maximumCount ?? .max) {
            wanted.removeFirst()
            entries[index].status = .loading
            return [.load(index)]
        }
        guard let oldest = entries.indices.filter(mayGo).min(by: { entries[$0].lastUse < entries[$1].lastUse }) else { return [] }
        entries[oldest].status = .unloading
        return [.unload(oldest)]
    }
}
