import Foundation
import JSON
import Synchronization
import Testing

@Suite struct LimitTests {
    private func nested(_ depth: Int) -> String {
        String(repeating: "[{\"a\":", count: depth / 2) + (depth % 2 == 1 ? "[]" : "0") + String(repeating: "}]", count: depth / 2)
    }

    @Test func acceptsTheDepthLimitAndRefusesOneMore() throws {
        #expect(try JSONValue(parsing: nested(128)).serialized == nested(128))
        #expect(throws: JSONError.tooDeep(limit: 128, offset: 64 * 6)) { try JSONValue(parsing: nested(129)) }
        #expect(throws: JSONError.tooDeep(limit: 128, offset: 128)) { try JSONValue(parsing: String(repeating: "[", count: 1 << 20)) }
    }

    @Test func countsDepthNotContainers() throws {
        let limits = JSONLimits(maximumDepth: 2)
        #expect(try JSONValue(parsing: "[[],[],{},{}]", limits: limits).arrayValue?.count == 4)
        #expect(throws: JSONError.tooDeep(limit: 2, offset: 5)) { try JSONValue(parsing: "[[],[[]]]", limits: limits) }
        #expect(try JSONValue(parsing: "1", limits: JSONLimits(maximumDepth: 0)) == 1)
        #expect(throws: JSONError.tooDeep(limit: 0, offset: 0)) { try JSONValue(parsing: "[]", limits: JSONLimits(maximumDepth: 0)) }
    }

    @Test func skippingHasTheSameDepthLimit() {
        let bytes = [UInt8](nested(129).utf8)
        #expect(throws: JSONError.tooDeep(limit: 128, offset: 64 * 6)) {
            try bytes.withUnsafeBufferPointer { bytes in
                var reader = try JSONReader(bytes)
                try reader.skipValue()
            }
        }
    }

    @Test func refusesADocumentOverItsSizeBeforeReadingIt() throws {
        let limits = JSONLimits(maximumBytes: 4)
        #expect(try JSONValue(parsing: "[12]", limits: limits) == [12])
        #expect(throws: JSONError.documentTooLarge(bytes: 5, limit: 4)) { try JSONValue(parsing: "!!!!!", limits: limits) }
    }

    @Test func readsAndWritesTheDepthLimitOnASmallStack() throws {
        let text = nested(128)
        let result = Mutex<String?>(nil)
        onThread(stackSize: 128 << 10) {
            let written = Result { try JSONValue(parsing: text).serialized }
            result.withLock { $0 = "\(written)" }
        }
        #expect(result.withLock { $0 } == "success(\(String(reflecting: text)))")
    }

    /// Trees are not bound to the parser's limit when a program builds them.
    @Test func writesDeeperThanItReadsOnASmallStack() {
        let result = Mutex(0)
        onThread(stackSize: 64 << 10) { result.withLock { $0 = Self.deep.serializedBytes.count } }
        #expect(result.withLock { $0 } == 4001)
    }

    /// Lives as long as the process: letting go of a tree takes stack for each level, more than the small thread has.
    private static let deep: JSONValue = (0..<2000).reduce(0) { value, _ in [value] }

    private func onThread(stackSize: Int, _ work: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            work()
            done.signal()
        }
        thread.stackSize = stackSize
        thread.start()
        done.wait()
    }
}
