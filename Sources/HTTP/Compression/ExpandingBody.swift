import HTTPTypes
import Synchronization

/// A body in gzip or deflate, expanded as it is read (RFC 9110 §8.4.1). It is bounded by what comes out of it, not by what goes in:
/// a bomb of 32 KiB holds 32 MiB.
final class ExpandingBody: BodySource {
    private let stream: Mutex<ZlibStream>
    private let source: any BodySource
    private let limits: RequestLimits

    /// The expanded length is not known beforehand.
    var declaredLength: Int? { nil }

    /// Nil when there is no memory for it.
    init?(_ source: any BodySource, isGzip: Bool, limits: RequestLimits) {
        guard let stream = ZlibStream(isGzip ? .expandGzip : .expandZlib) else { return nil }
        self.stream = Mutex(stream)
        self.source = source
        self.limits = limits
    }

    func next() async throws(BodyError) -> [UInt8]? {
        while true {
            let result = stream.withLock { stream in Self.expand(stream, limits) }
            if let result { return try result.get() }
            guard let more = try await source.next() else {
                // The format has an end of its own, which must have come.
                guard stream.withLock({ $0.step(capacity: 1) == .finished }) else { throw .undecodable }
                return nil
            }
            stream.withLock { $0.give(more) }
        }
    }

    /// Nil when more input is needed, or the end of it.
    private static func expand(_ stream: ZlibStream, _ limits: RequestLimits) -> Result<[UInt8], BodyError>? {
        switch stream.step(capacity: pieceLength) {
        case .output(let bytes):
            guard stream.produced <= limits.body else { return .failure(.tooLarge(limit: limits.body)) }
            // Below the first piece a ratio says nothing.
            guard stream.produced <= pieceLength || stream.produced / limits.expansion <= stream.consumed else {
                return .failure(.tooDense(limit: limits.expansion))
            }
            return .success(bytes)
        case .needsInput: return nil
        case .finished: return stream.hasInput ? .failure(.undecodable) : nil
        case .invalid: return .failure(.undecodable)
        }
    }

    private static let pieceLength = 64 << 10
}

extension RequestBody {
    /// The body without its `Content-Encoding`.
    /// - Throws: ``BodyError/unsupportedCoding(_:)`` for any coding but gzip and deflate, and for more than one.
    func expanded(_ headers: HTTPFields, limits: RequestLimits) throws(BodyError) -> RequestBody {
        let codings = headers[fields: .contentEncoding].flatMap(\.listMembers).filter { $0 != "identity" && !$0.isEmpty }
        guard let coding = codings.first, case .source(let source) = storage else { return self }
        guard codings.count == 1, ["gzip", "x-gzip", "deflate"].contains(coding) else {
            throw .unsupportedCoding(codings.joined(separator: ", "))
        }
        guard let expanding = ExpandingBody(source, isGzip: coding != "deflate", limits: limits) else { throw .undecodable }
        return RequestBody(expanding)
    }
}
