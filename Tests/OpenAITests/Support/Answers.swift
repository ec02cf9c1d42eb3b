import JSON
import OpenAI

let usage = TokenUsage(inputTokens: 20, cachedInputTokens: 16, outputTokens: 9, reasoningTokens: 3)

/// A chat completion of one choice, streamed and whole.
func chatAnswer(_ script: Script, _ members: JSONValue = [:]) throws -> (chunks: [JSONValue], whole: JSONValue, error: APIError?) {
    let base: JSONValue = ["stream": true, "tools": [chatTool], "stop": "STOP"]
    let request = try chatRequest(base.with(members)).validated()
    var interpreter = AnswerInterpreter(request, ids: .counting())
    let identity = AnswerIdentity(id: "chatcmpl-1", created: 1_754_352_000, model: "gpt-oss", systemFingerprint: "fp_1")
    var builder = ChatCompletionBuilder(identity, for: request)
    var chunks = builder.start()
    for event in script.run(&interpreter) { chunks += builder.push(event, choice: 0) }
    chunks += builder.complete(usage)
    return (chunks, builder.completion, builder.error)
}

/// A response, streamed and whole.
func responseAnswer(
    _ script: Script, _ members: JSONValue = [:]
) throws -> (events: [ResponseEvent], whole: JSONValue, pieces: ResponsePieces) {
    let base: JSONValue = ["stream": true, "tools": [responsesTool], "stop": "STOP"]
    let request = try responsesRequest(base.with(members))
    let ids = IDSource.counting()
    var interpreter = AnswerInterpreter(try request.validated(), ids: ids)
    let identity = AnswerIdentity(id: "resp_1", created: 1_754_352_000, model: "gpt-oss")
    var builder = ResponseEventBuilder(identity, for: request, ids: ids)
    var events = builder.create() + builder.begin()
    for event in script.run(&interpreter) { events += builder.push(event) }
    events += builder.complete(usage, at: 1_754_352_005)
    return (events, builder.response, builder.pieces)
}
