import HTTP
import Testing

@Suite struct DeadlineHeapTests {
    @Test func givesTheEarliestFirst() {
        var generator = SplitMix(state: 1)
        var heap = DeadlineHeap<Int>()
        let times = (0..<500).map { _ in UInt64.random(in: 0..<100, using: &generator) }
        for (index, time) in times.enumerated() { heap.insert(index, at: time) }
        var taken: [UInt64] = []
        while let earliest = heap.earliest, let index = heap.removeEarliest(upTo: .max) {
            #expect(times[index] == earliest)
            taken.append(earliest)
        }
        #expect(taken == times.sorted())
    }

    @Test func givesNothingBeforeItsTime() {
        var heap = DeadlineHeap<String>()
        heap.insert("a", at: 10)
        #expect(heap.removeEarliest(upTo: 9) == nil)
        #expect(heap.removeEarliest(upTo: 10) == "a")
        #expect(heap.removeEarliest(upTo: .max) == nil)
        #expect(heap.earliest == nil)
    }

    @Test func staysInOrderWithoutTheStale() {
        var heap = DeadlineHeap<Int>()
        for number in (0..<100).reversed() { heap.insert(number, at: UInt64(number)) }
        heap.removeAll { $0.isMultiple(of: 3) }
        var left: [Int] = []
        while let number = heap.removeEarliest(upTo: .max) { left.append(number) }
        #expect(left == (0..<100).filter { !$0.isMultiple(of: 3) })
    }
}
