import HTTP

/// One thread's connections to the hub and to where it leads, kept for the next request.
final class HubSession {
    private let settings: HubSettings
    private let trust: ClientTrust
    private let timeout: Duration
    private var connections: [ClientOrigin: ClientConnection] = [:]

    private static let redirectLimit = 8
    /// Of bodies that nobody reads: more of one costs more than another connection.
    private static let unreadLimit = 64 << 10

    init(_ settings: HubSettings, trust: ClientTrust, timeout: Duration) {
        self.settings = settings
        self.trust = trust
        self.timeout = timeout
    }

    /// An answer whose body is to be read from `connection`.
    struct Answer {
        let response: ClientResponse
        let connection: ClientConnection
        /// Where it came from, behind all redirects.
        let url: HubURL
    }

    /// - Parameter range: of the bytes, all of which are asked for otherwise.
    /// - Throws: ``ClientError`` for what may succeed a little later, ``HubError`` for what does not.
    func get(_ url: HubURL, range: Range<Int>? = nil) throws -> Answer {
        var url = url
        for _ in 0...Self.redirectLimit {
            let (connection, response) = try request(url, range: range)
            guard [301, 302, 303, 307, 308].contains(response.status) else {
                return Answer(response: response, connection: connection, url: url)
            }
            finish(connection)
            let location = response["location"] ?? ""
            guard let next = url.redirected(to: location) else { throw HubError.badRedirect(from: url.withoutQuery, to: location) }
            url = next
        }
        throw HubError.tooManyRedirects(url: url.withoutQuery)
    }

    /// Reads what is left of an answer, or gives its connection up.
    func finish(_ connection: ClientConnection) {
        do throws(ClientError) {
            if !connection.isReusable { _ = try connection.collect(limit: Self.unreadLimit) }
        } catch {
            connections[connection.origin] = nil
        }
        if !connection.isReusable { connections[connection.origin] = nil }
    }

    /// Gives all connections up, after a failure.
    func reset() { connections.removeAll() }

    private func request(_ url: HubURL, range: Range<Int>?) throws(ClientError) -> (ClientConnection, ClientResponse) {
        var fields: [(name: String, value: String)] = [
            ("User-Agent", "chorale"), ("Accept", "*/*"),
            // What is compressed on its way has other bytes than those of a range.
            ("Accept-Encoding", "identity"),
        ]
        if let range { fields.append(("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")) }
        // The hub leads to other hosts, which have signatures in their addresses and must not see the token.
        if let token = settings.token, url.origin == settings.endpoint.origin { fields.append(("Authorization", "Bearer \(token)")) }
        if let kept = connections[url.origin], kept.isReusable {
            do throws(ClientError) {
                return (kept, try kept.send(ClientRequest("GET", url.target, fields: fields)))
            } catch {
                // The server closes what was idle, which is no failure of the request's.
                connections[url.origin] = nil
            }
        }
        let connection = try ClientConnection(
            to: url.origin, via: settings.proxies.proxy(for: url.origin), trust: trust, timeout: timeout)
        connections[url.origin] = connection
        return (connection, try connection.send(ClientRequest("GET", url.target, fields: fields)))
    }
}
