import JSON
import Logging
import Server
import Testing

@Suite struct TraceContextTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test func readsWhatACallerSends() throws {
        let context = try #require(TraceContext(traceparent: "00-\(Self.trace)-00f067aa0ba902b7-01"))
        #expect(context.traceID == Self.trace)
        #expect(context.spanID == "00f067aa0ba902b7")
        #expect(context.flags == 1)
        #expect(context.headerValue == "00-\(Self.trace)-00f067aa0ba902b7-01")
        // A version to come may say more.
        #expect(TraceContext(traceparent: "01-\(Self.trace)-00f067aa0ba902b7-01-more") != nil)
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-00f067aa0ba902b7", "00-\(trace)-00f067aa0ba902b7-1", "00-\(trace)-00f067aa0ba902b7-01-more",
        "ff-\(trace)-00f067aa0ba902b7-01", "00-\(trace.uppercased())-00f067aa0ba902b7-01", "00-\(trace)-0000000000000000-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-\(trace)0-00f067aa0ba902b7-01", "0-\(trace)-00f067aa0ba902b7-01",
        "00-\(trace)-00f067aa0ba902b7-zz", " 00-\(trace)-00f067aa0ba902b7-01",
    ])
    func takesWhatIsMalformedForNothing(text: String) {
        #expect(TraceContext(traceparent: text) == nil)
    }

    @Test func makesSpansOfItsOwnInTheSameTrace() throws {
        let context = try #require(TraceContext(traceparent: "00-\(Self.trace)-00f067aa0ba902b7-01"))
        let (first, second) = (context.child(), context.child())
        #expect(first.traceID == Self.trace)
        #expect(first.flags == 1)
        #expect(first.spanID != context.spanID)
        #expect(first.spanID != second.spanID)
        #expect(TraceContext(traceparent: first.headerValue) == first)
    }

    @Test(arguments: [false, true]) func passesTheTraceOnAndLogsIt(isStreamed: Bool) async throws {
        let recorder = LogRecorder()
        let sent = "00-\(Self.trace)-00f067aa0ba902b7-01"
        let answer = try await RunningServer.run(logger: recorder.logger) { server in
            try await server.client.post(
                "/v1/chat/completions",
                ["model": "parrot", "messages": [["role": "user", "content": "Hi"]], "stream": .bool(isStreamed)],
                headers: ["traceparent": sent])
        }
        let answered = try #require(answer.headers["traceresponse"].flatMap(TraceContext.init))
        #expect(answered.traceID == Self.trace)
        let line = try #require(await recorder.next("answer"))
        #expect(line.metadata["trace-id"] == Self.trace)
        #expect(line.metadata["span-id"] == answered.spanID)
    }
}
