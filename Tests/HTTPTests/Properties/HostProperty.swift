import HTTP

/// What holds of an authority whatever it is.
enum HostProperty {
    static func violation(_ bytes: [UInt8]) -> String? {
        let isContent = bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        let asField = authority([Array("GET / HTTP/1.1\r\nHost:".utf8), bytes, Array("\r\n\r\n".utf8)])
        guard isContent else { return nil }
        let accepted = asField == Array(bytes)
        if asField != nil && !accepted { return "\(bytes) was read as \(asField ?? [])" }
        if accepted, !isPlausible(bytes) { return "\(bytes) was taken for a host" }
        // The same grammar holds in an absolute target, but for what ends it there.
        guard !bytes.contains(where: { "/?#".utf8.contains($0) }) else { return accepted ? "\(bytes) was taken for a host" : nil }
        let asTarget = authority([Array("GET http://".utf8), bytes, Array("/ HTTP/1.1\r\nHost: b\r\n\r\n".utf8)])
        return (asTarget != nil) == accepted ? nil : "\(bytes) is a host in one place and not in the other"
    }

    private static func authority(_ pieces: [[UInt8]]) -> [UInt8]? {
        let reading = RequestProperty.Reading([Array(pieces.joined())], RequestLimits())
        return (reading.messages.first?.head.authority).map { Array($0.utf8) }
    }

    /// What is true of every host, and said otherwise than the grammar does.
    private static func isPlausible(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).wholeMatch(of: host) != nil
    }

    // Made once and only read.
    nonisolated(unsafe) private static let host =
        #/(\[[0-9A-Fa-f:.]{2,45}\]|\[[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+\]|([A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+)(:[0-9]*)?/#
}
