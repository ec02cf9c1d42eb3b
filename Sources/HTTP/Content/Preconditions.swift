import HTTPTypes

/// Whether a request that names conditions is served, by what it would be served (RFC 9110 §13.2.2).
enum Preconditions: Hashable {
    case hold
    /// The client's copy still does: 304.
    case notModified
    /// 412.
    case fail

    /// - Parameters:
    ///   - headers: of a GET or HEAD.
    ///   - tag: of the bytes that would be sent.
    ///   - lastModified: seconds since 1970.
    init(_ headers: HTTPFields, tag: EntityTag, lastModified: Int?) {
        if headers.contains(.ifMatch) {
            guard EntityTagList(headers[values: .ifMatch]).contains(tag.equalsStrongly) else {
                self = .fail
                return
            }
        } else if let date = Self.date(headers, .ifUnmodifiedSince), let lastModified, lastModified > date {
            self = .fail
            return
        }
        if headers.contains(.ifNoneMatch) {
            self = EntityTagList(headers[values: .ifNoneMatch]).contains(tag.equalsWeakly) ? .notModified : .hold
        } else if let date = Self.date(headers, .ifModifiedSince), let lastModified, lastModified <= date {
            self = .notModified
        } else {
            self = .hold
        }
    }

    /// RFC 9110 §13.1.5: whether `Range` counts. Where the bytes have changed, parts of them are of no use.
    static func allowRange(_ headers: HTTPFields, tag: EntityTag, lastModified: Int?) -> Bool {
        guard headers.contains(.ifRange) else { return true }
        let values = headers[values: .ifRange]
        guard values.count == 1, let value = values.first else { return false }
        guard value.hasSuffix("\"") else { return lastModified != nil && DateField.parse(value) == lastModified }
        return EntityTagList([value]) == .tags([tag]) && !tag.isWeak
    }

    /// Nil for what is no date, which is to be ignored.
    private static func date(_ headers: HTTPFields, _ name: HTTPField.Name) -> Int? {
        headers[name].flatMap(DateField.parse)
    }
}
