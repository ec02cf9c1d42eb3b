/// A proxy that requests of ours go through: plain HTTP to it, `CONNECT` for what is secure.
package struct ClientProxy: Sendable, Hashable {
    package let origin: ClientOrigin
    /// The value of `Proxy-Authorization`, where its URL has a user.
    package let authorization: String?

    package init(_ origin: ClientOrigin, authorization: String? = nil) {
        self.origin = origin
        self.authorization = authorization
    }
}
