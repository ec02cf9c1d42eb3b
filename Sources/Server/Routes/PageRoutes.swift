package import HTTP
import HTTPTypes
import Page

/// `GET /`: a page for people: a chat, with lenses for who builds on it and who trains models, and what this server is. What it shows
/// it asks of the other routes. Its parts are at `/page/NAME`.
package struct PageRoutes: Sendable {
    package init() {}

    package func add(to router: inout Router) {
        let policy = ContentSecurityPolicy.sameOrigin(PageFile.index.bytes)
        for (pattern, file) in Self.files {
            let content = StaticContent(
                file.bytes, contentType: file.contentType, lastModified: ProgramFile.lastModified,
                headers: [
                    .contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff", .referrerPolicy: "no-referrer",
                ])
            router.on(.get, pattern) { content.response(to: $0) }
        }
    }

    /// What is served without a key: the page itself asks for one.
    package static let patterns = Set(files.map(\.pattern))

    private static let files = [(pattern: "/", file: PageFile.index)] + PageFile.parts.map { (pattern: "/page/\($0.name)", file: $0) }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = constant("Referrer-Policy")
}
