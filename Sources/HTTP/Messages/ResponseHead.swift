import HTTPTypes

/// Status line and header of an answer, with the framing that fits the request (RFC 9112 §6).
struct ResponseHead {
    /// How the body goes out.
    enum Framing: Hashable {
        /// There is none, and by its status there can be none (RFC 9110 §6.4.1).
        case none
        /// Bytes; also of the body that an answer to HEAD leaves out.
        case length(Int)
        case chunked
        /// HTTP/1.0: up to the close.
        case untilClose
    }

    /// Whether the connection is closed afterwards (RFC 9112 §9.3).
    enum Persistence: Hashable {
        case closes
        /// As HTTP/1.1 has it where nothing is said.
        case persists
        /// HTTP/1.0: where the client asked for it and is told that it is so.
        case persistsAsAsked

        fileprivate var fieldLine: StaticString {
            switch self {
            case .closes: "\r\nConnection: close\r\n\r\n"
            case .persists: "\r\n\r\n"
            case .persistsAsAsked: "\r\nConnection: keep-alive\r\n\r\n"
            }
        }
    }

    var status: HTTPResponse.Status
    var headers: HTTPFields
    var framing: Framing
    var persistence: Persistence
    var date: String
    var requestID: String

    /// Whether a field is the connection's own.
    private static func isReserved(_ name: HTTPField.Name) -> Bool {
        switch name.canonicalName {
        case "content-length", "transfer-encoding", "connection", "date", "x-request-id", "keep-alive", "upgrade", "trailer": true
        default: false
        }
    }

    /// The head, to which a short body can be appended.
    func bytes(reserving bodyCapacity: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + bodyCapacity)
        bytes.append(contentsOf: "HTTP/1.1 ".utf8)
        bytes.append(contentsOf: String(status.code).utf8)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: status.reasonPhrase.utf8)
        bytes.append(contentsOf: "\r\nDate: ".utf8)
        bytes.append(contentsOf: date.utf8)
        bytes.append(contentsOf: "\r\nx-request-id: ".utf8)
        bytes.append(contentsOf: requestID.utf8)
        for field in headers where !Self.isReserved(field.name) {
            // HTTPField holds neither CR, LF nor NUL in its value, and a token for a name: nothing can be split off here.
            bytes.append(contentsOf: "\r\n".utf8)
            bytes.append(contentsOf: field.name.rawName.utf8)
            bytes.append(contentsOf: ": ".utf8)
            field.withUnsafeBytesOfValue { bytes.append(contentsOf: $0) }
        }
        switch framing {
        case .none, .untilClose: break
        case .length(let length):
            bytes.append(contentsOf: "\r\nContent-Length: ".utf8)
            bytes.append(contentsOf: String(length).utf8)
        case .chunked:
            bytes.append(contentsOf: "\r\nTransfer-Encoding: chunked".utf8)
        }
        let end = persistence.fieldLine
        bytes.append(contentsOf: UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount))
        return bytes
    }
}
