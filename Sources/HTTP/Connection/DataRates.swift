import Dispatch

/// How fast a client has to be at least, where the server waits for it and for nothing else. Averages below it end the request: of a body
/// with 408, of an answer with a cut. An event stream that has nothing to say waits for nobody.
package struct DataRates: Sendable, Hashable {
    /// Bytes a second of a request's body, over stretches of ``ConnectionTimeouts/bodyStall``; 0 for none. Default 240, as Kestrel has it.
    package var body = 240
    /// Bytes a second that a client takes of an answer, over stretches of ``ConnectionTimeouts/write``; 0 for none. Default 240.
    package var response = 240
    /// Time of waiting that does not count, for a connection to get going. Default 5 s.
    package var grace: Duration = .seconds(5)

    package init() {}
}

/// Whether bytes come or go as fast as they must, judged by one stretch of waiting after the other. It has no clock, and time in which
/// nobody waits does not pass in it.
package struct Pace: Sendable {
    /// Bytes a second; 0 for none.
    private let rate: Int
    /// Nanoseconds.
    private let window: UInt64
    /// Of the stretch that runs: the grace first.
    private var length: UInt64
    private var isGrace = true
    private var waited: UInt64 = 0
    private var bytes = 0

    package init(bytesPerSecond rate: Int, window: Duration, grace: Duration) {
        self.rate = rate
        self.window = max(1, Uptime.after(window, from: 0))
        length = Uptime.after(grace, from: 0)
    }

    /// Nanoseconds of waiting until it is judged next.
    package var remaining: UInt64 {
        rate > 0 ? length - min(length, waited) : .max
    }

    package mutating func moved(_ count: Int) {
        bytes += count
    }

    /// - Returns: false where a stretch is over in which too little moved.
    package mutating func waited(_ nanoseconds: UInt64) -> Bool {
        waited = waited.addingReportingOverflow(nanoseconds).partialValue
        guard rate > 0, waited >= length else { return true }
        let isEnough = isGrace || Double(bytes) >= Double(rate) * Double(waited) / 1e9
        (length, isGrace, waited, bytes) = (window, false, 0, 0)
        return isEnough
    }
}
