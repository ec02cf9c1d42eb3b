import Foundation
import HTTP

/// What one thread does of a download: takes parts of files, fetches them, and checks and publishes the files whose last part it had.
final class FileFetcher {
    private let plan: TransferPlan
    private let session: HubSession
    private let folder: RepositoryFolder
    private let policy: RetryPolicy
    private let address: @Sendable (RepositoryListing.File) -> HubURL
    private let report: @Sendable (PullEvent) -> Void
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    /// Bytes between two notes of how far a part is.
    private static let noteBytes = 1 << 20

    init(
        _ plan: TransferPlan, session: HubSession, folder: RepositoryFolder, policy: RetryPolicy,
        address: @escaping @Sendable (RepositoryListing.File) -> HubURL, report: @escaping @Sendable (PullEvent) -> Void
    ) {
        self.plan = plan
        self.session = session
        self.folder = folder
        self.policy = policy
        self.address = address
        self.report = report
    }

    /// Until nothing is left to be taken, or something has failed anywhere.
    func run() {
        do {
            while let task = plan.next() { try perform(task) }
        } catch {
            plan.fail(error)
        }
    }

    /// How a part of a file went.
    private enum Outcome {
        case part
        /// The server gave the file as a whole.
        case whole
        /// Another thread has it as a whole, or the download has failed.
        case abandoned
    }

    private func perform(_ task: TransferPlan.Task) throws {
        switch try fetch(task) {
        case .part: if plan.finish(task) { try complete(task) }
        case .whole: try complete(task)
        case .abandoned: break
        }
    }

    /// Where a fetch is: of a part, or of the whole file where it turns out that its server knows no ranges.
    private struct Cursor {
        var position: Int
        var end: Int
        var isWhole = false
    }

    private func fetch(_ task: TransferPlan.Task) throws -> Outcome {
        let range = task.entry.partial.range(ofPart: task.part)
        var cursor = Cursor(position: range.lowerBound + (try task.entry.partial.progress(ofPart: task.part)), end: range.upperBound)
        var retrier = Retrier(policy)
        while cursor.position < cursor.end {
            guard plan.failure == nil, cursor.isWhole || !plan.isWhole(task) else { return .abandoned }
            let before = cursor.position
            do {
                guard try attempt(task, &cursor) else { return .abandoned }
            } catch {
                plan.setLocation(nil, task.index)
                session.reset()
                if cursor.position > before { retrier.succeed() }
                let (delay, reason) = try retrier.delay(after: error, url: address(task.entry.file))
                report(.retrying(file: task.entry.file.path, reason: reason, delay: delay))
                pause(delay)
                if cursor.isWhole { try restart(task, &cursor) }
            }
        }
        return cursor.isWhole ? .whole : .part
    }

    /// One request.
    /// - Returns: false where another thread has the file as a whole.
    private func attempt(_ task: TransferPlan.Task, _ cursor: inout Cursor) throws -> Bool {
        let file = task.entry.file
        let start = plan.location(task.index) ?? address(file)
        let isAll = cursor.position == 0 && cursor.end == file.byteCount
        let answer = try session.get(start, range: isAll ? nil : cursor.position..<cursor.end)
        if let setback = answer.response.setback { throw setback }
        switch answer.response.status {
        case 200:
            if !isAll {
                // RFC 9110 §14.2: a server may ignore Range.
                guard plan.takeWhole(task) else {
                    session.reset()
                    return false
                }
                try restart(task, &cursor)
            }
            if let length = answer.response.contentLength, length != file.byteCount {
                throw Setback(reason: "\(length) bytes in the place of \(file.byteCount)")
            }
        case 206 where !isAll:
            let expected = "bytes \(cursor.position)-\(cursor.end - 1)/\(file.byteCount)"
            guard answer.response["content-range"] == expected else {
                throw Setback(reason: "\(answer.response["content-range"] ?? "a part without a place") in the place of \(expected)")
            }
        case let status where answer.url.origin != address(file).origin && plan.location(task.index) != nil:
            // An address with a signature serves for a while only.
            throw Setback(reason: "status \(status)")
        case let status:
            throw HubError.unexpectedStatus(status, url: address(file).description, reason: answer.response.errorMessage)
        }
        if answer.url != start { plan.setLocation(answer.url, task.index) }
        try receive(answer.connection, task, &cursor)
        session.finish(answer.connection)
        return true
    }

    /// Takes a body up to the cursor's end.
    private func receive(_ connection: ClientConnection, _ task: TransferPlan.Task, _ cursor: inout Cursor) throws {
        let partial = task.entry.partial
        let first = partial.range(ofPart: task.part).lowerBound
        var noted = cursor.position
        func note(_ position: Int) throws(HubError) {
            if !cursor.isWhole { try partial.setProgress(position - first, ofPart: task.part) }
        }
        do {
            while cursor.position < cursor.end {
                guard plan.failure == nil else { break }
                let room = min(buffer.count, cursor.end - cursor.position)
                let count = try buffer.withUnsafeMutableBytes { bytes in
                    let piece = UnsafeMutableRawBufferPointer(rebasing: bytes[..<room])
                    let count = try connection.read(into: piece)
                    try partial.write(UnsafeRawBufferPointer(rebasing: piece[..<count]), at: cursor.position)
                    return count
                }
                guard count > 0 else { throw ClientError.disconnected(connection.origin.authority) }
                cursor.position += count
                report(.received(count))
                if cursor.position - noted >= Self.noteBytes {
                    try note(cursor.position)
                    noted = cursor.position
                }
            }
        } catch {
            try note(cursor.position)
            throw error
        }
        try note(cursor.position)
    }

    /// From the file's beginning, without ranges: what is there of it is forgotten.
    private func restart(_ task: TransferPlan.Task, _ cursor: inout Cursor) throws(HubError) {
        let partial = task.entry.partial
        var present = cursor.isWhole ? cursor.position : 0
        for part in 0..<partial.partCount { present += try partial.progress(ofPart: part) }
        try partial.forget()
        report(.received(-present))
        cursor = Cursor(position: 0, end: task.entry.file.byteCount, isWhole: true)
    }

    /// Checks a file that is whole, and gives it its name. What is broken is fetched once more.
    private func complete(_ task: TransferPlan.Task) throws {
        let (file, partial) = (task.entry.file, task.entry.partial)
        var found = try digest(task)
        if found != file.digest {
            report(.retrying(file: file.path, reason: "its digest is \(found.text), not \(file.digest.text)", delay: .zero))
            report(.received(-file.byteCount))
            try partial.forget()
            plan.beginAgain(task)
            for part in 0..<partial.partCount {
                switch try fetch(TransferPlan.Task(index: task.index, entry: task.entry, part: part)) {
                case .part: continue
                case .whole: break
                case .abandoned: return
                }
                break
            }
            found = try digest(task)
        }
        guard found == file.digest else {
            unlink(partial.path)
            throw HubError.wrongDigest(file: file.path, expected: file.digest.text, found: found.text)
        }
        try partial.publish(as: folder.blob(file.digest))
        report(.finished(file: file.path))
    }

    private func digest(_ task: TransferPlan.Task) throws(HubError) -> BlobDigest {
        report(.checking(file: task.entry.file.path))
        return try task.entry.partial.digest(like: task.entry.file.digest)
    }

    /// Waits, unless something fails elsewhere.
    private func pause(_ delay: Duration) {
        let end = ContinuousClock.now + delay
        while plan.failure == nil {
            let left = end - .now
            guard left > .zero else { return }
            Thread.sleep(forTimeInterval: min(left, .milliseconds(200)) / .seconds(1))
        }
    }
}
