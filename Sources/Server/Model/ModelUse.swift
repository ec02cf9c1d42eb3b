/// A model that is loaded for as long as this is held.
package final class ModelUse: Sendable {
    package let model: ServedModel
    /// Of what the model wrote; it outlives the model's unloading.
    let memory: TokenMemory
    let efforts: EffortStatistics
    private let release: @Sendable () -> Void

    init(_ model: ServedModel, memory: TokenMemory, efforts: EffortStatistics, release: @escaping @Sendable () -> Void) {
        self.model = model
        self.memory = memory
        self.efforts = efforts
        self.release = release
    }

    deinit { release() }
}
