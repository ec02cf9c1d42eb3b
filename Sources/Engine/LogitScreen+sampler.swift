package import GPTOSS
package import Sampling

extension LogitScreen {
    /// What a sampler, as it is before it draws a token, wants to know for that; `nil` where it is all logits.
    package init?(for sampler: Sampler) {
        guard let reach = sampler.reach else { return nil }
        self.init(reach: reach) { sampler.isDecided($0, rest: $1) }
    }
}
