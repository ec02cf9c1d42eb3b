import Foundation
import JSON
package import Logging
import OpenAI
import OrderedCollections
import Storage

/// What clients may ask for again or go on from: responses, conversations, chat completions.
package struct ResponseArchive: Sendable {
    let store: ResponseStore
    let lifetime: Int
    let consent: TrainingConsent
    let logger: Logger
    /// Whether other servers use the store too.
    let isShared: Bool
    /// What this server is called among them, until it ends.
    let server = IDSource.random("server_")
    /// How long a server that says nothing is believed to be there.
    let leaseSeconds: Int
    /// Whose documents are seen.
    private(set) var owner: String?

    package init(_ configuration: StoreConfiguration, logger: Logger) throws {
        store = try ResponseStore(
            configuration.place, maximumCount: configuration.maximumCount, maximumBytes: configuration.maximumBytes)
        lifetime = Int(configuration.lifetime.components.seconds)
        consent = TrainingConsent(standard: configuration.allowsTraining)
        self.logger = logger
        isShared = configuration.isShared
        leaseSeconds = Int(configuration.lease.components.seconds)
    }

    /// When a lease ends that is given now. Seconds have begun when they are counted: it is not to be shorter than it should.
    var leaseEnd: Int { Self.now + leaseSeconds + 1 }

    /// How often this server says that it is there.
    var renewalInterval: Duration { min(.seconds(1), Duration.seconds(leaseSeconds) / 3) }

    /// The same, for the documents of whoever sends the request of this task. It stays his where the work goes on in other tasks.
    package var ofCaller: ResponseArchive { of(Caller.owner) }

    func of(_ owner: String?) -> ResponseArchive {
        var archive = self
        archive.owner = owner
        return archive
    }

    /// The owner's documents of a kind.
    func own(_ kind: DocumentCollection) -> DocumentCollection { kind.of(owner) }

    /// Keeps a response that has ended. An answer is not lost because it could not be stored: that is for the log.
    package func keep(_ archived: ArchivedResponse, id: String) async {
        let now = Self.now
        do {
            try await store.put(
                archived.document.serializedBytes, id: id, in: own(.responses), parts: archived.partNames, now: now, expiry: now + lifetime)
        } catch {
            logger.error("response not stored", metadata: ["response-id": "\(id)", "error": "\(error)"])
        }
    }

    package func find(_ id: String) async throws -> ArchivedResponse? {
        try await store.get(id, in: own(.responses), now: Self.now).map { ArchivedResponse(document: try Self.parsed($0)) }
    }

    /// The item of this id among the own items of any response.
    func item(_ id: String) async throws -> JSONValue? {
        guard let bytes = try await store.document(withPart: id, in: own(.responses), now: Self.now) else { return nil }
        return ArchivedResponse(document: try Self.parsed(bytes)).ownItems.first { $0["id"] == .string(id) }
    }

    package func remove(_ id: String) async throws -> Bool {
        try await store.delete(id, in: own(.responses))
    }

    /// Deletes what has expired, now and then, until it is cancelled: in a store that is written to, writing does it.
    package func sweep(every interval: Duration = .seconds(60)) async throws {
        while true {
            try await Task.sleep(for: interval)
            do {
                let count = try await store.purge(now: Self.now)
                if count > 0 { logger.info("expired documents deleted", metadata: ["count": "\(count)"]) }
            } catch {
                logger.error("expired documents not deleted", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Writes what is outstanding. Nothing can be kept or found afterwards.
    package func close() {
        do {
            try store.close()
        } catch {
            logger.error("response store not closed", metadata: ["error": "\(error)"])
        }
    }

    static var now: Int { Int(Date().timeIntervalSince1970) }

    static func parsed(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONValue(parsing: bytes, limits: JSONLimits(maximumBytes: bytes.count))
    }
}
