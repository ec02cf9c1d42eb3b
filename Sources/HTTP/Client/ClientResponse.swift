/// Status and fields of an answer to a request of ours.
package struct ClientResponse: Sendable {
    package let status: Int
    /// Names in lower case, in order.
    package let fields: [(name: String, value: String)]
    /// How its body ends.
    let framing: Framing

    enum Framing: Sendable, Hashable {
        case length(Int)
        case chunked
        case untilClose
    }

    /// The first value of a field, whose name is given in lower case.
    package subscript(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// The body's bytes, where they are told beforehand.
    package var contentLength: Int? {
        if case .length(let length) = framing { length } else { nil }
    }

    /// Whether another request may follow on the connection.
    var persists: Bool { framing != .untilClose && self["connection"]?.lowercased().contains("close") != true }

    /// Why a head is none; told to the user in ``ClientError/malformed(_:reason:)``.
    struct Malformed: Error {
        let reason: String
    }

    /// From the lines of a head, without the empty line at its end.
    init(head: ArraySlice<UInt8>) throws(Malformed) {
        var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)[...]
        let start = lines.popFirst()?.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false) ?? []
        guard start.count >= 2, start[0] == "HTTP/1.1" || start[0] == "HTTP/1.0", start[1].utf8.count == 3, let status = Int(start[1]),
            100...599 ~= status
        else { throw Malformed(reason: "its status line is none") }
        var fields: [(name: String, value: String)] = []
        for line in lines where !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy(ByteSet.token.contains) else {
                throw Malformed(reason: "a field has no name")
            }
            let value = parts[1].utf8.drop { $0.isBlank }.reversed().drop { $0.isBlank }.reversed()
            fields.append((parts[0].lowercased(), String(decoding: Array(value), as: UTF8.self)))
        }
        self.status = status
        self.fields = fields
        framing = try Self.framing(status, fields)
    }

    /// RFC 9112 §6.3, for answers to GET and CONNECT.
    private static func framing(_ status: Int, _ fields: [(name: String, value: String)]) throws(Malformed) -> Framing {
        if status < 200 || status == 204 || status == 304 { return .length(0) }
        let codings = fields.filter { $0.name == "transfer-encoding" }.map { $0.value.lowercased() }
        guard codings.isEmpty else {
            guard codings == ["chunked"] else { throw Malformed(reason: "its transfer coding is \(codings.joined(separator: ", "))") }
            return .chunked
        }
        let lengths = Set(fields.filter { $0.name == "content-length" }.map(\.value))
        guard let text = lengths.first else { return .untilClose }
        guard lengths.count == 1, text.utf8.allSatisfy(\.isDigit), let length = Int(text) else {
            throw Malformed(reason: "its length is none")
        }
        return .length(length)
    }
}
