package import Glibc

/// How addresses are listened on.
package struct ListenOptions: Sendable, Hashable {
    /// Permissions of a Unix socket's file: who may write it may connect. Default 0660.
    package var socketMode: mode_t = 0o660
    /// Whether other processes of the same user may listen on the same TCP address; the system spreads connections over them
    /// (`SO_REUSEPORT`). Default false.
    package var reusesPort = false
    /// Connections that wait to be accepted, as `listen` takes it. Default 1024.
    package var backlog: Int32 = 1024

    package init() {}
}
