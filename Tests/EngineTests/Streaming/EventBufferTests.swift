import Engine
import Sampling
import Testing

private func token(_ id: Int32) -> SampledToken { SampledToken(id: id) }

extension EventBuffer {
    fileprivate mutating func drain() -> [GenerationEvent] {
        var events: [GenerationEvent] = []
        while case .event(let event, _) = next() { events.append(event) }
        return events
    }
}

@Suite struct EventBufferTests {
    @Test func keepsOnlyTheLatestProgress() {
        var buffer = EventBuffer(limit: 4)
        for ahead in [3, 2, 1] { buffer.report(.queued(ahead: ahead)) }
        for done in [0, 8, 16] { buffer.report(.prefilling(done: done, total: 16)) }
        buffer.begin(cachedTokens: 0)
        buffer.append(token(1))
        buffer.append(token(2))
        #expect(buffer.drain() == [.prefilling(done: 16, total: 16), .started(cachedTokens: 0), .token(token(1)), .token(token(2))])
        #expect(buffer.next() == .nothingYet)
    }

    @Test func finishedIsLastAndOnce() {
        var buffer = EventBuffer(limit: 4)
        buffer.append(token(1))
        buffer.finish(.maximumTokens)
        buffer.finish(.cancelled)
        buffer.append(token(2))
        buffer.report(.queued(ahead: 1))
        buffer.begin(cachedTokens: 1)
        #expect(buffer.drain() == [.token(token(1)), .finished(.maximumTokens)])
        #expect(buffer.next() == .exhausted)
    }

    @Test func pausesAtTheLimitAndResumesAtHalf() {
        var buffer = EventBuffer(limit: 4)
        for id in 1...3 as ClosedRange<Int32> { buffer.append(token(id)) }
        #expect(!buffer.isPaused)
        buffer.append(token(4))
        #expect(buffer.isPaused)
        #expect(buffer.next() == .event(.token(token(1)), resumes: false))
        #expect(buffer.next() == .event(.token(token(2)), resumes: true))
        #expect(!buffer.isPaused)
        #expect(buffer.next() == .event(.token(token(3)), resumes: false))
    }

    @Test func aLimitOfOneStillFlows() {
        var buffer = EventBuffer(limit: 0)
        buffer.append(token(1))
        #expect(buffer.isPaused)
        #expect(buffer.next() == .event(.token(token(1)), resumes: true))
    }
}
