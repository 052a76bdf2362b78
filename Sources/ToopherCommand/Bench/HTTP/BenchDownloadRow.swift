/// A measured row of a body that is read and discarded.
struct BenchDownloadRow: Sendable {
    var bytes: Int
    var seconds: Double

    /// The row as one JSON object.
    var json: String {
        """
        {"operation":"download","bytes":\(bytes),"seconds":\(BenchHTTPRow.rounded(seconds)),\
        "bytes_per_second":\(perSecond),"resident_kib":\(BenchUsage.peakKibibytes)}
        """
    }

    /// The row as text for people.
    var text: String {
        """
        download, \(bytes >> 20) MiB, \(BenchHTTPRow.rounded(seconds)) s: \(perSecond >> 20) MiB/s; \
        \(BenchUsage.peakKibibytes) KiB at most
        """
    }

    private var perSecond: Int { Int(Double(bytes) / seconds) }
}
