import OpenAI
import Server
import Synchronization
import Testing

@Suite struct ModelRegistryTests {
    private final class Clock: Sendable {
        private let time = Mutex(Duration.zero)

        func advance(by duration: Duration) { time.withLock { $0 += duration } }

        var read: @Sendable () -> Duration { { self.time.withLock(\.self) } }
    }

    private func registry(_ clock: Clock) throws -> ModelRegistry {
        let configuration = try ServerConfiguration(
            ConfigurationSources(arguments: [
                "--models", "a=\(RunningServer.parrot)", "--threads", "1", "--engine-cache-mib", "64", "--loading-idle-minutes", "1",
            ]))
        let loader = ModelLoader(configuration, metrics: MetricsRegistry(), logger: RunningServer.silent)
        return ModelRegistry(
            configuration.models, sizes: [0], configuration.loading, logger: RunningServer.silent, now: clock.read, load: loader.load)
    }

    @Test func aModelThatNobodyUsesGivesItsMemoryBack() async throws {
        let clock = Clock()
        let registry = try registry(clock)
        weak var engine: AnyObject?
        do {
            let use = try await registry.use("a")
            engine = use.model.engine
            clock.advance(by: .seconds(600))
            registry.unloadIdle()
            #expect(registry.statuses.map { $0.status } == [.loaded], "it is in use")
        }
        #expect(engine != nil)
        registry.unloadIdle()
        #expect(registry.statuses.map { $0.status } == [.loaded], "its time has not come")
        clock.advance(by: .seconds(60))
        registry.unloadIdle()
        while engine != nil { await Task.yield() }
        // It comes again, which is asked for while it may still be going.
        #expect(try await registry.use("a").model.name == "a")
    }

    @Test func whoeverAsksAtTheEndIsRefused() async throws {
        let registry = try registry(Clock())
        registry.close()
        let error = await #expect(throws: APIError.self) { try await registry.use("a") }
        #expect(error?.status == 503)
        #expect(error?.code == "shutting_down")
    }
}
