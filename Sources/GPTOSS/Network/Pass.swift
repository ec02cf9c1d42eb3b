/// One pass through the network: which token of which sequence each row is. Rows of one sequence are in order and next to each other.
struct Pass {
    struct Row {
        let token: Int32
        let cache: KVCache
        let position: Int
        /// Of the batch.
        let segment: Int
    }

    let rows: [Row]
    /// Those whose experts are wanted.
    var traced: [(row: Int, trace: ExpertTrace)] = []
    var count: Int { rows.count }
}
