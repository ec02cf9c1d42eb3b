import OrderedCollections

/// What was accepted without effect; told to the client in the header `chorale-warning`.
package struct Warnings: Sendable, Hashable {
    /// The header's name.
    package static let headerName = "chorale-warning"

    /// How many are kept: a request may hold a million unknown names.
    private static let limit = 32

    private var kept: OrderedSet<String> = []
    private var isTruncated = false

    /// One sentence each, in order, none twice.
    package var sentences: [String] { kept.elements + (isTruncated ? ["and more"] : []) }

    package init() {}

    package var isEmpty: Bool { kept.isEmpty }

    package mutating func add(_ sentence: String) {
        if kept.count < Self.limit { kept.append(sentence) } else if !kept.contains(sentence) { isTruncated = true }
    }

    /// The header's value, visible ASCII and spaces only; `nil` without warnings.
    package var headerValue: String? {
        isEmpty ? nil : sentences.map(Self.visibleASCII).joined(separator: "; ")
    }

    /// Names come from the client: whatever a header field must not hold becomes `?`.
    private static func visibleASCII(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result.unicodeScalars.append((0x20...0x7E).contains(scalar.value) ? scalar : "?")
        }
        return result
    }
}

extension Warnings {
    /// A parameter that this server does not know.
    mutating func unknown(_ param: String) {
        add("unknown parameter '\(APIError.excerpt(Self.withoutIndices(param)))' was ignored")
    }

    /// A parameter that the API knows and that has no effect here.
    mutating func ignored(_ param: String, _ reason: String? = nil) {
        add("'\(Self.withoutIndices(param))' was ignored" + (reason.map { ": \($0)" } ?? ""))
    }

    /// What the model is asked for and not held to.
    mutating func notEnforced(_ param: String) {
        add("'\(Self.withoutIndices(param))' is passed to the model but not yet enforced")
    }

    /// A schema that need not be held to and cannot be.
    package mutating func notHeld(to param: String, _ reason: String) {
        add("'\(Self.withoutIndices(param))' is passed to the model but not enforced: \(reason)")
    }

    /// What `truncation` left out.
    package mutating func truncated(messages: Int, turns: Int) {
        add("truncation left out the \(turns == 1 ? "oldest turn" : "\(turns) oldest turns") (\(messages) messages)")
    }

    /// A tool that only a hosted service has.
    mutating func leftOut(tool type: String) {
        add("tool type '\(APIError.excerpt(type))' is not available here and was left out")
    }

    /// Names every member of the object that nobody asked for.
    mutating func addUnread(of reader: RequestReader) {
        for name in reader.unread { unknown(reader.path(name)) }
    }

    /// `messages[17].name` → `messages[].name`: one warning however many messages.
    private static func withoutIndices(_ path: String) -> String {
        var result = ""
        var isInBrackets = false
        for character in path {
            if character == "]" { isInBrackets = false }
            if !isInBrackets { result.append(character) }
            if character == "[" { isInBrackets = true }
        }
        return result
    }
}
