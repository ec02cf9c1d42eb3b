/// Where a request stands in a trace that others record: W3C Trace Context, https://www.w3.org/TR/trace-context/.
package struct TraceContext: Sendable, Hashable {
    /// 32 hexadecimal digits, not all of them 0.
    package let traceID: String
    /// 16 hexadecimal digits, not all of them 0.
    package let spanID: String
    /// 8 bits; the lowest says that the caller may have recorded it.
    package let flags: UInt8

    /// What a caller sends as `traceparent`. Nil where it is not well-formed: it is then as if nothing had been sent (§3.2.2.3).
    package init?(traceparent: String) {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, Self.isHexadecimal(parts[0], digits: 2), parts[0] != "ff", Self.isHexadecimal(parts[1], digits: 32),
            Self.isHexadecimal(parts[2], digits: 16), Self.isHexadecimal(parts[3], digits: 2), let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        // Versions to come may say more behind it; this one does not.
        guard parts[0] != "00" || parts.count == 4 else { return nil }
        guard parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" }) else { return nil }
        traceID = String(parts[1])
        spanID = String(parts[2])
        self.flags = flags
    }

    private init(traceID: String, spanID: String, flags: UInt8) {
        self.traceID = traceID
        self.spanID = spanID
        self.flags = flags
    }

    /// What is done for the caller, as a span of its own.
    package func child() -> TraceContext {
        let digits = String(UInt64.random(in: 1...UInt64.max), radix: 16)
        return TraceContext(traceID: traceID, spanID: String(repeating: "0", count: 16 - digits.count) + digits, flags: flags)
    }

    /// As `traceparent` and `traceresponse` have it, in version 00.
    package var headerValue: String {
        "00-\(traceID)-\(spanID)-\(flags < 16 ? "0" : "")\(String(flags, radix: 16))"
    }

    private static func isHexadecimal(_ text: Substring, digits: Int) -> Bool {
        text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
