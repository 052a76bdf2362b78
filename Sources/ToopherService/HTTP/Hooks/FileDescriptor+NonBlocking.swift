#if Service

internal import Glibc
internal import Platform
internal import SystemPackage

extension FileDescriptor {
    /// Makes reading and writing fail where it would block.
    func setNonBlocking() throws(SystemError) {
        let flags = fcntl(rawValue, F_GETFL)
        guard flags >= 0, fcntl(rawValue, F_SETFL, flags | O_NONBLOCK) == 0 else { throw .current }
    }
}

#endif
