package import HTTPTypes

extension HTTPField.Name {
    package static let xAccelBuffering = constant("X-Accel-Buffering")
    /// What a client sends that goes on with an event stream.
    package static let lastEventID = constant("Last-Event-ID")
    package static let xRequestID = constant("x-request-id")

    /// swift-http-types has the host in the request's authority; on the wire it is a field.
    static let hostField = constant("Host")

    /// A name known to be a token.
    package static func constant(_ name: StaticString) -> HTTPField.Name {
        guard let name = HTTPField.Name("\(name)") else { preconditionFailure("not a token") }
        return name
    }
}
