package import HTTPTypes

/// Bytes in memory that are served as they are, also compressed, with what caches and resumed downloads ask for: strong entity tags,
/// conditions and ranges (RFC 9110 §8.8, §13, §14). It answers GET and HEAD.
package struct StaticContent: Sendable {
    /// The bytes in one content coding. Each has a tag of its own, or a download might go on with bytes of the other.
    private struct Representation {
        var bytes: [UInt8]
        var tag: EntityTag
        /// Nil as they are.
        var coding: String?
    }

    private let contentType: String
    private let lastModified: Int?
    /// On every answer.
    private let headers: HTTPFields
    private let plain: Representation
    /// Nil where compressing gains nothing.
    private let compressed: Representation?

    /// - Parameters:
    ///   - lastModified: seconds since 1970.
    ///   - cacheControl: `no-cache` has every use checked, which costs a 304.
    ///   - headers: sent with every answer.
    package init(
        _ bytes: [UInt8], contentType: String, lastModified: Int? = nil, cacheControl: String = "no-cache", headers: HTTPFields = [:]
    ) {
        self.contentType = contentType
        self.lastModified = lastModified
        let tag = EntityTag(of: bytes)
        plain = Representation(bytes: bytes, tag: tag)
        let gzipped = Response(contentType: contentType, bytes: bytes).gzipped
        compressed = gzipped.map { Representation(bytes: $0, tag: EntityTag(tag.opaque + "-gzip"), coding: "gzip") }
        var headers = headers
        headers[.cacheControl] = cacheControl
        if compressed != nil { headers[.vary] = "Accept-Encoding" }
        self.headers = headers
    }

    package func response(to request: Request) -> Response {
        var chosen = plain
        if let compressed, AcceptEncoding.prefersGzip(request.headers) { chosen = compressed }
        var headers = headers
        headers[.eTag] = "\(chosen.tag)"
        switch Preconditions(request.headers, tag: chosen.tag, lastModified: lastModified) {
        case .notModified: return Response(status: .notModified, headers: headers)
        case .fail: return Response(status: .preconditionFailed, headers: headers)
        case .hold: break
        }
        headers[.acceptRanges] = "bytes"
        let length = chosen.bytes.count
        let range = request.method == .get ? range(request.headers, chosen) : .whole
        if range == .unsatisfiable {
            headers[.contentRange] = "bytes */\(length)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
        headers[.contentType] = contentType
        headers[.contentEncoding] = chosen.coding
        headers[.lastModified] = lastModified.map(DateField.format)
        guard case .part(let part) = range else { return Response(headers: headers, body: .bytes(chosen.bytes)) }
        headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(length)"
        return Response(status: .partialContent, headers: headers, body: .bytes(Array(chosen.bytes[part])))
    }

    /// RFC 9110 §14.2: only GET has ranges.
    private func range(_ headers: HTTPFields, _ chosen: Representation) -> RangeRequest {
        guard Preconditions.allowRange(headers, tag: chosen.tag, lastModified: lastModified) else { return .whole }
        return RangeRequest(headers[.range], length: chosen.bytes.count)
    }
}
