import HTTP
import HTTPTypes
import JSON
import OpenAI
import Storage

/// The life of a response after it was asked for.
extension ResponseService {
    /// How often the store is asked what a response says that another server makes.
    private static let pollInterval = Duration.milliseconds(200)
    /// How often in a row the store may fail to answer, with a second between, before whoever reads is left.
    private static let maximumFailures = 60

    /// The response as it is now.
    func response(_ id: String) async throws -> JSONValue {
        if let running = running(id, archive.ofCaller)?.response { return running }
        let archived = try await archived(id)
        guard archive.isShared, archived.isOpen else { return archived.response }
        // It may have ended between.
        guard let frames = try await archive.ofCaller.frames(of: id, from: 0) else { return try await self.archived(id).response }
        return frames.response ?? archived.response
    }

    /// Its events behind a number: what is left of them, and what is still to come.
    func stream(_ id: String, behind last: Int) async throws -> Response {
        let first = last == .max ? last : last + 1
        let archive = archive.ofCaller
        // Who may not see it is told so before the stream begins.
        if running(id, archive) == nil { _ = try await archived(id) }
        return services.responder.events([:]) { stream in
            try await follow(id, in: archive, from: first) { frames in try await stream.send(frames) }
        }
    }

    /// Gives `body` the frames of a response from a number on, as they come, until the last: wherever it is made, and if it is made again.
    func follow(
        _ id: String, in archive: ResponseArchive, from first: Int, _ body: ([AnswerFrame]) async throws -> Void
    ) async throws {
        var next = max(0, first)
        var failures = 0
        while true {
            if let running = running(id, archive), try await running.read(from: &next, body) { return }
            do {
                guard archive.isShared, let frames = try await archive.frames(of: id, from: next) else {
                    guard let archived = try await archive.find(id) else { return }
                    let rest = archived.replay.events.dropFirst(next)
                    if !rest.isEmpty { try await body(rest.map { AnswerFrame($0) }) }
                    return
                }
                failures = 0
                if !frames.isEmpty {
                    try await body(frames)
                    next += frames.count
                }
                try await Task.sleep(for: Self.pollInterval)
            } catch StoreError.unavailable(let reason) {
                failures += 1
                guard failures < Self.maximumFailures else { throw StoreError.unavailable(reason: reason) }
                try await Task.sleep(for: RunningResponse.retryInterval)
            }
        }
    }

    /// Ends a response that is made in the background, and returns it as it is then. One that has ended is left as it is.
    func cancel(_ id: String) async throws -> JSONValue {
        let archive = archive.ofCaller
        if let running = running(id, archive) {
            running.cancel()
            var next = Int.max
            if try await running.read(from: &next, { _ in }), let response = running.response { return response }
        }
        if try await archive.cancel(id) { try await follow(id, in: archive, from: .max) { _ in } }
        let response = try await archived(id).response
        guard response["background"] == true else { throw APIError.notInBackground(id) }
        return response
    }

    func delete(_ id: String) async throws {
        let archive = archive.ofCaller
        let isThere = try await archive.remove(id)
        running(id, archive)?.cancel()
        guard isThere else { throw APIError.notFound("Response", id: id) }
    }

    /// The items that went in, oldest first, those of earlier responses included.
    func input(of id: String) async throws -> [JSONValue] {
        try await archived(id).input
    }

    /// One that is made here in the background for whoever asks.
    private func running(_ id: String, _ archive: ResponseArchive) -> RunningResponse? {
        background.find(id).flatMap { $0.owner == archive.owner ? $0 : nil }
    }

    private func archived(_ id: String) async throws -> ArchivedResponse {
        guard let archived = try await archive.ofCaller.find(id) else { throw APIError.notFound("Response", id: id) }
        return archived
    }
}
