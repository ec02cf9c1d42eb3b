/// A request of ours.
package struct ClientRequest: Sendable {
    package var method: String
    /// Path and query, percent-encoded.
    package var target: String
    /// Beside `Host` and `Content-Length`; without CR and LF.
    package var fields: [(name: String, value: String)]
    package var body: [UInt8]

    package init(_ method: String = "GET", _ target: String, fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
    }

    /// Its lines up to the empty one (RFC 9112 §3).
    /// - Parameter target: as the one who is asked wants it.
    func head(target: String, host: String, more: [(name: String, value: String)] = []) -> [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n"
        for field in more + fields { head += "\(field.name): \(field.value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8)
    }
}
