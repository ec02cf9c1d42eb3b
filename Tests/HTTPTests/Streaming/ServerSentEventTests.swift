import HTTP
import Testing

@Suite struct ServerSentEventTests {
    @Test(arguments: [
        (ServerSentEvent(data: "[DONE]"), "data: [DONE]\n\n"),
        (ServerSentEvent(data: ""), "data: \n\n"),
        (ServerSentEvent(event: "response.created", data: "{}"), "event: response.created\ndata: {}\n\n"),
        (ServerSentEvent(event: "a", data: "b", id: "7"), "event: a\nid: 7\ndata: b\n\n"),
        (ServerSentEvent(data: "one\ntwo\r\nthree\rfour\n"), "data: one\ndata: two\ndata: three\ndata: four\ndata: \n\n"),
        (ServerSentEvent(data: "\r\n\n"), "data: \ndata: \ndata: \n\n"),
        (ServerSentEvent(event: "a\ndata: forged", data: "b", id: "1\r\n2\0"), "event: adata: forged\nid: 12\ndata: b\n\n"),
        (ServerSentEvent(data: "grüße 🎶"), "data: grüße 🎶\n\n"),
    ])
    func serialisesAsTheStandardSays(_ event: ServerSentEvent, _ text: String) {
        #expect(String(decoding: event.bytes, as: UTF8.self) == text)
    }

    @Test func commentsAreOneLine() {
        #expect(ServerSentEvent.comment("ping\n!") == Array(": ping!\n\n".utf8))
    }
}
