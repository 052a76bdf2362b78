import CryptoCore
import CurlTransport
import HTTPExchange
import OAuth1
import SystemPackage

/// The file of a virtual phone, which holds its key. Only its owner can read it.
struct PhoneState: Codable {
    var service: String
    var device: String
    /// The private scalar, base64url.
    var privateKey: String

    enum CodingKeys: String, CodingKey {
        case service, device
        case privateKey = "private_key"
    }

    /// Creates the state of a phone.
    init(_ phone: VirtualPhone) throws {
        service = phone.service.base + "/"
        device = phone.deviceID
        privateKey = try phone.key.rawRepresentation().withBytes { span in
            Base64.encodeURL(span.indices.map { span[$0] })
        }
    }

    /// Returns the stored phone.
    func phone(transport: any HTTPTransport) throws -> VirtualPhone {
        guard let scalar = Base64.decodeURL(privateKey) else { throw CommandError("the phone's file has no valid key") }
        return VirtualPhone(
            service: try VirtualPhone.serviceURL(service), deviceID: device,
            key: try P256.PrivateKey(rawRepresentation: SecretBytes(scalar)),
            transport: transport)
    }

    /// Reads the file at `path`.
    static func read(_ path: String) throws -> PhoneState {
        do {
            return try DeviceMessage.decode(InputFile.read(path, limit: 64 << 10))
        } catch let error as Errno where error == .noSuchFileOrDirectory {
            throw CommandError("no phone at \(path): run toopher phone register first")
        } catch let error as Errno {
            throw CommandError("cannot read \(path): \(error)")
        }
    }
}
