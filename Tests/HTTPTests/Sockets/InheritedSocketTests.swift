import HTTP
import Testing

/// The variables of sd_listen_fds(3). Sockets themselves are handed over to child processes, in the tests of the server.
@Suite struct InheritedSocketTests {
    private func names(_ process: String?, _ count: String?, _ names: String?) throws -> [String] {
        try InheritedSocket.names(process: process, count: count, names: names, ownProcess: 42)
    }

    @Test func readsWhatIsForThisProcess() throws {
        #expect(try names("42", "2", "web:admin") == ["web", "admin"])
        #expect(try names("42", "1", "") == [""])
        #expect(try names("42", "2", nil) == ["unknown", "unknown"])
        #expect(try names("42", "0", "") == [])
    }

    @Test(arguments: [(nil, nil), ("42", nil), (nil, "1"), ("41", "1"), ("1", "x")])
    func leavesAloneWhatIsNot(_ process: String?, _ count: String?) throws {
        #expect(try names(process, count, nil) == [])
    }

    @Test(arguments: [
        ("", "1", nil), ("x", "1", nil), ("0", "1", nil), ("-42", "1", nil), ("42", "", nil), ("42", "-1", nil),
        ("42", "99999999999999999999", nil), ("42", "100000", nil), ("42", "2", "web"), ("42", "1", "web:admin"),
    ])
    func refusesWhatMakesNoSense(_ process: String, _ count: String, _ given: String?) {
        #expect(throws: InheritedSocketError.self) { try names(process, count, given) }
    }
}
