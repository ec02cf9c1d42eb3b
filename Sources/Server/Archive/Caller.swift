/// Who sends the request that a task answers.
package enum Caller {
    /// Whose documents it may see, and whose the documents are that it makes; `nil` where nobody is told from anybody else.
    @TaskLocal package static var owner: String?
}
