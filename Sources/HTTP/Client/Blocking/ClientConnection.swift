/// A connection to a server for one request after another (RFC 9112), each read to its end before the next. It blocks; see ``ClientStream``.
package final class ClientConnection {
    package let origin: ClientOrigin
    private let stream: ClientStream
    private let proxy: ClientProxy?
    private let sendsWholeTarget: Bool
    private var parser = ResponseParser()
    /// Of the body, what the parser has given and nobody has read.
    private var piece: ArraySlice<UInt8> = []

    /// - Parameter proxy: through which it goes.
    package init(to origin: ClientOrigin, via proxy: ClientProxy? = nil, trust: ClientTrust, timeout: Duration) throws(ClientError) {
        let first = proxy?.origin ?? origin
        self.origin = origin
        self.proxy = proxy
        sendsWholeTarget = proxy != nil && !origin.isSecure
        stream = try ClientStream(to: first.addresses(), host: first.authority, timeout: timeout)
        guard origin.isSecure else { return }
        if proxy != nil { try connectThroughProxy() }
        try stream.secure(trust, name: origin.host)
    }

    /// Whether another request can be made.
    package var isReusable: Bool { piece.isEmpty && parser.isReusable }

    /// Sends a request and reads the head of its answer.
    package func send(_ request: ClientRequest) throws(ClientError) -> ClientResponse {
        let authorization = sendsWholeTarget ? proxy?.authorization.map { [("Proxy-Authorization", $0)] } : nil
        let target = sendsWholeTarget ? origin.description + request.target : request.target
        try stream.write(request.head(target: target, host: origin.authority, more: authorization ?? []) + request.body)
        return try readHead()
    }

    /// The next bytes of the answer's body.
    /// - Returns: how many came; 0 at its end.
    package func read(into target: UnsafeMutableRawBufferPointer) throws(ClientError) -> Int {
        if piece.isEmpty {
            guard case .body(let bytes) = try next() else { return 0 }
            piece = bytes
        }
        let count = min(target.count, piece.count)
        target.copyBytes(from: piece.prefix(count))
        piece.removeFirst(count)
        return count
    }

    /// The whole of a body that is short.
    package func collect(limit: Int) throws(ClientError) -> [UInt8] {
        var all = Array(piece)
        piece = []
        while case .body(let bytes) = try next() {
            guard all.count + bytes.count <= limit else { throw malformed("its body is longer than \(limit) bytes") }
            all += bytes
        }
        return all
    }

    private func malformed(_ reason: String) -> ClientError { .malformed(origin.authority, reason: reason) }

    private func readHead() throws(ClientError) -> ClientResponse {
        parser.expectAnswer()
        guard case .head(let response) = try next() else { throw .disconnected(origin.authority) }
        return response
    }

    /// What comes next of the answer; never that bytes are needed.
    private func next() throws(ClientError) -> ResponseParser.Event {
        while true {
            let event: ResponseParser.Event
            do throws(ClientResponse.Malformed) {
                event = try parser.next()
            } catch {
                throw malformed(error.reason)
            }
            guard case .needsBytes = event else { return event }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            // A typed throw does not pass through withUnsafeMutableBytes.
            let count = try bytes.withUnsafeMutableBytes { buffer in
                Result { () throws(ClientError) in try stream.read(into: buffer) }
            }.get()
            bytes.removeSubrange(count...)
            if !bytes.isEmpty {
                parser.push(bytes)
            } else if !parser.finish() {
                throw .disconnected(origin.authority)
            }
        }
    }

    private func connectThroughProxy() throws(ClientError) {
        let place = origin.authorityWithPort
        let fields = proxy?.authorization.map { [(name: "Proxy-Authorization", value: $0)] } ?? []
        try stream.write(ClientRequest("CONNECT", place, fields: fields).head(target: place, host: place))
        let response = try readHead()
        // What follows is not HTTP (RFC 9110 §9.3.6): nothing may have come yet, since the other end waits for us.
        guard response.status == 200, parser.startsAfresh() else { throw .proxyRefused(origin.authority, status: response.status) }
    }
}
