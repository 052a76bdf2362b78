#if Service

import Glibc

/// Tells systemd, or another program that started the service, that it is ready or ends: the protocol of `sd_notify(3)`.
struct ServiceNotifier: Sendable {
    private let path: [UInt8]

    /// Creates a notifier; `nil` if nobody wants to know.
    ///
    /// - Parameter socket: `NOTIFY_SOCKET`: the absolute path of a datagram socket, or an abstract one with `@` before its name.
    init?(_ socket: String?) {
        guard let socket, let first = socket.utf8.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            socket.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        else { return nil }
        path = (first == UInt8(ascii: "@") ? [0] : [first]) + socket.utf8.dropFirst()
    }

    /// Sends a state, such as `READY=1`. Whether somebody reads it is not known.
    func notify(_ state: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let size = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path)
        // The name of an abstract socket has no null byte at its end.
        let length = socklen_t(size + path.count + (path[0] == 0 ? 0 : 1))
        let message = Array(state.utf8)
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), pointer, length)
            }
        }
    }
}

#endif
