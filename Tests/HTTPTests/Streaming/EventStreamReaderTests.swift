import HTTP
import Testing

@Suite struct EventStreamReaderTests {
    private static let stream =
        ": hello\n\ndata: one\n\nevent: x\r\nid: 1\r\ndata:two\r\ndata: three\r\n\r\n\ndata: \n\ndata: {\"a\":1}\n\ndata: half"

    @Test(arguments: [1, 2, 3, 7, 1000])
    func readsEventsInAnyPieces(size: Int) {
        let bytes = Array(Self.stream.utf8)
        var reader = EventStreamReader()
        var found: [String] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            reader.push(bytes[start..<min(bytes.count, start + size)])
            while let data = reader.next() { found.append(String(decoding: data, as: UTF8.self)) }
        }
        #expect(found == ["one", "two\nthree", "", "{\"a\":1}"])
    }
}
