import Engine
import Foundation
import HTTP
import HTTPTypes
package import OpenAI

/// What every route that answers needs: the model, the defaults, the clock and the ids.
package struct AnswerService: Sendable {
    package let pipeline: GenerationPipeline
    package let responder: AnswerResponder
    package let answers: AnswerDefaults
    package let ids: IDSource
    /// Largest request body in bytes.
    package let maximumBody: Int

    package init(
        model: ServedModel, responder: AnswerResponder, answers: AnswerDefaults, ids: IDSource = .random, maximumBody: Int
    ) {
        pipeline = GenerationPipeline(model: model, ids: ids)
        self.responder = responder
        self.answers = answers
        self.ids = ids
        self.maximumBody = maximumBody
    }

    /// The models that the request's key may use.
    package var models: ModelList {
        ModelList([pipeline.model.description].filter { RequestScope.current?.lease?.allows(model: $0.id) ?? true })
    }

    /// The model of this name.
    ///
    /// - Throws: 404 where there is none, 403 where the request's key may not use it.
    package func model(_ name: String) throws(APIError) -> ModelDescription {
        let model = try ModelList([pipeline.model.description]).model(name)
        try RequestScope.current?.lease?.use(model: model.id)
        return model
    }

    /// What a request is judged by.
    package var context: RequestContext {
        var capabilities = Capabilities()
        capabilities.forcesToolCalls = true
        capabilities.enforcesFormats = true
        capabilities.vocabularySize = pipeline.model.engine.vocabularySize
        capabilities.maximumChoices = min(128, pipeline.model.engine.configuration.queueLimit)
        capabilities.runsInBackground = true
        capabilities.storesChatCompletions = true
        return RequestContext(
            profile: answers.profile(today: Self.today), capabilities: capabilities, sampling: pipeline.model.sampling,
            forecast: pipeline.efforts.forecast(pipeline.model.engine.load))
    }

    /// What a request is judged by whose header may say how long its answer may take: `chorale-latency-ms`.
    func context(for request: Request) throws(APIError) -> RequestContext {
        var context = context
        guard let name = HTTPField.Name("chorale-latency-ms"), let text = request.headers[name] else { return context }
        guard let milliseconds = Int(text), milliseconds > 0 else {
            throw .invalid("Invalid header 'chorale-latency-ms': expected an integer of at least 1.", param: nil)
        }
        context.forecast.allowedMilliseconds = milliseconds
        return context
    }

    /// A new answer's name, for a model that is served.
    package func identity(_ prefix: String, for request: ValidatedRequest) throws(APIError) -> AnswerIdentity {
        let model = try model(request.model)
        return AnswerIdentity(
            id: ids(prefix), created: Int(Date().timeIntervalSince1970), model: model.id,
            systemFingerprint: pipeline.model.fingerprint)
    }

    /// `2026-11-23`, in UTC.
    private static var today: String {
        Date().formatted(.iso8601.year().month().day())
    }
}
