import HTTP
import HTTPTypes
import JSON
import Logging
import OpenAI
import Storage

/// What is made in the background: begun here, or where another server has stopped.
extension ResponseService {
    /// How many servers may stop while they make a response before it is given up: it may be why they do.
    private static let maximumFailures = 3
    /// Seconds after which one is tried again that cannot be made at the moment.
    private static let pause = 5

    func inBackground(
        _ making: Making, _ request: Request, _ body: JSONValue, referenced: [String: JSONValue]
    ) async throws -> Response {
        var builder = builder(for: making)
        let first = builder.create(isQueued: true).map { AnswerFrame($0) }
        let queued = builder.response
        var archived = making.archived
        archived.response = queued
        let claim = try await making.archive.begin(
            archived, id: making.identity.id, first,
            from: BackgroundRequest(
                body: body, referenced: referenced, id: request.id, latency: request.headers[.latency]))
        start(making, builder, claim, saying: first, for: request)
        let headers = AnswerResponder.headers(for: making.validated)
        guard making.validated.isStreaming else { return .json(queued, headers: headers) }
        return services.responder.events(headers) { stream in
            try await follow(making.identity.id, in: making.archive, from: 0) { frames in try await stream.send(frames) }
        }
    }

    /// - Parameters:
    ///   - builder: has told the frames, which are stored.
    ///   - news: frames that are not.
    private func start(
        _ making: Making, _ builder: ResponseEventBuilder, _ claim: JobClaim?, saying frames: [AnswerFrame], news: [AnswerFrame] = [],
        for request: Request
    ) {
        let running = RunningResponse(
            id: making.identity.id, in: making.archive, claim, saying: frames, stop: making.generations.cancellation)
        running.send(news)
        let presentation = ResponsesPresentation(builder) { running.isCancelled }
        let log = services.responder.log(of: request, model: making.validated.model)
        background.start(running) { running in
            var (generations, presentation) = (making.generations, presentation)
            let last: [AnswerFrame]
            do {
                last = try await services.responder.make(
                    &generations, &presentation, log, { await close(making, $0.builder, running) }, to: running)
            } catch {
                last = []
            }
            running.end(with: last)
        }
    }

    /// Stores how a response has ended; or lets another server make it again that ends with this one.
    private func close(_ making: Making, _ builder: ResponseEventBuilder, _ running: RunningResponse) async {
        guard !running.isLost else { return }
        if archive.isShared, builder.error == .interrupted, let claim = running.claim {
            await making.archive.release(claim)
            return running.lose()
        }
        let archived = making.archived.completed(by: builder)
        while true {
            do {
                guard try await making.archive.close(archived, running.claim) else { return running.lose() }
                return await extendConversation(of: making, by: archived)
            } catch {
                // An answer is not lost because it could not be stored: that is for the log.
                services.responder.logger.error("response not stored", metadata: ["response-id": "\(running.id)", "error": "\(error)"])
                guard archive.isShared, case StoreError.unavailable = error, !background.isFinishing else { return }
                do { try await Task.sleep(for: RunningResponse.retryInterval) } catch { return }
            }
        }
    }

    /// Where servers share the store, says that this one is there and goes on with what others have left, until it is cancelled.
    package func keepJobs() async throws {
        guard archive.isShared else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Others may have to wait for a model to be loaded; this does not.
            group.addTask { try await repeatedly { try await renew() } }
            group.addTask {
                try await repeatedly {
                    while !services.models.isOverloaded, !services.models.isClosed, let orphan = try await archive.takeOver() {
                        await background.whileTakingUp(orphan.claim) { await resume(orphan) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func repeatedly(_ work: () async throws -> Void) async throws {
        while true {
            do {
                try await work()
            } catch {
                try Task.checkCancellation()
                services.responder.logger.error("background responses not kept", metadata: ["error": "\(error)"])
            }
            try await Task.sleep(for: archive.renewalInterval)
        }
    }

    private func renew() async throws {
        let running = background.all
        let own = background.claims
        guard !own.isEmpty else { return }
        let claims = try await archive.renew(own)
        for response in running {
            guard let claim = response.claim else { continue }
            guard let isCancelled = claims[claim] else {
                response.lose()
                continue
            }
            if isCancelled { response.cancel() }
        }
    }

    /// Goes on with what another server has left: makes it again from its beginning, or fails it where that cannot be.
    private func resume(_ orphan: OrphanedJob) async {
        let claim = orphan.claim
        let archive = archive.of(claim.collection.owner)
        let logger = services.responder.logger
        do {
            var archived = try orphan.archived
            do {
                if orphan.isCancelled {
                    archived.end("cancelled", nil)
                } else if orphan.failures <= Self.maximumFailures, let request = try BackgroundRequest(stored: orphan.request) {
                    try await startAgain(archived, claim, request, in: archive)
                    return logger.notice("response begun again", metadata: ["response-id": "\(claim.id)"])
                } else {
                    archived.end("failed", .interrupted)
                }
            } catch let error as APIError {
                if error.status == 429 || error.status == 503 { return await archive.release(claim, after: Self.pause) }
                archived.end("failed", error)
            }
            _ = try await archive.close(archived, claim)
            logger.notice("response ended: it was interrupted", metadata: ["response-id": "\(claim.id)"])
        } catch {
            logger.error("response not gone on with", metadata: ["response-id": "\(claim.id)", "error": "\(error)"])
            await archive.release(claim, after: Self.pause)
        }
    }

    private func startAgain(
        _ archived: ArchivedResponse, _ claim: JobClaim, _ stored: BackgroundRequest, in archive: ResponseArchive
    ) async throws {
        var archived = archived
        archived.wasBegunAgain = true
        var request = try Request(method: .post, target: "/v1/responses", id: stored.id)
        if let latency = stored.latency { request.headers[.latency] = latency }
        var body = stored.body
        let answers = try await services.service(for: &body)
        let wanted = try ResponsesRequest(body, in: answers.context(for: request))
        let validated = try answers.pipeline.fitted(
            answers.pipeline.enforceable(
                wanted.validated(
                    history: Array(archived.input.dropLast(archived.ownInputCount)), referenced: stored.referenced,
                    startDate: archived.startDate)), param: "input")
        var identity = answers.identity("resp_")
        identity.id = claim.id
        identity.created = archived.response["created_at"]?.intValue ?? identity.created
        let making = Making(
            wanted: wanted, validated: validated, identity: identity,
            generations: try answers.pipeline.begin(validated, id: stored.id, param: "input"), archive: archive, archived: archived)
        var builder = builder(for: making)
        let news = builder.createAgain(behind: archived.earlier.count).map { AnswerFrame($0) }
        start(
            making, builder, claim, saying: archived.earlier.map { AnswerFrame(name: $0["type"]?.stringValue, json: $0) }, news: news,
            for: request)
    }
}
