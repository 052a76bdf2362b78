import HTTPExchange
import HTTPTypes
import OAuth1

/// The code of `Sources/OAuth1/OAuth1.docc/MediaUpload.md`.
enum MediaUploadExample {
    static func run(
        _ scheme: String, _ authority: String, _ photo: [UInt8], _ signer: Signer, _ transport: any HTTPTransport
    ) async throws -> [HTTPTransportResponse] {
        let boundary = try RandomNonce.source()
        let type = "multipart/form-data; boundary=" + boundary

        var upload = HTTPRequest(method: .post, scheme: scheme, authority: authority, path: "/2/media/upload")
        upload.headerFields[.contentType] = type
        let media = Array(
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\n\r\n".utf8)
        let end = Array("\r\n--\(boundary)--\r\n".utf8)
        try signer.sign(&upload, body: media + photo + end)
        let uploaded = try await transport.send(upload, body: media + photo + end)

        let fields = [Parameter("title", "Café & sea"), Parameter("tags", "sunset \"Lake Constance\"")]
        var share = HTTPRequest(method: .post, scheme: scheme, authority: authority, path: "/services/upload/")
        share.headerFields[.contentType] = type
        share.headerFields[.authorization] = try signer.authorizationHeader(
            method: "POST", url: "\(scheme)://\(authority)/services/upload/", formParameters: fields)
        var body: [UInt8] = []
        for field in fields {
            body +=
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n\(field.value)\r\n".utf8
        }
        body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n".utf8
        let shared = try await transport.send(share, body: body + photo + end)

        return [uploaded, shared]
    }
}
