/// Whether and what the model must call.
package enum ToolChoice: Sendable, Hashable {
    case auto
    /// The functions are not shown to the model.
    case none
    /// Some function.
    case required
    /// This function.
    case function(String)
}
