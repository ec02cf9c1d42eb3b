/// What names an answer; given by the server, so that nothing here has a clock or chance.
package struct AnswerIdentity: Sendable, Hashable {
    /// `chatcmpl-…` or `resp_…`.
    package var id: String
    /// Seconds since 1970.
    package var created: Int
    /// The served model's name.
    package var model: String
    /// Of weights, kernels and template; `nil` leaves it out.
    package var systemFingerprint: String?

    package init(id: String, created: Int, model: String, systemFingerprint: String? = nil) {
        self.id = id
        self.created = created
        self.model = model
        self.systemFingerprint = systemFingerprint
    }
}

/// Makes ids for items and calls from their prefix: `call_` → `call_4fX…`.
package struct IDSource: Sendable {
    private let make: @Sendable (_ prefix: String) -> String

    package init(_ make: @escaping @Sendable (_ prefix: String) -> String) {
        self.make = make
    }

    package func callAsFunction(_ prefix: String) -> String { make(prefix) }
}
