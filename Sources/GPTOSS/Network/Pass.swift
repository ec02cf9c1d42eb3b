import CKernels

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
    let traced: [(row: Int, trace: ExpertTrace)]
    /// Rows of one sequence that attention takes together.
    let runs: [Range<Int>]
    var count: Int { rows.count }

    init(rows: [Row], traced: [(row: Int, trace: ExpertTrace)] = []) {
        self.rows = rows
        self.traced = traced
        var runs: [Range<Int>] = []
        for row in rows.indices {
            if let run = runs.last, run.count < ATTENTION_ROWS, rows[run.lowerBound].cache === rows[row].cache {
                runs[runs.count - 1] = run.lowerBound..<row + 1
            } else {
                runs.append(row..<row + 1)
            }
        }
        self.runs = runs
    }
}
