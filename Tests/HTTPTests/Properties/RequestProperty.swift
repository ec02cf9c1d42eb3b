import HTTP
import HTTPTypes

/// What holds of ``RequestParser`` whatever it is given.
enum RequestProperty {
    /// Small, so that what is beyond them is found by chance too.
    static let limits: RequestLimits = {
        var limits = RequestLimits()
        (limits.requestLine, limits.fieldLine, limits.fieldSection, limits.fieldCount) = (200, 200, 600, 8)
        (limits.leadingEmptyLines, limits.chunkExtensions, limits.body) = (2, 40, 1000)
        return limits
    }()

    /// What does not hold of these bytes; nil where all does.
    static func violation(_ bytes: [UInt8]) -> String? {
        let whole = Reading([bytes], limits)
        for pieces in Splits.of(bytes) where Reading(pieces, limits) != whole {
            return "in pieces of \(pieces.map(\.count)): \(Reading(pieces, limits)), whole: \(whole)"
        }
        for message in whole.messages {
            if let fault = fault(of: message) { return "\(fault): \(message)" }
            guard message.isWhole else { continue }
            // What was understood says the same when it is written again.
            let rewritten = Reading([message.written], RequestLimits())
            guard rewritten.error == nil, rewritten.messages == [message] else { return "\(message) became \(rewritten)" }
        }
        return nil
    }

    private static func fault(of message: Message) -> String? {
        let head = message.head
        if !head.target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return "a target with other bytes than visible ones" }
        if !head.target.hasPrefix("/") && !(head.target == "*" && head.method == .options) { return "a target that is no path" }
        if head.authority == nil && head.version == .http1_1 { return "no authority" }
        if head.headers.count > limits.fieldCount { return "too many fields" }
        for field in head.headers {
            let isClean = field.withUnsafeBytesOfValue { $0.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }
            if !isClean { return "a control character in a value" }
        }
        switch head.framing {
        case .none: return message.body.isEmpty ? nil : "a body out of nowhere"
        case .length(let length):
            let isRight = message.isWhole ? message.body.count == length : message.body.count < length
            return isRight && length <= limits.body ? nil : "a body of another length"
        case .chunked: return message.body.count <= limits.body ? nil : "a body above the limit"
        }
    }

    /// One request, as far as it was read.
    struct Message: Equatable {
        var head: RequestHead
        var body: [UInt8] = []
        var isWhole = false

        /// The same request, with its body in one piece.
        var written: [UInt8] {
            let host = head.headers[fields: Self.host].first?.value
            let isAbsolute = head.authority != host
            let target = isAbsolute ? "http://\(head.authority ?? "")\(head.target == "*" ? "" : head.target)" : head.target
            var bytes = Array("\(head.method.rawValue) \(target) \(head.version == .http1_0 ? "HTTP/1.0" : "HTTP/1.1")\r\n".utf8)
            for field in head.headers {
                bytes += Array("\(field.name.rawName):".utf8)
                field.withUnsafeBytesOfValue { bytes.append(contentsOf: $0) }
                bytes += Array("\r\n".utf8)
            }
            bytes += Array("\r\n".utf8)
            switch head.framing {
            case .none: break
            case .length: bytes += body
            case .chunked:
                if !body.isEmpty { bytes += Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n".utf8) }
                bytes += Array("0\r\n\r\n".utf8)
            }
            return bytes
        }

        private static let host = HTTPField.Name("Host") ?? .server
    }

    /// What the parser makes of pieces.
    struct Reading: Equatable {
        var messages: [Message] = []
        var error: RequestError?
        var isBetweenRequests = false

        init(_ pieces: [[UInt8]], _ limits: RequestLimits) {
            var parser = RequestParser(limits: limits)
            for piece in pieces {
                parser.receive(piece)
                do throws(RequestError) {
                    while take(try parser.next()) {}
                } catch {
                    precondition(self.error == nil || self.error == error, "an error that is not final")
                    self.error = error
                }
            }
            isBetweenRequests = error == nil && parser.isBetweenRequests
        }

        /// - Returns: whether there may be more.
        private mutating func take(_ event: RequestParser.Event) -> Bool {
            switch event {
            case .needsBytes: return false
            case .head(let head):
                precondition(messages.last?.isWhole != false, "a request within a request")
                messages.append(Message(head: head))
            case .body(let piece):
                precondition(!piece.isEmpty, "an empty piece")
                messages[messages.count - 1].body += piece
            case .end:
                precondition(messages.last?.isWhole == false, "an end without a request")
                messages[messages.count - 1].isWhole = true
            }
            return true
        }
    }
}
