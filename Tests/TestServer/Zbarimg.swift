internal import TestSupport

/// The decoder of zbar, a library that has nothing to do with ours.
package enum Zbarimg {
    private static let path = "/usr/bin/zbarimg"

    /// Whether it is installed: `script/bootstrap --tests`.
    package static let isInstalled = isProgram(path)

    /// Returns the text of the QR code in an image.
    package static func text(of image: [UInt8]) -> String? {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let file = folder.write("code.png", image)
        let process = ChildProcess(path, ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file])
        let line = process.readLine()
        process.waitForSuccess()
        return line
    }
}
