import Engine
import HTTP
import JSON
import OpenAI

extension ResponseService {
    /// A conversation in short: what people said as it is, and a summary by the model in place of everything else, sealed for the client
    /// to hand back. Nothing is stored.
    func compact(_ body: JSONValue, for request: Request) async throws -> Response {
        var opened = try SealedReasoning.opened(body, seal.open)
        let answers = try await services.service(for: &opened, needsModel: false)
        var context = try answers.context(for: request)
        let asked = try CompactionRequest(opened, model: answers.pipeline.model.name, in: context)
        let found = try await archive.ofCaller.context(of: asked.request)
        context.profile.currentDate = found.startDate ?? context.profile.currentDate
        let items = found.history + asked.request.storedInput(referenced: found.referenced, ids: answers.ids)
        let wanted = try asked.summary(of: items, in: context)
        var summary = try wanted.validated()
        let limit = max(2, min(CompactionRequest.maximumTokens, answers.pipeline.model.engine.contextLength / 8))
        summary.maximumTokens = limit
        // There is to be a summary, however long the model thinks about it.
        summary.reasoningBudget = limit / 2
        let validated = try answers.pipeline.fitted(summary, param: "input")
        let identity = answers.identity("resp_")
        var generations = try answers.pipeline.begin(validated, id: request.id, param: "input")
        var presentation = ResponsesPresentation(ResponseEventBuilder(identity, for: wanted, ids: answers.ids))
        _ = presentation.start()
        let log = answers.responder.log(of: request, model: validated.model)
        _ = try await answers.responder.make(&generations, &presentation, log, { _ in }, to: NoSink())
        let response = try presentation.whole.get()
        let sealed = try seal.seal(CompactionRequest.summary(in: response))
        return .json(
            CompactionRequest.answer(response, keeping: items, sealed: sealed, ids: answers.ids),
            headers: AnswerResponder.headers(for: asked.request.warnings))
    }
}
