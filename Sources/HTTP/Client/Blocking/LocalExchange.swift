/// One request to a server on this machine, for health checks: it blocks, and checks no certificate, since it is this machine that is asked and
/// nothing secret is said.
package struct LocalExchange: Sendable {
    package enum Failure: Error, Sendable, Hashable {
        /// The system's word for it.
        case noConnection(String)
        case noTLS
        /// Nothing came, or not in time.
        case noAnswer
    }

    package var address: SocketAddress
    package var usesTLS: Bool
    /// Whether the connection begins with a header of the PROXY protocol.
    package var sendsProxyHeader: Bool
    /// For each step.
    package var timeout: Duration

    package init(address: SocketAddress, usesTLS: Bool, sendsProxyHeader: Bool, timeout: Duration) {
        self.address = address
        self.usesTLS = usesTLS
        self.sendsProxyHeader = sendsProxyHeader
        self.timeout = timeout
    }

    /// - Returns: the answer up to the end of the stream, and no more than 64 KiB of it.
    package func run(_ request: [UInt8]) throws(Failure) -> [UInt8] {
        do throws(ClientError) {
            let stream = try ClientStream(to: [address], host: address.description, timeout: timeout)
            // The PROXY protocol's word for a connection of the proxy's own (version 1, §2.1).
            if sendsProxyHeader { try stream.write(Array("PROXY UNKNOWN\r\n".utf8)) }
            if usesTLS { try stream.secure(trust(), name: address.hostText) }
            try stream.write(request)
            let answer = try Self.receive(stream)
            guard !answer.isEmpty else { throw ClientError.disconnected(address.description) }
            return answer
        } catch {
            switch error {
            case .unreachable(_, let reason), .unknownHost(_, let reason): throw .noConnection(reason)
            case .noTLS: throw .noTLS
            case .disconnected, .timedOut, .malformed, .proxyRefused, .cancelled: throw .noAnswer
            }
        }
    }

    /// It is this machine that is asked, and nothing secret is said.
    private func trust() throws(ClientError) -> ClientTrust {
        do throws(TLSError) {
            return try ClientTrust(.anybody)
        } catch {
            throw .noTLS(address.description, reason: "\(error)")
        }
    }

    private static func receive(_ stream: ClientStream) throws(ClientError) -> [UInt8] {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while all.count < 1 << 16 {
            let count: Int
            do throws(ClientError) {
                count = try piece.withUnsafeMutableBytes { bytes in
                    Result { () throws(ClientError) in try stream.read(into: bytes) }
                }.get()
            } catch {
                // What came before a connection broke is what was answered.
                guard all.isEmpty else { break }
                throw error
            }
            guard count > 0 else { break }
            all += piece[..<count]
        }
        return all
    }
}
