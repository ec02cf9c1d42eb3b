package import HTTPTypes

/// Why bytes are not a request. Thrown by the parser, each closes the connection: where the next request begins is not known.
package enum RequestError: Error, Sendable, Hashable {
    /// A line ended without CR, or a CR stood alone.
    case invalidLineEnd
    case invalidRequestLine(String)
    case invalidMethod
    case invalidTarget(String)
    case invalidVersion
    case unsupportedVersion
    /// CONNECT: there is no tunnel here.
    case connectNotImplemented
    case requestLineTooLong(limit: Int)
    case tooManyEmptyLines(limit: Int)
    case invalidField(String)
    case fieldTooLong(limit: Int)
    case fieldSectionTooLarge(limit: Int)
    case tooManyFields(limit: Int)
    case missingHost
    case repeatedHost
    case invalidHost
    case invalidContentLength
    case repeatedContentLength
    case contentLengthWithTransferEncoding
    case invalidTransferEncoding
    /// A transfer coding other than chunked.
    case unsupportedTransferCoding
    case unsupportedExpectation
    case bodyTooLarge(limit: Int)
    case invalidChunk(String)
    case chunkExtensionsTooLarge(limit: Int)
}

extension RequestError {
    /// The outward map of parse errors.
    package var status: HTTPResponse.Status {
        switch self {
        case .requestLineTooLong: .uriTooLong
        case .fieldTooLong, .fieldSectionTooLarge, .tooManyFields: .requestHeaderFieldsTooLarge
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedVersion: .httpVersionNotSupported
        case .connectNotImplemented, .unsupportedTransferCoding: .notImplemented
        case .unsupportedExpectation: .expectationFailed
        default: .badRequest
        }
    }

    /// One sentence for the client.
    package var message: String {
        switch self {
        case .invalidLineEnd: "A line does not end with CR LF."
        case .invalidRequestLine(let reason): "The request line \(reason)."
        case .invalidMethod: "The method is not a token."
        case .invalidTarget(let reason): "The request target \(reason)."
        case .invalidVersion: "The protocol version is malformed."
        case .unsupportedVersion: "Only HTTP/1.0 and HTTP/1.1 are served."
        case .connectNotImplemented: "CONNECT is not implemented."
        case .requestLineTooLong(let limit): "The request line is longer than \(limit) bytes."
        case .tooManyEmptyLines(let limit): "More than \(limit) empty lines before the request."
        case .invalidField(let reason): "A header field \(reason)."
        case .fieldTooLong(let limit): "A header field is longer than \(limit) bytes."
        case .fieldSectionTooLarge(let limit): "The header is larger than \(limit) bytes."
        case .tooManyFields(let limit): "The header has more than \(limit) fields."
        case .missingHost: "The Host field is missing."
        case .repeatedHost: "There is more than one Host field."
        case .invalidHost: "The Host field is malformed."
        case .invalidContentLength: "Content-Length is not a number."
        case .repeatedContentLength: "There is more than one Content-Length."
        case .contentLengthWithTransferEncoding: "Content-Length and Transfer-Encoding exclude each other."
        case .invalidTransferEncoding: "Transfer-Encoding must be chunked, once, and only in HTTP/1.1."
        case .unsupportedTransferCoding: "The only transfer coding served is chunked."
        case .unsupportedExpectation: "The only expectation served is 100-continue."
        case .bodyTooLarge(let limit): "The body is larger than \(limit) bytes."
        case .invalidChunk(let reason): "A chunk \(reason)."
        case .chunkExtensionsTooLarge(let limit): "The chunk extensions are larger than \(limit) bytes."
        }
    }
}
