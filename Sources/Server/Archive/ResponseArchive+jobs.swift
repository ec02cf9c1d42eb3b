import JSON
import Logging
import OpenAI
import OrderedCollections
import Storage

/// What a response in the background is made from, kept with it for the server that goes on where another has stopped.
struct BackgroundRequest: Sendable, Hashable {
    /// As it came, with its reasoning opened.
    var body: JSONValue
    /// What its references stand for, by id.
    var referenced: [String: JSONValue]
    var id: String
    /// The header `chorale-latency-ms`.
    var latency: String?

    init(body: JSONValue, referenced: [String: JSONValue], id: String, latency: String?) {
        self.body = body
        self.referenced = referenced
        self.id = id
        self.latency = latency
    }

    /// As it is stored.
    var json: JSONValue {
        [
            "body": body, "referenced": .object(JSONObject(uniqueKeysWithValues: referenced.sorted { $0.key < $1.key })),
            "id": .string(id), "latency": latency.map { .string($0) } ?? .null,
        ]
    }

    /// Nil for what is none.
    init?(stored bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return nil }
        let json = try ResponseArchive.parsed(bytes)
        guard let body = json["body"], let id = json["id"]?.stringValue else { return nil }
        self.init(
            body: body, referenced: Dictionary(uniqueKeysWithValues: (json["referenced"]?.objectValue ?? [:]).map { ($0.key, $0.value) }),
            id: id, latency: json["latency"]?.stringValue)
    }
}

/// Responses that are made in the background, as the servers see them that share the store.
extension ResponseArchive {
    /// A new response: kept when this returns, with the first that its stream says.
    ///
    /// - Returns: nil where nothing is kept.
    func begin(
        _ archived: ArchivedResponse, id: String, _ frames: [AnswerFrame], from request: BackgroundRequest
    ) async throws -> JobClaim? {
        let now = Self.now
        return try await store.begin(
            archived.document.serializedBytes, id: id, in: own(.responses), parts: archived.partNames,
            request: isShared ? request.json.serializedBytes : [], events: isShared ? EventBatch(frames, from: 0) : nil, holder: server,
            now: now, expiry: now + lifetime, lease: leaseEnd)
    }

    /// Writes what a response's stream says, before anybody is told.
    func append(_ frames: [AnswerFrame], from number: Int, to claim: JobClaim) async throws(StoreError) -> JobStanding {
        try await store.append(EventBatch(frames, from: number), to: claim)
    }

    /// What the stream of a response that is being made has said from a number on; nil where it is not being made.
    func frames(of id: String, from number: Int) async throws -> [AnswerFrame]? {
        guard let batches = try await store.events(of: id, in: own(.responses), from: number, now: Self.now) else { return nil }
        let frames = try batches.flatMap { try $0.frames }
        return Array(frames.dropFirst(max(0, number - (batches.first?.first ?? number))))
    }

    /// Has whoever makes a response end it. Whether somebody makes it.
    func cancel(_ id: String) async throws -> Bool {
        try await store.cancelJob(id, in: own(.responses))
    }

    /// Writes how a response ended. What cannot be stored is for the log.
    ///
    /// - Returns: false where it is another's by now.
    func close(_ archived: ArchivedResponse, _ claim: JobClaim?) async throws -> Bool {
        guard let claim else { return true }
        let now = Self.now
        return try await store.finish(
            claim, archived.document.serializedBytes, parts: archived.partNames, now: now, expiry: now + lifetime)
    }

    /// Lets another server make a response, from a time on.
    func release(_ claim: JobClaim, after delay: Int = 0) async {
        do {
            try await store.release(claim, until: Self.now + delay)
        } catch {
            // It is free when its lease has run out.
            logger.warning("response not handed over", metadata: ["response-id": "\(claim.id)", "error": "\(error)"])
        }
    }

    /// Says that this server is there, and makes these.
    ///
    /// - Returns: those that are still its own to make, with whether their end is asked for.
    func renew(_ claims: [JobClaim]) async throws -> [JobClaim: Bool] {
        try await store.renew(claims, lease: leaseEnd)
    }

    /// A response that nobody makes any more, which is this server's from now on.
    ///
    /// - Parameter isAlone: whether no other server can be making any.
    func takeOver(isAlone: Bool = false) async throws -> OrphanedJob? {
        let now = Self.now
        return try await store.takeOver(.responses, holder: server, now: isAlone ? .max : now, lease: leaseEnd)
    }

    /// What a process left unfinished that was killed or lost its power is failed, not lost: where no other server makes it again. For the
    /// start, before anything else runs.
    package func failInterrupted() async {
        guard !isShared else { return }
        do {
            while let orphan = try await takeOver(isAlone: true) {
                var archived = try orphan.archived
                archived.end("failed", .interrupted)
                _ = try await of(orphan.claim.collection.owner).close(archived, orphan.claim)
                logger.notice("response failed: it was interrupted", metadata: ["response-id": "\(orphan.claim.id)"])
            }
        } catch {
            logger.error("interrupted responses not found", metadata: ["error": "\(error)"])
        }
    }
}

extension OrphanedJob {
    /// The response as far as it was made, with what its stream has said.
    var archived: ArchivedResponse {
        get throws {
            var archived = ArchivedResponse(document: try ResponseArchive.parsed(document))
            archived.earlier = try events.flatMap { try $0.frames.compactMap(\.json) }
            return archived
        }
    }
}

extension EventBatch {
    /// As an array of what the frames say; each has its name in it.
    init(_ frames: [AnswerFrame], from first: Int) {
        self.init(first: first, count: frames.count, body: JSONValue.array(frames.compactMap(\.json)).serializedBytes)
    }

    var frames: [AnswerFrame] {
        get throws {
            (try ResponseArchive.parsed(body).arrayValue ?? []).map { AnswerFrame(name: $0["type"]?.stringValue, json: $0) }
        }
    }
}

extension ArchivedResponse {
    /// Ends what nobody has made to its end.
    mutating func end(_ status: String, _ error: APIError?) {
        guard case .object(var members) = response else { return }
        members["status"] = .string(status)
        if let error { members["error"] = ["code": "server_error", "message": .string(error.message)] }
        response = .object(members)
    }
}
