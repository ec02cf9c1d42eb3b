import Synchronization

/// What is still to come of some files, shared by the threads that fetch it.
final class TransferPlan: Sendable {
    /// A file on its way.
    final class Entry: Sendable {
        let file: RepositoryListing.File
        let partial: PartialFile
        /// The digest's own lock, held until the file is there.
        let lock: BlobLock

        init(_ file: RepositoryListing.File, partial: PartialFile, lock: BlobLock) {
            self.file = file
            self.partial = partial
            self.lock = lock
        }
    }

    /// A part for one thread.
    struct Task {
        let index: Int
        let entry: Entry
        let part: Int
    }

    private struct FileState {
        /// Parts that no thread has taken, the last first.
        var open: [Int]
        /// Parts that are not there.
        var missing: Int
        /// Whether one thread has the file as a whole, because its server gives it no other way.
        var isWhole = false
        /// Where the hub has led.
        var location: HubURL?
    }

    private struct State {
        var files: [FileState]
        var failure: (any Error)?
    }

    let entries: [Entry]
    private let state: Mutex<State>

    init(_ entries: [Entry]) throws(HubError) {
        self.entries = entries
        var files: [FileState] = []
        for entry in entries {
            var open: [Int] = []
            for part in (0..<entry.partial.partCount).reversed() {
                let isThere = try entry.partial.progress(ofPart: part) == entry.partial.range(ofPart: part).count
                if !isThere { open.append(part) }
            }
            // What is there already has still to be checked.
            if open.isEmpty { open = [0] }
            files.append(FileState(open: open, missing: open.count))
        }
        state = Mutex(State(files: files))
    }

    /// The next part that nobody has; nil where there is none, or something has failed.
    func next() -> Task? {
        state.withLock { state in
            guard state.failure == nil else { return nil }
            for index in state.files.indices where !state.files[index].isWhole {
                if let part = state.files[index].open.popLast() { return Task(index: index, entry: entries[index], part: part) }
            }
            return nil
        }
    }

    /// Notes that a part is there.
    /// - Returns: whether it was the last of its file.
    func finish(_ task: Task) -> Bool {
        state.withLock { state in
            guard !state.files[task.index].isWhole else { return false }
            state.files[task.index].missing -= 1
            return state.files[task.index].missing == 0
        }
    }

    /// Takes a file as a whole.
    /// - Returns: false where another thread has it already.
    func takeWhole(_ task: Task) -> Bool {
        state.withLock { state in
            defer { state.files[task.index].isWhole = true }
            return !state.files[task.index].isWhole
        }
    }

    /// Whether a thread has the file as a whole, so that its parts are nobody else's.
    func isWhole(_ task: Task) -> Bool { state.withLock { $0.files[task.index].isWhole } }

    /// Leaves all of a file to the caller, who fetches it a second time.
    func beginAgain(_ task: Task) {
        state.withLock { state in
            state.files[task.index].open = []
            state.files[task.index].isWhole = false
            state.files[task.index].location = nil
        }
    }

    func location(_ index: Int) -> HubURL? { state.withLock { $0.files[index].location } }

    func setLocation(_ location: HubURL?, _ index: Int) { state.withLock { $0.files[index].location = location } }

    /// Ends all threads' work. The first failure counts.
    func fail(_ error: any Error) { state.withLock { $0.failure = $0.failure ?? error } }

    var failure: (any Error)? { state.withLock(\.failure) }
}
