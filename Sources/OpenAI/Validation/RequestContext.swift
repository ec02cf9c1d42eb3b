/// What the server knows when it judges a request.
package struct RequestContext: Sendable, Hashable {
    package var profile: SystemProfile
    package var capabilities: Capabilities
    /// How the served checkpoint is sampled where a request says nothing.
    package var sampling: SamplingOptions
    /// What effort `auto` is chosen by.
    package var forecast: EffortForecast

    package init(
        profile: SystemProfile = SystemProfile(), capabilities: Capabilities = Capabilities(),
        sampling: SamplingOptions = SamplingOptions(), forecast: EffortForecast = EffortForecast()
    ) {
        self.profile = profile
        self.capabilities = capabilities
        self.sampling = sampling
        self.forecast = forecast
    }
}

/// What this server can hold the model to. What it cannot is refused where it would change the answer, else warned of.
package struct Capabilities: Sendable, Hashable {
    /// `tool_choice` `required` or named. Without it they are refused.
    package var forcesToolCalls = false
    /// `response_format`, `text.format` and strict functions. Without it they are hints, with a warning.
    package var enforcesFormats = false
    /// The largest `n`.
    package var maximumChoices = 1
    /// Highest token id + 1, which bounds `logit_bias`; `nil` leaves the ids unchecked.
    package var vocabularySize: Int?
    /// `store` in chat completions.
    package var storesChatCompletions = false
    /// `store` and `previous_response_id` in responses.
    package var storesResponses = true
    /// `background` in responses.
    package var runsInBackground = false

    package init() {}
}
