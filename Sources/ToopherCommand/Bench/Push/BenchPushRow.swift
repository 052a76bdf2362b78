/// A measured row.
struct BenchPushRow {
    let operation: String
    let operations: Int
    let seconds: Double
    /// The rate of OpenSSL's calls in the same run.
    let reference: Double

    var perSecond: Double { Double(operations) / seconds }

    var text: String {
        "\(operation): \(Int(perSecond)) operations/s, \(hundredths) of OpenSSL's calls alone"
    }

    var json: String {
        """
        {"operation":"\(operation)","operations":\(operations),"seconds":\((seconds * 1000).rounded() / 1000),\
        "per_second":\(Int(perSecond)),"share_of_openssl":\(hundredths)}
        """
    }

    private var hundredths: Double { (perSecond / reference * 100).rounded() / 100 }
}
