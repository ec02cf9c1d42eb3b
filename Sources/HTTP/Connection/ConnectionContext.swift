import HTTPTypes
import Logging
import Synchronization

/// What all connections of a server share.
final class ConnectionContext: Sendable {
    let configuration: HTTPServerConfiguration
    let responder: HTTPServer.Responder
    let errorBody: ErrorBody
    let logger: Logger
    let date = DateField()
    let identifiers = RequestIdentifiers()
    let addresses: AddressCounts
    /// For new connections; nil where TLS is not spoken.
    let tls: Mutex<TLSContext?>

    init(
        configuration: HTTPServerConfiguration, responder: @escaping HTTPServer.Responder, errorBody: @escaping ErrorBody, logger: Logger
    ) throws(TLSError) {
        self.configuration = configuration
        self.responder = responder
        self.errorBody = errorBody
        self.logger = logger
        addresses = AddressCounts(limit: configuration.maximumConnectionsPerAddress)
        tls = Mutex(try configuration.tls.map { configuration throws(TLSError) in try TLSContext(configuration) })
    }

    /// An answer of HTTP's own.
    func error(_ status: HTTPResponse.Status, _ message: String, headers: HTTPFields = [:]) -> Response {
        let (contentType, bytes) = errorBody(status, message)
        var headers = headers
        headers[.contentType] = contentType
        return Response(status: status, headers: headers, body: .bytes(bytes))
    }
}

extension BodyError {
    /// The outward map of what a handler did not catch.
    var status: HTTPResponse.Status {
        switch self {
        case .tooLarge, .tooDense: .contentTooLarge
        case .malformed(let error): error.status
        case .unsupportedCoding: .unsupportedMediaType
        case .undecodable: .badRequest
        case .timedOut: .requestTimeout
        case .clientGone: .badRequest
        case .consumed: .internalServerError
        case .cancelled: .serviceUnavailable
        }
    }

    var message: String {
        switch self {
        case .tooLarge(let limit): "The body is larger than \(limit) bytes."
        case .tooDense(let limit): "The body expands to more than \(limit) times its size."
        case .malformed(let error): error.message
        case .unsupportedCoding(let coding): "The content coding \(coding) is not served."
        case .undecodable: "The body does not decode as its Content-Encoding says."
        case .timedOut: "The body did not come in time."
        case .clientGone: "The connection ended before the body did."
        case .consumed: "The body was read already."
        case .cancelled: "The server is shutting down."
        }
    }
}
