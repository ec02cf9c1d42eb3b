/// Files that a server proves itself with. They are read when a server is made and when it is told to reload.
package struct TLSConfiguration: Sendable, Hashable {
    /// PEM: the server's certificate, then the intermediate ones in order.
    package var certificateChain: String
    /// PEM, without a passphrase; nobody but its owner and group may read it, and only its owner write it.
    package var privateKey: String
    /// PEM: authorities of which every client must show a certificate. Nil asks for none.
    package var clientAuthorities: String?

    package init(certificateChain: String, privateKey: String, clientAuthorities: String? = nil) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.clientAuthorities = clientAuthorities
    }
}
