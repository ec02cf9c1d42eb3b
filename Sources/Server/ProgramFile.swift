import Glibc

/// The file that this program runs from.
enum ProgramFile {
    /// Seconds since 1970 when it was written, and with it all that it holds; nil where /proc is not mounted.
    static var lastModified: Int? {
        var status = stat()
        // A time to come is none that a client could ask about (RFC 9110 §8.8.2.1).
        return stat("/proc/self/exe", &status) == 0 ? min(status.st_mtim.tv_sec, time(nil)) : nil
    }
}
