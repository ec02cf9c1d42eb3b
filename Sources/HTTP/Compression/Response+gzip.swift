package import HTTPTypes

extension Response {
    /// The same, compressed where that is worth it and the client takes it. Only bodies at hand: streams are never compressed, since
    /// their pieces would wait in the compressor.
    package func compressed(for headers: HTTPFields) -> Response {
        guard case .bytes(let bytes) = body, isCompressible(bytes) else { return self }
        var response = self
        // RFC 9110 §12.5.5: caches must know that the body depends on it, also when it was not compressed.
        response.headers.append(HTTPField(name: .vary, value: "Accept-Encoding"))
        guard AcceptEncoding.prefersGzip(headers), let compressed = gzipped else { return response }
        response.headers[.contentEncoding] = "gzip"
        // RFC 9110 §8.8.1: a strong validator is of these bytes and no others.
        if let tag = response.headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/" + tag }
        response.body = .bytes(compressed)
        return response
    }

    /// The body in gzip; nil where that is not worth it.
    var gzipped: [UInt8]? {
        guard case .bytes(let bytes) = body, isCompressible(bytes), let compressed = Self.gzip(bytes) else { return nil }
        return compressed.count < bytes.count ? compressed : nil
    }

    /// Bytes below which the fields would cost what the compression saves.
    private static let leastCompressed = 512

    private func isCompressible(_ bytes: [UInt8]) -> Bool {
        // Who says that the answer varies has chosen the coding already.
        let isChosen = headers[fields: .vary].contains { $0.listMembers.contains("accept-encoding") }
        guard bytes.count >= Self.leastCompressed, !isChosen, !headers.contains(.contentEncoding), !headers.contains(.contentRange),
            let type = headers.first(where: { $0.name == .contentType })
        else { return false }
        return type.withUnsafeBytesOfValue { value in
            let media = value.prefix { $0 != UInt8(ascii: ";") }
            func isMedia(_ name: StaticString) -> Bool {
                media.count == name.utf8CodeUnitCount && media.hasCaseInsensitivePrefix(name)
            }
            return media.hasCaseInsensitivePrefix("text/") && !isMedia("text/event-stream")
                || media.suffix(5).hasCaseInsensitivePrefix("+json") || media.suffix(4).hasCaseInsensitivePrefix("+xml")
                || Self.compressible.contains(where: isMedia)
        }
    }

    /// Beside text.
    private static let compressible: [StaticString] = [
        "application/json", "application/javascript", "application/xml", "application/wasm",
    ]

    private static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        guard let stream = ZlibStream(.compress) else { return nil }
        stream.give(bytes)
        var compressed: [UInt8] = []
        while true {
            switch stream.step(capacity: max(1024, bytes.count / 4), isLast: true) {
            case .output(let output): compressed.append(contentsOf: output)
            case .finished: return compressed
            case .needsInput, .invalid: return nil
            }
        }
    }
}
