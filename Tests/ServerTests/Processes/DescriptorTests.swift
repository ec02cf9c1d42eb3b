import Foundation
import HTTP
import Testing

/// A server that runs out of descriptors.
@Suite struct DescriptorTests {
    private static let request = "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    /// With 48 descriptors in all it takes some thirty clients, who say nothing and are let go after a second. Those who come meanwhile
    /// wait in the system's queue and are then answered, and the waiting costs next to no time of the processor.
    @Test func waitsForDescriptorsWithoutSpinningAndLosesNobody() async throws {
        let server = try ChildServer(["--port", "0", "--http-idle-seconds", "1"], shell: "ulimit -n 48")
        let address = try await server.address()
        // The model's files need descriptors too.
        try #require(await server.line(with: "ready") != nil)
        let silent = try (0..<48).map { _ in try RawSocket(address) }
        let waiting = try (0..<8).map { _ in try RawSocket(address) }
        for client in waiting { try client.write(Self.request) }
        let line = try #require(await server.line(with: "cannot accept for the moment"))
        #expect(line.contains("no descriptors or memory left"))

        let (start, used) = (ContinuousClock.now, try server.processorSeconds())
        for client in waiting { #expect(try await client.answer().status == 200) }
        let spent = try server.processorSeconds() - used
        let passed = ContinuousClock.now - start
        // Whoever spins has all of a core, or what it is given of one.
        #expect(.seconds(spent) < passed / 4)

        withExtendedLifetime(silent) {}
        #expect(try await RawClient(address).get("/livez").status == 200)
        #expect(try await server.end(SIGTERM) == 0)
    }
}
