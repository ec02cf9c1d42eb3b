import Glibc

/// Makes a system call that returns -1 on failure, again when a signal interrupted it.
/// - Throws: its errno as ``SocketError``. EBADF and EFAULT are bugs of ours and stop the process.
@discardableResult
func systemCall<Value: FixedWidthInteger>(_ name: StaticString, _ call: () -> Value) throws(SocketError) -> Value {
    guard let value = try nonblockingCall(name, call) else { throw SocketError(call: name, errno: EAGAIN) }
    return value
}

/// The same for a descriptor that does not block: nil where it would have.
func nonblockingCall<Value: FixedWidthInteger>(_ name: StaticString, _ call: () -> Value) throws(SocketError) -> Value? {
    while true {
        let value = call()
        if value != -1 { return value }
        let code = errno
        switch code {
        case EINTR: continue
        case EAGAIN: return nil
        default:
            precondition(code != EBADF && code != EFAULT, "\(name): errno \(code)")
            throw SocketError(call: name, errno: code)
        }
    }
}
