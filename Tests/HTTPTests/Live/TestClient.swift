/// What tests read and write through: TCP, or TLS on it.
protocol TestClient: Sendable {
    /// False when the server has closed.
    @discardableResult
    func send(_ bytes: [UInt8]) async -> Bool
    /// Some bytes; empty at the end of the stream, nil after a reset, and after an end of TLS without close_notify.
    func receive() async -> [UInt8]?
    /// To be received again.
    func putBack(_ bytes: [UInt8])
}

extension TestClient {
    @discardableResult
    func send(_ text: String) async -> Bool {
        await send(Array(text.utf8))
    }

    /// Up to and with a text; what there was when the server closed before.
    func receive(through marker: String) async -> String {
        var bytes: [UInt8] = []
        let marker = Array(marker.utf8)
        var searched = 0
        while true {
            if let range = bytes[searched...].firstRange(of: marker) {
                putBack(Array(bytes[range.upperBound...]))
                return String(decoding: bytes[..<range.upperBound], as: UTF8.self)
            }
            searched = max(0, bytes.count - marker.count)
            guard let more = await receive(), !more.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
            bytes += more
        }
    }

    /// Exactly so many bytes, or fewer when the server closed before.
    func receive(count: Int) async -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard let more = await receive(), !more.isEmpty else { return bytes }
            bytes += more
        }
        putBack(Array(bytes[count...]))
        return Array(bytes.prefix(count))
    }

    /// Everything up to the server's close; `isReset` when it was none.
    func receiveToTheEnd() async -> (text: String, isReset: Bool) {
        var bytes: [UInt8] = []
        while let more = await receive() {
            if more.isEmpty { return (String(decoding: bytes, as: UTF8.self), false) }
            bytes += more
        }
        return (String(decoding: bytes, as: UTF8.self), true)
    }

    /// The next response, interim ones apart.
    /// - Parameter hasBody: false for the answer to HEAD.
    func response(hasBody: Bool = true) async -> RawResponse {
        var response = RawResponse()
        repeat {
            response.head = await receive(through: "\r\n\r\n")
            response.status = Int(response.head.dropFirst(9).prefix(3)) ?? 0
        } while (100..<200).contains(response.status)
        for line in response.head.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ": ", maxSplits: 1)
            response.fields[parts[0].lowercased()] = parts.count > 1 ? String(parts[1]) : ""
        }
        guard hasBody else { return response }
        if let length = response.fields["content-length"].flatMap({ Int($0) }) {
            response.body = String(decoding: await receive(count: length), as: UTF8.self)
        } else if response.fields["transfer-encoding"] == "chunked" {
            while let size = Int(await receive(through: "\r\n").dropLast(), radix: 16), size > 0 {
                response.body += String(decoding: await receive(count: size), as: UTF8.self)
                _ = await receive(count: 2)
            }
            _ = await receive(through: "\r\n")
        } else if response.status != 204 && response.status != 304 {
            response.body = await receiveToTheEnd().text
        }
        return response
    }
}

/// A final response as a client reads it.
struct RawResponse: Equatable {
    var status = 0
    /// By name in lower case; the last of a name.
    var fields: [String: String] = [:]
    var body = ""
    /// As sent, with its framing.
    var head = ""
}
