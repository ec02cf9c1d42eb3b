import Foundation
import Server
import Testing

/// The memory limits of containers, read from a tree like the system's.
@Suite struct ControlGroupTests {
    private func tree(_ files: [String: String]) throws -> String {
        let root = FileManager.default.temporaryDirectory.appending(path: "cgroup-\(UUID().uuidString)")
        for (path, text) in files {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return root.path
    }

    @Test func findsTheLeastLimitOfItsGroupAndThoseAroundIt() throws {
        let root = try tree([
            "pod/container/memory.max": "max\n", "pod/memory.max": "1073741824\n", "memory.max": "2147483648\n",
            "pod/container/memory.stat": "anon 100\nfile 5000\nshmem 20\nkernel_stack 3\nslab_unreclaimable 4\nslab 9\n",
        ])
        let group = ControlGroup(root: root, membership: "0::/pod/container\n")
        #expect(group.limit == 1 << 30)
        #expect(group.usage == 127)
    }

    /// In a container the group is the root of what is mounted.
    @Test func findsTheLimitOfAContainer() throws {
        let root = try tree(["memory.max": "268435456\n", "memory.stat": "anon 7\n"])
        let group = ControlGroup(root: root, membership: "0::/\n")
        #expect(group.limit == 256 << 20)
        #expect(group.usage == 7)
    }

    @Test func readsVersion1() throws {
        let root = try tree([
            "memory/docker/abc/memory.limit_in_bytes": "536870912\n", "memory/memory.limit_in_bytes": "9223372036854771712\n",
            "memory/docker/abc/memory.stat": "rss 1\ntotal_rss 50\ntotal_shmem 5\n",
        ])
        let group = ControlGroup(root: root, membership: "12:cpu:/docker/abc\n4:memory:/docker/abc\n0::/\n")
        #expect(group.limit == 512 << 20)
        #expect(group.usage == 55)
    }

    @Test func findsNoLimitWhereThereIsNone() throws {
        #expect(ControlGroup(root: try tree(["memory.max": "max\n"]), membership: "0::/\n").limit == nil)
        #expect(ControlGroup(root: "/nowhere", membership: nil).limit == nil)
        #expect(ControlGroup(root: "/nowhere", membership: "0::/../../etc\n").usage == nil)
    }
}
