import PostgreSQLFixture
import Storage
import Testing

/// What only PostgreSQL can show, beside what holds for every store.
@Suite struct PostgreSQLTests {
    #if PostgreSQL
        private static let absence = Comment(rawValue: PostgreSQLServer.absence ?? "")

        private func url() throws -> String { try PostgreSQLServer.shared.get().database() }

        @Test(.enabled(if: PostgreSQLServer.absence == nil, absence))
        func isMadeOnceWhereManyStartAtOnce() async throws {
            let url = try url()
            let stores = try await withThrowingTaskGroup(of: ResponseStore.self) { group in
                for _ in 0..<8 { group.addTask { try ResponseStore(.postgreSQL(url: url)) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await stores[0].put([1], id: "a", now: 0, expiry: 10)
            for store in stores {
                let body = try await store.get("a", now: 0)
                #expect(body == [1])
            }
        }

        @Test(.enabled(if: PostgreSQLServer.absence == nil, absence))
        func goesOnWhenItsServerHasStartedAgain() async throws {
            let server = try PostgreSQLServer()
            let store = try ResponseStore(.postgreSQL(url: server.database()))
            try await store.put([1], id: "a", now: 0, expiry: 10)
            server.stop()
            for _ in 0..<3 {
                let error = await #expect(throws: StoreError.self) { try await store.get("a", now: 0) }
                #expect(error?.description.hasPrefix("the store cannot be reached: ") == true)
            }
            try server.start()
            let body = try await store.get("a", now: 0)
            #expect(body == [1])
            try await store.put([2], id: "a", now: 0, expiry: 10)
            // A connection that was idle meanwhile is no reason to fail.
            server.stop()
            try server.start()
            try await store.put([3], id: "a", now: 0, expiry: 10)
            #expect(try await store.get("a", now: 0) == [3])
        }

        @Test(.enabled(if: PostgreSQLServer.absence == nil, absence))
        func opensNoMoreConnectionsThanItMay() async throws {
            let url = try url()
            let store = try ResponseStore(.postgreSQL(url: url, connections: 3))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<100 {
                    group.addTask { try await store.put([UInt8(index)], id: "\(index)", now: 0, expiry: 10) }
                }
                try await group.waitForAll()
            }
            #expect(try await store.usage == StoreUsage(count: 100, bytes: 100))
            let count = try PostgreSQLServer.sql(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'chorale'", in: url)
            #expect(count == "3\n")
        }

        @Test(.enabled(if: PostgreSQLServer.absence == nil, absence))
        func countsWhatSeveralServersWriteAtOnce() async throws {
            let url = try url()
            let stores = try (0..<3).map { _ in try ResponseStore(.postgreSQL(url: url), maximumCount: 40) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<150 {
                    group.addTask {
                        let store = stores[index % 3]
                        try await store.put([1], id: "\(index % 50)", parts: ["p"], now: 0, expiry: 10 + index % 7)
                        try await store.update("\(index % 50)", now: 0, expiry: 12) { $0 + [1] }
                        if index % 5 == 0 { try await store.delete("\(index % 50)") }
                    }
                }
                try await group.waitForAll()
            }
            try await stores[0].put([1], id: "last", now: 0, expiry: 10)
            let documents = try await stores[1].list(limit: 1000, order: .oldestFirst, now: 0)
            #expect(documents.count <= 40)
            let usage = StoreUsage(count: documents.count, bytes: documents.reduce(0) { $0 + $1.body.count })
            #expect(try await stores[2].usage == usage)
        }

        @Test(.enabled(if: PostgreSQLServer.absence == nil, absence))
        func refusesADatabaseOfALaterVersion() throws {
            let url = try url()
            try ResponseStore(.postgreSQL(url: url)).close()
            try PostgreSQLServer.sql("UPDATE chorale.layout SET version = version + 1", in: url)
            let error = #expect(throws: StoreError.self) { try ResponseStore(.postgreSQL(url: url)) }
            #expect(error?.description.contains("this program knows up to") == true)
        }

        @Test(.enabled(if: PostgreSQLServer.absence == nil, absence))
        func failsAfterClosing() async throws {
            let store = try ResponseStore(.postgreSQL(url: url()))
            try await store.put([1], id: "a", now: 0, expiry: 10)
            try store.close()
            await #expect(throws: StoreError.self) { try await store.get("a", now: 0) }
        }

        @Test func saysWhichDatabaseCannotBeUsedWithoutItsPassword() {
            let error = #expect(throws: StoreError.self) {
                try ResponseStore(.postgreSQL(url: "postgresql://me:secret@/nowhere?host=/nowhere"))
            }
            #expect(error?.description.contains("postgresql:///nowhere") == true)
            #expect(error?.description.contains("secret") == false)
        }
    #else
        @Test func isRefusedByABuildWithoutIt() {
            let reason = "this Chorale was built without PostgreSQL; build it with --traits PostgreSQL"
            #expect(throws: StoreError.unusable(path: "postgresql://db:5433/x", reason: reason)) {
                try ResponseStore(.postgreSQL(url: "postgresql://me:secret@db:5433/x?sslmode=require"))
            }
        }
    #endif
}
