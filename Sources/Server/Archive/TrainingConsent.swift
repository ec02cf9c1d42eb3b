/// Whether what is stored may become training data: nobody's does unless somebody has said so.
///
/// The server's setting `store.training-export` says it for everything that is stored while it holds; a request's metadata say it for that
/// request alone, either way. A response that goes on from others may only where all of them may. What was said is stored with the response:
/// a setting that is changed later changes nothing about it.
package struct TrainingConsent: Sendable, Hashable {
    /// The member of `metadata` of a response or a conversation.
    package static let metadataName = "training_export"

    /// What holds where the metadata say nothing.
    package var standard: Bool

    package init(standard: Bool) {
        self.standard = standard
    }

    /// Anything but `allow` is no.
    package func isGiven(by metadata: some Sequence<(key: String, value: String)>) -> Bool {
        metadata.first { $0.key == Self.metadataName }.map { $0.value == "allow" } ?? standard
    }
}
