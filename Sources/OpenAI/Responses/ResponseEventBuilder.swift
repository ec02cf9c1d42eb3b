package import JSON
import OrderedCollections

/// Builds a response from answer events, streamed and whole by the same steps: `response` is what the last event holds.
///
///     for event in builder.create() { … }             // response.created
///     for event in builder.begin() { … }              // response.in_progress
///     for event in builder.push(answerEvent) { … }    // items, parts, deltas
///     for event in builder.complete(usage, at: now)   // response.completed, .incomplete or .failed
///     builder.response
///
/// Items come in the model's own order; every event has the next `sequence_number`, from 0.
package struct ResponseEventBuilder: Sendable {
    private enum Status: String {
        case queued
        case inProgress = "in_progress"
        case completed, incomplete, failed, cancelled
    }

    /// How the text came, for `ResponseReplay`.
    package private(set) var pieces = ResponsePieces()

    private let identity: AnswerIdentity
    private let echo: JSONObject
    private let includesLogprobs: Bool
    /// Encrypts reasoning, where that is wanted.
    var seal: (@Sendable (String) -> String?)?
    /// Asked for the ids of the items.
    var ids: IDSource
    private var sequenceNumber = 0
    private var status = Status.inProgress
    private var output: [JSONValue] = []
    private var item: ResponseItem?
    private var end = AnswerEnd.stop
    private var usage: JSONValue?
    private var completedAt: Int?
    private var view: JSONObject = [:]

    /// - Parameters:
    ///   - ids: asked for `rs_`, `msg_` and `fc_` ids.
    ///   - seal: encrypts reasoning, for a request that wants it.
    package init(
        _ identity: AnswerIdentity, for request: ResponsesRequest, ids: IDSource, seal: (@Sendable (String) -> String?)? = nil
    ) {
        self.init(identity, echo: request.echo, includesLogprobs: request.includesLogprobs, ids: ids)
        if request.includesEncryptedReasoning { self.seal = seal }
    }

    init(_ identity: AnswerIdentity, echo: JSONObject, includesLogprobs: Bool, ids: IDSource) {
        self.identity = identity
        self.ids = ids
        self.echo = echo
        self.includesLogprobs = includesLogprobs
    }

    /// The error that the answer ended in.
    package var error: APIError? {
        if case .failed(let error) = end { error } else { nil }
    }

    /// `response.created`, and `response.queued` where it has to wait.
    package mutating func create(isQueued: Bool = false) -> [ResponseEvent] {
        status = isQueued ? .queued : .inProgress
        return ["response.created"].map { lifecycle($0) } + (isQueued ? [lifecycle("response.queued")] : [])
    }

    /// `response.queued`, for a response that is begun again behind what its stream has said: its items come anew, from the first.
    package mutating func createAgain(behind count: Int) -> [ResponseEvent] {
        goOn(behind: count)
        status = .queued
        return [lifecycle("response.queued")]
    }

    /// The next event is numbered as if so many had been before.
    mutating func goOn(behind count: Int) {
        sequenceNumber = count
    }

    /// `response.in_progress`.
    package mutating func begin() -> [ResponseEvent] {
        status = .inProgress
        return [lifecycle("response.in_progress")]
    }

    /// The events for one event of the answer.
    package mutating func push(_ event: AnswerEvent) -> [ResponseEvent] {
        switch event {
        case .itemStarted(let kind): return start(ResponseItem(kind, index: output.count, ids: ids))
        case .delta(let text, let tokens):
            return add(text, includesLogprobs && item?.hasLogprobs == true ? TokenLogprobs.json(tokens) : [])
        case .itemEnded(let isComplete): return close(isComplete ? .completed : .incomplete)
        case .finished(let end):
            self.end = end
            return []
        }
    }

    /// The last event of the response's life.
    ///
    /// - Parameter now: seconds since 1970.
    package mutating func complete(_ usage: TokenUsage, at now: Int) -> [ResponseEvent] {
        complete(usage.responseJSON, at: now)
    }

    mutating func complete(_ usage: JSONValue?, at now: Int) -> [ResponseEvent] {
        self.usage = usage
        switch end {
        case .stop, .stopString, .toolCalls:
            status = .completed
            completedAt = now
            return [lifecycle("response.completed")]
        case .length:
            status = .incomplete
            return [lifecycle("response.incomplete")]
        case .cancelled:
            status = .cancelled
            return [lifecycle("response.incomplete")]
        case .failed:
            status = .failed
            return [lifecycle("response.failed")]
        }
    }

    /// What the answer shows of itself token by token; the response has it from then on.
    package mutating func show(_ view: AnswerView) {
        self.view = view.json
    }

    /// `error`, flat, for a stream that has begun and that the server cannot go on with. Nothing may follow.
    package mutating func fail(_ error: APIError) -> [ResponseEvent] {
        end = .failed(error)
        status = .failed
        return [event("error", ["code": .nullable(error.code), "message": .string(error.message), "param": .nullable(error.param)])]
    }

    /// The response as it is now.
    package var response: JSONValue {
        var members: JSONObject = [
            "id": .string(identity.id), "object": "response", "created_at": .integer(identity.created),
            "completed_at": .nullable(completedAt), "status": .string(status.rawValue), "error": errorDetails,
            "incomplete_details": status == .incomplete ? ["reason": "max_output_tokens"] : .null,
            "model": .string(identity.model), "output": .array(output),
        ]
        members.merge(echo) { own, _ in own }
        if let usage { members["usage"] = usage }
        members.merge(view) { own, _ in own }
        return .object(members)
    }
}

