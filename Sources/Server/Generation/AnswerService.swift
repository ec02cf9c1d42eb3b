import Engine
import Foundation
import HTTP
import HTTPTypes
package import OpenAI

/// Answers one request with its model: the pipeline, the defaults, the clock and the ids.
package struct AnswerService: Sendable {
    package let pipeline: GenerationPipeline
    package let responder: AnswerResponder
    package let answers: AnswerDefaults
    package let ids: IDSource
    /// Largest request body in bytes.
    package let maximumBody: Int

    package init(_ use: ModelUse, responder: AnswerResponder, answers: AnswerDefaults, ids: IDSource, maximumBody: Int) {
        pipeline = GenerationPipeline(use, ids: ids)
        self.responder = responder
        self.answers = answers
        self.ids = ids
        self.maximumBody = maximumBody
    }

    /// What a request is judged by.
    package var context: RequestContext {
        var capabilities = Capabilities()
        capabilities.forcesToolCalls = true
        capabilities.enforcesFormats = true
        capabilities.vocabularySize = pipeline.model.engine.vocabularySize
        capabilities.maximumChoices = min(128, pipeline.model.engine.queueLimit)
        capabilities.runsInBackground = true
        capabilities.storesChatCompletions = true
        return RequestContext(
            profile: answers.profile(today: Self.today), capabilities: capabilities, sampling: pipeline.model.sampling,
            forecast: pipeline.efforts.forecast(pipeline.model.engine.load))
    }

    /// What a request is judged by whose header may say how long its answer may take: `chorale-latency-ms`.
    func context(for request: Request) throws(APIError) -> RequestContext {
        var context = context
        guard let text = request.headers[.latency] else { return context }
        guard let milliseconds = Int(text), milliseconds > 0 else {
            throw .invalid("Invalid header 'chorale-latency-ms': expected an integer of at least 1.", param: nil)
        }
        context.forecast.allowedMilliseconds = milliseconds
        return context
    }

    /// A new answer's name.
    package func identity(_ prefix: String) -> AnswerIdentity {
        AnswerIdentity(
            id: ids(prefix), created: Int(Date().timeIntervalSince1970), model: pipeline.model.name,
            systemFingerprint: pipeline.model.fingerprint)
    }

    /// `2026-11-23`, in UTC.
    private static var today: String {
        Date().formatted(.iso8601.year().month().day())
    }
}

extension HTTPField.Name {
    static let latency = constant("chorale-latency-ms")
}
