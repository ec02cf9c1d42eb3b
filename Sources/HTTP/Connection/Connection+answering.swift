import HTTPTypes
import Logging
import Synchronization

extension Connection {
    /// Has a request answered. Nil when another may follow.
    func serve(_ head: RequestHead) async -> Ending? {
        let id = context.identifiers.identifier(of: head.headers)
        let number = state.withLock { state in
            state.body.begin(head)
            // What has no body is over at once, and the parser is to know it too.
            if state.body.isOver { _ = state.parser.result() }
            state.handling = head.version
            return state.body.request
        }
        channel.allowInterim(head.version == .http1_1)
        if channel.peerHasFinished { clientFinished() }
        var response = await respond(to: head, number: number, id: id)
        guard channel.failure == nil else { return .close }
        if let error = skipWhatHasCome() { response = context.error(error.status, error.message) }
        return await answer(response, to: head, id: id)
    }

    private func respond(to head: RequestHead, number: Int, id: String) async -> Response {
        if let refusal = state.withLock(\.refusal) {
            return context.error(refusal.status, refusal.message, headers: [.retryAfter: "1"])
        }
        do {
            let response = try await context.responder(request(head, try await body(of: head, number: number), id: id))
            if (200...599).contains(response.status.code) {
                return context.configuration.compressesResponses ? response.compressed(for: head.headers) : response
            }
            context.logger.error(
                "a handler answered with an impossible status", metadata: ["request-id": "\(id)", "status": "\(response.status)"])
        } catch let error as BodyError {
            // RFC 9110 §12.5.3: the codings that would have done.
            let isCoding = if case .unsupportedCoding = error { true } else { false }
            return context.error(error.status, error.message, headers: isCoding ? [.acceptEncoding: "gzip, deflate"] : [:])
        } catch let error as RequestError {
            return context.error(error.status, error.message)
        } catch is CancellationError {
            return context.error(.serviceUnavailable, "The request was cancelled.")
        } catch {
            context.logger.error("a handler failed", metadata: ["request-id": "\(id)", "error": "\(error)"])
        }
        return context.error(.internalServerError, "The server failed to answer the request.")
    }

    private func request(_ head: RequestHead, _ sent: RequestBody, id: String) throws -> Request {
        let body = try sent.expanded(head.headers, limits: context.configuration.limits)
        var headers = head.headers
        if headers.contains(.contentEncoding) {
            // They speak of a body that the handler does not see.
            headers[.contentEncoding] = nil
            headers[.contentLength] = nil
        }
        let (peer, scheme) = state.withLock { ($0.peer, $0.scheme) }
        let origin = context.configuration.proxies.resolve(
            RequestOrigin(client: peer.address, scheme: scheme, authority: head.authority), peer: peer, headers: head.headers)
        return try Request(
            method: head.method, target: head.target, origin: origin, version: head.version, headers: headers, body: body,
            remoteAddress: remoteAddress, id: id)
    }

    private func body(of head: RequestHead, number: Int) async throws(BodyError) -> RequestBody {
        let declaredLength: Int?
        switch head.framing {
        case .none: return .empty
        case .length(let length): declaredLength = length
        case .chunked: declaredLength = nil
        }
        let body = RequestBody(ConnectionBody(connection: self, request: number, declaredLength: declaredLength))
        guard head.method.hasNoUseForContent, !head.expectsContinue else { return body }
        // RFC 9110 §9.3.1: it means nothing there and may be smuggling. So the request is not acted on before its framing has turned out to
        // be right.
        _ = try await body.collect(upTo: Self.discardLimit)
        return .empty
    }

    /// Answers what is not a request, and closes.
    func refuse(_ status: HTTPResponse.Status, _ message: String) async -> Ending {
        let response = context.error(status, message)
        guard case .bytes(let bytes) = response.body else { return .close }
        let head = ResponseHead(
            status: status, headers: response.headers, framing: .length(bytes.count), persistence: .closes, date: context.date.now,
            requestID: context.identifiers.next())
        do throws(WriteError) {
            try await channel.send(head.bytes(reserving: 0), bytes)
            return .linger
        } catch {
            return .close
        }
    }

    private func answer(_ response: Response, to head: RequestHead, id: String) async -> Ending? {
        let framing = response.framing(for: head)
        let isLast = state.withLock { state in
            state.handling = nil
            state.answered += 1
            return state.answered == context.configuration.maximumRequestsPerConnection || !head.keepsAlive || state.refusal != nil
                || state.isDraining || !state.body.isDiscardable || response.asksToClose || framing == .untilClose
        }
        channel.watch(at: nil)
        channel.allowInterim(false)
        let responseHead = ResponseHead(
            status: response.status, headers: response.headers, framing: framing,
            persistence: isLast ? .closes : head.version == .http1_1 ? .persists : .persistsAsAsked, date: context.date.now,
            requestID: id)
        do throws(WriteError) {
            switch response.body {
            case .bytes(let bytes) where head.method != .head && responseHead.framing != .none:
                try await send(responseHead, bytes)
            case .stream(let produce) where head.method != .head && responseHead.framing != .none:
                guard try await stream(responseHead, produce, id: id) else {
                    // RFC 9112 §8: chunks without the last one are seen to be incomplete; a body that ends with the close is not,
                    // unless the close is a reset.
                    return responseHead.framing == .chunked ? .linger : .reset
                }
            case .empty, .bytes, .stream:
                try await channel.send(responseHead.bytes(reserving: 0))
            }
        } catch {
            return .close
        }
        let isBodyOver = state.withLock { state in
            state.body.request += 1
            return state.body.isOver
        }
        if isLast { return .linger }
        if isBodyOver { return nil }
        return await discardBody() ? nil : .linger
    }

    private func send(_ head: ResponseHead, _ body: [UInt8]) async throws(WriteError) {
        guard body.count <= Self.copied else { return try await channel.send(head.bytes(reserving: 0), body) }
        var bytes = head.bytes(reserving: body.count)
        bytes.append(contentsOf: body)
        try await channel.send(bytes)
    }

    /// Bytes up to which a body is cheaper copied behind its head than sent as a vector of its own.
    private static let copied = 4 << 10

    /// - Returns: whether the body is whole.
    private func stream(
        _ head: ResponseHead, _ produce: @Sendable (any BodyWriter) async throws -> Void, id: String
    ) async throws(WriteError) -> Bool {
        try await channel.send(head.bytes(reserving: 0))
        let writer = ResponseWriter(channel, isChunked: head.framing == .chunked)
        do {
            try await produce(writer)
        } catch {
            writer.abandon()
            if !(error is WriteError) && !(error is CancellationError) {
                context.logger.error("a stream failed", metadata: ["request-id": "\(id)", "error": "\(error)"])
            }
            return false
        }
        try await writer.finish()
        return true
    }
}

extension HTTPRequest.Method {
    /// RFC 9110 §9.3: content has no meaning in these, nor any use here.
    fileprivate var hasNoUseForContent: Bool {
        switch self {
        case .get, .head, .delete, .options, .trace: true
        default: false
        }
    }
}

extension Response {
    fileprivate var asksToClose: Bool {
        headers[fields: .connection].contains { $0.listMembers.contains("close") }
    }

    /// RFC 9112 §6.3, RFC 9110 §8.6: what says where the body ends.
    fileprivate func framing(for head: RequestHead) -> ResponseHead.Framing {
        if status.code == 204 || status.code == 304 { return .none }
        return switch body {
        case .empty: .length(0)
        case .bytes(let bytes): .length(bytes.count)
        case .stream: head.version == .http1_1 ? .chunked : .untilClose
        }
    }
}
