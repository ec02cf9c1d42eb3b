import HTTP

/// `chorale health`: asks a server on this machine how it is, for containers without a shell. It blocks.
package struct HealthCheck: Sendable {
    package enum Failure: Error, Hashable, CustomStringConvertible {
        case noAddress
        case noConnection(address: String, reason: String)
        case noAnswer(address: String)
        case noTLS(address: String)
        /// What the server says of itself.
        case unwell(status: Int, body: String)

        package var description: String {
            switch self {
            case .noAddress: "the configuration names no address of its own; name one with --address"
            case .noConnection(let address, let reason): "no connection to \(address): \(reason)"
            case .noAnswer(let address): "no answer from \(address)"
            case .noTLS(let address): "no TLS with \(address)"
            case .unwell(let status, let body): "\(status) \(body)"
            }
        }
    }

    private let exchange: LocalExchange
    private let path: String

    /// - Parameters:
    ///   - address: as in `listen`; nil: the first that the configuration has the server listen on, from within the machine.
    ///   - live: whether it is enough that the process answers; else it has to take requests.
    package init(
        _ configuration: ServerConfiguration, address: String? = nil, live: Bool = false, timeout: Duration = .seconds(5)
    ) throws {
        let named = try address.map { try SocketAddress($0) }
        guard let address = named ?? configuration.http.addresses.first?.fromWithin else { throw Failure.noAddress }
        exchange = LocalExchange(
            address: address, usesTLS: configuration.http.tls != nil, sendsProxyHeader: configuration.http.proxies.expectsHeader,
            timeout: timeout)
        path = configuration.basePath.description + (live ? "/livez" : "/readyz")
    }

    /// What the server says of itself, where it is well.
    package func run() throws(Failure) -> String {
        let address = exchange.address.description
        let answer: [UInt8]
        do throws(LocalExchange.Failure) {
            answer = try exchange.run(Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8))
        } catch {
            switch error {
            case .noConnection(let reason): throw .noConnection(address: address, reason: reason)
            case .noTLS: throw .noTLS(address: address)
            case .noAnswer: throw .noAnswer(address: address)
            }
        }
        let text = String(decoding: answer, as: UTF8.self)
        guard let status = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { throw .noAnswer(address: address) }
        let body = text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
        guard status == 200 else { throw .unwell(status: status, body: body) }
        return body
    }
}

extension SocketAddress {
    /// How this machine reaches it: all addresses are reached at loopback.
    fileprivate var fromWithin: SocketAddress {
        switch host {
        case .v4(0): SocketAddress(host: .v4(UInt32(0x7F00_0001).bigEndian), port: port)
        case .v6(high: 0, low: 0, scope: _): SocketAddress(host: .v6(high: 0, low: UInt64(1).bigEndian, scope: 0), port: port)
        default: self
        }
    }
}
