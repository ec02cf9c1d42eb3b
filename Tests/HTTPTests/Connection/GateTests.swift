import HTTP
import Testing

@Suite struct GateTests {
    @Test func letsThroughWhenOpen() {
        var gate = Gate<Int>()
        #expect(gate.enter(1) == .goOn)
        #expect(gate.enter(2) == .goOn)
    }

    @Test func wakesWhoWaitsOnce() {
        var gate = Gate<Int>()
        gate.close()
        #expect(gate.enter(1) == .wait)
        #expect(gate.open() == 1)
        #expect(gate.open() == nil)
        #expect(gate.leave() == nil)
    }

    @Test func remembersWhatCameWhileNobodyWaited() {
        var gate = Gate<Int>()
        gate.close()
        #expect(gate.open() == nil)
        #expect(gate.enter(1) == .goOn)
    }

    @Test func doesNotWakeWhoHasLeft() {
        var gate = Gate<Int>()
        gate.close()
        #expect(gate.enter(1) == .wait)
        #expect(gate.leave() == 1)
        #expect(gate.open() == nil)
        gate.close()
        #expect(gate.enter(2) == .wait)
        #expect(gate.leave() == 2)
        #expect(gate.leave() == nil)
    }

    @Test func refusesASecondWaiter() {
        var gate = Gate<Int>()
        gate.close()
        #expect(gate.enter(1) == .wait)
        #expect(gate.enter(2) == .refused)
        gate.close()
        #expect(gate.open() == 1)
    }
}
