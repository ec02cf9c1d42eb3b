import Foundation

/// The cache that huggingface_hub and the tools on top of it share:
///
///     models--OWNER--NAME/blobs/DIGEST                     the files, by what they contain
///     models--OWNER--NAME/refs/REVISION                    the commit that a branch or tag was at
///     models--OWNER--NAME/snapshots/COMMIT/PATH            links to blobs
///     .locks/models--OWNER--NAME/DIGEST.lock               held (flock) by who downloads the blob
///
/// https://huggingface.co/docs/huggingface_hub/guides/manage-cache
package struct CacheFolder: Sendable, Hashable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// `HF_HUB_CACHE`, else `hub` in `HF_HOME`; see ``HubSettings/init(environment:)``.
    package init(environment: [String: String]) {
        path =
            HubSettings.text("HF_HUB_CACHE", environment).map { HubSettings.expanded($0, environment) }
            ?? HubSettings.home(environment) + "/hub"
    }

    /// The snapshot of a repository, where it was downloaded.
    package func snapshot(of repository: RepositoryID) -> String? {
        let folder = RepositoryFolder(repository, in: self)
        let commit: String
        if BlobDigest.isHexadecimal(repository.revision, count: 40) {
            commit = repository.revision
        } else {
            let data = FileManager.default.contents(atPath: folder.reference(repository.revision)) ?? Data()
            commit = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard BlobDigest.isHexadecimal(commit, count: 40) else { return nil }
        var isDirectory = false
        let snapshot = folder.snapshot(commit)
        return FileManager.default.fileExists(atPath: snapshot, isDirectory: &isDirectory) && isDirectory ? snapshot : nil
    }
}

/// Of the cache, what belongs to one repository.
struct RepositoryFolder: Sendable, Hashable {
    let path: String
    private let locks: String

    init(_ repository: RepositoryID, in cache: CacheFolder) {
        let name = "models--\(repository.owner)--\(repository.name)"
        path = cache.path + "/" + name
        locks = cache.path + "/.locks/" + name
    }

    func blob(_ digest: BlobDigest) -> String { path + "/blobs/" + digest.text }
    /// What has come of a blob so far. huggingface_hub's own `.incomplete` files have another form.
    func partial(_ digest: BlobDigest) -> String { blob(digest) + ".partial" }
    func reference(_ revision: String) -> String { path + "/refs/" + revision }
    func snapshot(_ commit: String) -> String { path + "/snapshots/" + commit }
    func lock(_ digest: BlobDigest) -> String { locks + "/" + digest.text + ".lock" }

    /// Whether a blob is there whole.
    func has(_ file: RepositoryListing.File) -> Bool { Self.byteCount(blob(file.digest)) == file.byteCount }

    /// Makes a snapshot's link to a blob, in place of whatever is at its path.
    func link(_ file: RepositoryListing.File, commit: String) throws(HubError) {
        let place = snapshot(commit) + "/" + file.path
        try makeFolder(of: place)
        // From the link's own folder: snapshots, the commit, and the folders in the file's path.
        let up = String(repeating: "../", count: 2 + file.path.utf8.count { $0 == UInt8(ascii: "/") })
        let target = up + "blobs/" + file.digest.text
        var found = [CChar](repeating: 0, count: target.utf8.count + 1)
        let count = readlink(place, &found, found.count)
        if count == target.utf8.count, found.prefix(count).map(UInt8.init(bitPattern:)).elementsEqual(target.utf8) { return }
        let new = place + ".new-\(ProcessInfo.processInfo.processIdentifier)"
        unlink(new)
        try Self.check("linking", new, symlink(target, new))
        try Self.check("renaming", new, rename(new, place))
    }

    /// Notes the commit that a branch or tag is at.
    func setReference(_ revision: String, to commit: String) throws(HubError) {
        guard revision != commit else { return }
        let place = reference(revision)
        try makeFolder(of: place)
        do {
            try Data(commit.utf8).write(to: URL(filePath: place), options: .atomic)
        } catch {
            throw .system(call: "writing", path: place, reason: error.localizedDescription)
        }
    }

    /// The folder in which a file will be.
    func makeFolder(of file: String) throws(HubError) {
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .system(call: "making the folder", path: folder, reason: error.localizedDescription)
        }
    }

    /// Bytes that are free where the repository is to be, for this user.
    func freeBytes() throws(HubError) -> Int {
        try makeFolder(of: path + "/blobs/any")
        var status = statvfs()
        try Self.check("asking for space at", path, statvfs(path, &status))
        return Int(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }

    /// Nil where there is no such file.
    static func byteCount(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// - Throws: where a call of the system's has failed.
    static func check(_ call: String, _ path: String, _ result: Int32) throws(HubError) {
        guard result != 0 else { return }
        throw .system(call: call, path: path, reason: String(cString: strerror(errno)))
    }
}
