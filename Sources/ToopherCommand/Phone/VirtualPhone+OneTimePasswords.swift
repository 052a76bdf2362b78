import CryptoCore
import HTTPTypes

extension VirtualPhone {
    /// Returns what the phone shows one-time passwords with, the newest pairing first.
    ///
    /// A phone with a screen stores it, so that it shows passwords without a network too.
    func passwordSources() async throws -> [PhonePasswordSource] {
        let list: DeviceMessage.PasswordSources = try DeviceMessage.decode(await call(.get, "device/otp"))
        return try list.pairings.map(PhonePasswordSource.init)
    }
}
