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

    /// In whatever order it is called.
    @Test(arguments: 0..<16 as Range<UInt64>)
    func returnsWhoeverHasToWaitExactlyOnce(seed: UInt64) {
        var gate = Gate<Int>()
        var generator = SplitMix(state: seed)
        var waiting: Set<Int> = []
        for waiter in 0..<2000 {
            var returned: Int?
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: returned = gate.open()
            case 1: gate.close()
            case 2: returned = gate.leave()
            default:
                switch gate.enter(waiter) {
                case .wait: waiting.insert(waiter)
                case .goOn: #expect(gate.isOpen)
                case .refused: #expect(!waiting.isEmpty)
                }
            }
            if let returned { #expect(waiting.remove(returned) != nil) }
            #expect(waiting.count <= 1)
        }
        #expect(waiting.first == gate.leave())
    }
}
