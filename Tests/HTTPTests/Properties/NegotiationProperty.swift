import HTTP
import HTTPTypes

/// What holds of Accept-Encoding whatever it says.
enum NegotiationProperty {
    static func violation(_ bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes.filter { $0 >= 0x20 && $0 < 0x7F }, as: UTF8.self)
        let members = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let answer = prefersGzip([text])
        // RFC 9110 §5.3: lines of one name are one list.
        if prefersGzip(members) != answer { return "\(text) says another thing in one line than in several" }
        if prefersGzip([members.map { "\t \($0) " }.joined(separator: ",")]) != answer { return "blanks make a difference in \(text)" }
        if prefersGzip([text.uppercased().replacing("Q=", with: "q=")]) != prefersGzip([text.lowercased()]) {
            return "case makes a difference in \(text)"
        }
        if prefersGzip([text + ", br;q=1"]) != answer { return "another coding makes a difference in \(text)" }
        return answer && !text.contains("*") && !text.lowercased().contains("gzip") ? "\(text) was taken for gzip" : nil
    }

    private static func prefersGzip(_ lines: [String]) -> Bool {
        var headers = HTTPFields()
        headers[values: .acceptEncoding] = lines
        return AcceptEncoding.prefersGzip(headers)
    }
}
