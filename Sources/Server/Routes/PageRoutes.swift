package import HTTP
import HTTPTypes

/// `GET /`: a page for people, which tells what this server is and how to use it. What it shows it asks of the other routes.
package struct PageRoutes: Sendable {
    private let page: StaticContent

    package init() {
        let bytes = PackageResources.index_html
        page = StaticContent(
            bytes, contentType: "text/html; charset=utf-8", lastModified: ProgramFile.lastModified,
            headers: [
                .contentSecurityPolicy: ContentSecurityPolicy.selfContained(bytes), .xContentTypeOptions: "nosniff",
                .referrerPolicy: "no-referrer",
            ])
    }

    package func add(to router: inout Router) {
        router.on(.get, "/") { [page] in page.response(to: $0) }
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = constant("Referrer-Policy")
}