extension ResponseEventBuilder {
    private mutating func start(_ item: ResponseItem) -> [ResponseEvent] {
        self.item = item
        pieces.begin()
        var events = [
            event("response.output_item.added", ["output_index": .integer(item.index), "item": item.json(.inProgress)])
        ]
        if item.hasParts { events.append(event("response.content_part.added", place(item) + ["part": item.part])) }
        return events
    }

    /// `logprobs`: of the tokens that wrote the text.
    mutating func add(_ text: String, _ logprobs: [JSONValue]) -> [ResponseEvent] {
        pieces.add(text, logprobs: logprobs.count)
        // In place, so that long texts do not cost their square.
        item?.text += text
        item?.logprobs += logprobs
        guard let item else { return [] }
        var members: JSONObject = ["delta": .string(text)]
        if item.hasLogprobs { members["logprobs"] = .array(logprobs) }
        return [event(item.eventPrefix + ".delta", place(item) + members)]
    }

    private mutating func close(_ status: ResponseItem.Status) -> [ResponseEvent] {
        guard var item else { return [] }
        self.item = nil
        if item.kind == .reasoning { item.encrypted = seal?(item.text) }
        output.append(item.json(status))
        var events = [event(item.eventPrefix + ".done", place(item) + item.doneMembers)]
        if item.hasParts { events.append(event("response.content_part.done", place(item) + ["part": item.part])) }
        events.append(event("response.output_item.done", ["output_index": .integer(item.index), "item": item.json(status)]))
        return events
    }

    private func place(_ item: ResponseItem) -> JSONObject {
        var members: JSONObject = ["item_id": .string(item.id), "output_index": .integer(item.index)]
        if item.hasParts { members["content_index"] = 0 }
        return members
    }

    private mutating func lifecycle(_ name: String) -> ResponseEvent {
        event(name, ["response": response])
    }

    private mutating func event(_ name: String, _ members: JSONObject) -> ResponseEvent {
        defer { sequenceNumber += 1 }
        let head: JSONObject = ["type": .string(name), "sequence_number": .integer(sequenceNumber)]
        return ResponseEvent(name: name, json: .object(head + members))
    }

    /// The published list of codes is closed.
    private var errorDetails: JSONValue {
        guard status == .failed, let error else { return .null }
        let code =
            switch error.kind {
            case .rateLimit: "rate_limit_exceeded"
            case .invalidRequest: "invalid_prompt"
            case .authentication, .permission, .notFound, .server: "server_error"
            }
        return ["code": .string(code), "message": .string(error.message)]
    }
}

extension JSONObject {
    fileprivate static func + (one: JSONObject, other: JSONObject) -> JSONObject {
        one.merging(other) { _, new in new }
    }
}
