import HTTPTypes
import Synchronization

/// The ids of requests, for logs and `x-request-id`: unique, not secret.
final class RequestIdentifiers: Sendable {
    private let seed = UInt64.random(in: 0...UInt64.max)
    private let count = Atomic<UInt64>(0)

    /// The client's own, when it is 1 to 128 visible ASCII characters, once; else a new one.
    func identifier(of headers: HTTPFields) -> String {
        let sent = headers[fields: .xRequestID]
        if sent.count == 1, let field = sent.first, Self.isUsable(field) { return field.value }
        return next()
    }

    /// `req_` and 32 hexadecimal digits.
    func next() -> String {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        let halves = (Self.mix(seed &+ number), Self.mix(~seed &+ number))
        return String(unsafeUninitializedCapacity: 36) { text in
            let start = text.initialize(fromContentsOf: "req_".utf8)
            for index in 0..<32 {
                let half = index < 16 ? halves.0 : halves.1
                let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - index % 16 * 4) & 15)
                text.initializeElement(at: start + index, to: UInt8.hexDigit(digit))
            }
            return start + 32
        }
    }

    private static func isUsable(_ field: HTTPField) -> Bool {
        field.withUnsafeBytesOfValue { (1...128).contains($0.count) && $0.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
    }

    /// splitmix64's finaliser, a bijection: different numbers stay different.
    private static func mix(_ number: UInt64) -> UInt64 {
        var mixed = number &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
