internal import Glibc
internal import WebSyntax

extension IPAddress {
    /// Creates an address from the one of a socket; `nil` for another family than IPv4 and IPv6.
    ///
    /// - Parameter bytes: A `sockaddr`, as long as its family makes it, and at least its family.
    init?(socketAddress bytes: UnsafeRawBufferPointer) {
        // On Linux, every socket address begins with its family.
        switch unsafe bytes.loadUnaligned(as: sa_family_t.self) {
        case sa_family_t(AF_INET) where bytes.count >= MemoryLayout<sockaddr_in>.size:
            let address = unsafe bytes.loadUnaligned(as: sockaddr_in.self)
            self.init(.v4, UInt128(UInt32(bigEndian: address.sin_addr.s_addr)))
        case sa_family_t(AF_INET6) where bytes.count >= MemoryLayout<sockaddr_in6>.size:
            let address = unsafe bytes.loadUnaligned(as: sockaddr_in6.self)
            let bits = unsafe withUnsafeBytes(of: address.sin6_addr) { unsafe $0.loadUnaligned(as: UInt128.self) }
            let zone = address.sin6_scope_id == 0 ? nil : String(address.sin6_scope_id)
            self.init(.v6, UInt128(bigEndian: bits), zone: zone)
        default: return nil
        }
    }
}
