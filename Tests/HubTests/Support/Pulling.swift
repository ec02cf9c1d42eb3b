import COpenSSL
import Foundation
import Hub
import Synchronization

/// A folder of its own for a test, gone with it.
final class Folder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "chorale-hub-\(UUID().uuidString)").path

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch {}
    }

    /// What a path in it holds.
    func bytes(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: path + "/" + name).map { Array($0) } }

    /// Paths of all files and links in it, in order.
    var names: [String] { (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).sorted() }
}

/// What a download told.
final class Events: Sendable {
    private let events = Mutex<[PullEvent]>([])

    func note(_ event: PullEvent) { events.withLock { $0.append(event) } }
    var all: [PullEvent] { events.withLock(\.self) }

    /// Bytes that came, less those that were taken back.
    var received: Int { all.reduce(0) { if case .received(let count) = $1 { $0 + count } else { $0 } } }

    /// Bytes that were there when it began.
    var present: Int? { all.compactMap { if case .started(_, _, let present) = $0 { present } else { nil } }.first }

    var retries: Int { all.count { if case .retrying = $0 { true } else { false } } }
}

/// Downloads from a stub into a folder, in parts of 1000 bytes; nobody waits between attempts.
struct Pulling: Sendable {
    var folder = Folder()
    var events = Events()
    var settings: HubSettings
    var options = Pull.Options()

    init(_ endpoint: String, token: String? = nil) throws {
        guard let url = HubURL(endpoint) else { throw HubError.invalidName(endpoint) }
        settings = HubSettings(endpoint: url, token: token, cache: CacheFolder(path: folder.path))
        options.partBytes = 1000
        options.connections = 3
        options.timeout = .seconds(600)
        options.retries.first = .zero
        options.retries.longestAsked = .zero
    }

    /// - Returns: the snapshot's folder.
    @discardableResult
    func run(_ repository: String = StubHub.repository) async throws -> String {
        let pull = Pull(try RepositoryID(repository), settings: settings, options: options)
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { [events] in
                continuation.resume(with: Result { try pull.run { events.note($0) } })
            }
        }
    }

    var repositoryFolder: String { "models--owner--model" }
}

func sha256(_ bytes: [UInt8]) -> String { digest(bytes, EVP_sha256()) }

/// `git hash-object`
func gitBlob(_ bytes: [UInt8]) -> String { digest(Array("blob \(bytes.count)\0".utf8) + bytes, EVP_sha1()) }

private func digest(_ bytes: [UInt8], _ kind: OpaquePointer?) -> String {
    var digest = [UInt8](repeating: 0, count: 64)
    var count: UInt32 = 0
    EVP_Digest(bytes, bytes.count, &digest, &count, kind, nil)
    return digest.prefix(Int(count)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// Bytes that repeat nowhere near.
func content(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
    }
}
