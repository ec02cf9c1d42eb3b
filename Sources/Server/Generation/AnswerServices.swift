package import JSON
package import OpenAI
import OrderedCollections

/// From a request to the model that is to answer it: what every route that answers has.
package struct AnswerServices: Sendable {
    package let models: ModelRegistry
    package let responder: AnswerResponder
    package let answers: AnswerDefaults
    package let ids: IDSource
    /// Largest request body in bytes.
    package let maximumBody: Int

    package init(
        models: ModelRegistry, responder: AnswerResponder, answers: AnswerDefaults, ids: IDSource = .random, maximumBody: Int
    ) {
        self.models = models
        self.responder = responder
        self.answers = answers
        self.ids = ids
        self.maximumBody = maximumBody
    }

    /// The service of the model that a body names, which is loaded then for as long as it or an answer of it is held.
    ///
    /// - Parameters:
    ///   - body: has the model's id in place of an alias afterwards.
    ///   - needsModel: false where the first is meant if it names none.
    /// - Throws: 400 where it names none, else as `ModelRegistry.use`.
    package func service(for body: inout JSONValue, needsModel: Bool = true) async throws(APIError) -> AnswerService {
        let named = try RequestedModel.name(in: body)
        guard let name = named ?? (needsModel ? nil : models.firstID) else { throw .missing("model") }
        let use = try await models.use(name)
        if named != nil, case .object(var members) = body {
            members["model"] = .string(use.model.name)
            body = .object(members)
        }
        return AnswerService(use, responder: responder, answers: answers, ids: ids, maximumBody: maximumBody)
    }
}
