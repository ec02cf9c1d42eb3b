/// What a browser lets a page do (W3C Content Security Policy Level 3).
package enum ContentSecurityPolicy {
    /// Of a page whose scripts and styles are files of its own server: they run, and of what is within the page only the scripts and
    /// styles without attributes, named by their digests. Nothing is asked of any other server, and what somebody manages to slip into
    /// the page does nothing.
    package static func sameOrigin(_ page: [UInt8]) -> String {
        [
            "default-src 'none'", directive("script-src", contents(of: "script", in: page)),
            directive("style-src", contents(of: "style", in: page)), "img-src 'self' data:", "connect-src 'self'", "base-uri 'none'",
            "form-action 'none'", "frame-ancestors 'none'",
        ].joined(separator: "; ")
    }

    private static func directive(_ name: String, _ elements: [[UInt8]]) -> String {
        name + " 'self'" + elements.map { " 'sha256-\(SHA256.base64(of: $0))'" }.joined()
    }

    /// What is between `<name>` and `</name>`, each time. Elements with attributes are not among them.
    private static func contents(of name: String, in page: [UInt8]) -> [[UInt8]] {
        var elements: [[UInt8]] = []
        var rest = page[...]
        while let start = rest.firstRange(of: "<\(name)>".utf8), let end = rest[start.upperBound...].firstRange(of: "</\(name)>".utf8) {
            elements.append(Array(rest[start.upperBound..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return elements
    }
}
