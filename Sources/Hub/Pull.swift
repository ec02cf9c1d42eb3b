import Foundation
import HTTP

/// Downloads a repository's files into the cache. It blocks; what a break leaves behind is gone on with the next time.
package struct Pull: Sendable {
    package struct Options: Sendable {
        package var selection = FileSelection.standard
        /// Threads, each of which fetches a part of a file at a time.
        package var connections = 8
        /// For connecting, and for each read.
        package var timeout: Duration = .seconds(30)
        package var retries = RetryPolicy()
        /// Of what a file is fetched in at a time.
        package var partBytes = PartialFile.partBytes

        package init() {}
    }

    package let repository: RepositoryID
    private let settings: HubSettings
    private let options: Options

    package init(_ repository: RepositoryID, settings: HubSettings, options: Options = Options()) {
        self.repository = repository
        self.settings = settings
        self.options = options
    }

    /// Beside what is downloaded: room that others may need.
    private static let spareBytes = 64 << 20

    /// - Parameter report: called from several threads.
    /// - Returns: the snapshot's folder.
    package func run(report: @escaping @Sendable (PullEvent) -> Void) throws -> String {
        // OpenSSL writes to sockets that may be closed, and cannot be told MSG_NOSIGNAL.
        signal(SIGPIPE, SIG_IGN)
        let trust: ClientTrust
        do throws(TLSError) {
            trust = try ClientTrust(settings.authorities)
        } catch {
            throw HubError.noTLS(reason: error.description)
        }
        let listing = try list(HubSession(settings, trust: trust, timeout: options.timeout), report: report)
        let files = try options.selection.files(of: listing, in: repository)
        let folder = RepositoryFolder(repository, in: settings.cache)
        try fetch(files, commit: listing.commit, folder, trust: trust, report: report)
        for file in files { try folder.link(file, commit: listing.commit) }
        // Last: whoever asks for the branch finds a snapshot that is complete.
        try folder.setReference(repository.revision, to: listing.commit)
        return folder.snapshot(listing.commit)
    }

    private func list(_ session: HubSession, report: (PullEvent) -> Void) throws -> RepositoryListing {
        let url = settings.endpoint.appending(
            ["api", "models", repository.owner, repository.name, "revision", repository.revision], query: "?blobs=true")
        var retrier = Retrier(options.retries)
        while true {
            do {
                return try list(session, url)
            } catch {
                let (delay, reason) = try retrier.delay(after: error, url: url)
                session.reset()
                report(.retrying(file: repository.path, reason: reason, delay: delay))
                Thread.sleep(forTimeInterval: delay / .seconds(1))
            }
        }
    }

    private func list(_ session: HubSession, _ url: HubURL) throws -> RepositoryListing {
        let answer = try session.get(url)
        if let setback = answer.response.setback { throw setback }
        let hasToken = settings.token != nil
        switch answer.response.status {
        case 200: break
        case 401, 403: throw HubError.refused(repository: repository.path, status: answer.response.status, hasToken: hasToken)
        case 404: throw HubError.notFound(repository: repository.path, revision: repository.revision, hasToken: hasToken)
        case let status: throw HubError.unexpectedStatus(status, url: url.description, reason: answer.response.errorMessage)
        }
        return try RepositoryListing(parsing: answer.connection.collect(limit: RepositoryListing.byteLimit), url: url.description)
    }

    /// Has all files as blobs.
    private func fetch(
        _ files: [RepositoryListing.File], commit: String, _ folder: RepositoryFolder, trust: ClientTrust,
        report: @escaping @Sendable (PullEvent) -> Void
    ) throws {
        let free = try folder.freeBytes()
        let entries = try entries(for: files, folder, report: report)
        let total = files.reduce(0) { $0 + $1.byteCount }
        var missing = 0
        for entry in entries {
            missing += entry.file.byteCount
            for part in 0..<entry.partial.partCount { missing -= try entry.partial.progress(ofPart: part) }
        }
        guard missing + Self.spareBytes <= free else {
            throw HubError.notEnoughSpace(directory: settings.cache.path, needed: missing + Self.spareBytes, free: free)
        }
        report(.started(files: files.count, bytes: total, present: total - missing))
        let plan = try TransferPlan(entries)
        let group = DispatchGroup()
        for _ in 0..<min(options.connections, max(1, entries.reduce(0) { $0 + $1.partial.partCount })) {
            group.enter()
            Thread.detachNewThread { [self] in
                let fetcher = FileFetcher(
                    plan, session: HubSession(settings, trust: trust, timeout: options.timeout), folder: folder, policy: options.retries,
                    address: { file in resolved(file, commit: commit) }, report: report)
                fetcher.run()
                group.leave()
            }
        }
        group.wait()
        if let failure = plan.failure { throw failure }
    }

    /// The files that are not there, each locked and with what is there of it. In the order of their names, as every process takes them.
    private func entries(
        for files: [RepositoryListing.File], _ folder: RepositoryFolder, report: (PullEvent) -> Void
    ) throws(HubError) -> [TransferPlan.Entry] {
        var entries: [TransferPlan.Entry] = []
        var digests: Set<BlobDigest> = []
        for file in files.sorted(by: { $0.digest.text < $1.digest.text }) where digests.insert(file.digest).inserted {
            if folder.has(file) { continue }
            try folder.makeFolder(of: folder.lock(file.digest))
            let lock = try BlobLock(folder.lock(file.digest)) { report(.waiting(file: file.path)) }
            // Whoever had the lock may have downloaded it.
            if folder.has(file) { continue }
            let partial = try PartialFile(folder.partial(file.digest), byteCount: file.byteCount, partBytes: options.partBytes)
            entries.append(TransferPlan.Entry(file, partial: partial, lock: lock))
        }
        // Small ones first: what is wrong with a repository shows early.
        return entries.sorted { ($0.file.byteCount, $0.file.path) < ($1.file.byteCount, $1.file.path) }
    }

    private func resolved(_ file: RepositoryListing.File, commit: String) -> HubURL {
        settings.endpoint.appending(
            [repository.owner, repository.name, "resolve", commit] + file.path.split(separator: "/").map(String.init))
    }
}
