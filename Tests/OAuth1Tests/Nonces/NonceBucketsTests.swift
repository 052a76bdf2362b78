import TestSupport
import Testing

@testable import OAuth1

@Suite("NonceBuckets")
struct NonceBucketsTests {
    static func fingerprint(_ number: Int) -> Fingerprint {
        Fingerprint(low: UInt64(number) &* 0x9e37_79b9_7f4a_7c15, high: UInt64(number))
    }

    static func record(
        _ buckets: inout NonceBuckets, _ number: Int, at timestamp: Int64, horizon: Int64 = 0
    ) -> NonceVerdict {
        buckets.record(
            fingerprint(number), timestamp: timestamp, horizon: horizon, capacity: .max, updating: PrefetchHint())
    }

    @Test(
        "Timestamps in any order and a window of any length have few buckets, and every use is found again",
        arguments: [
            (window: Int64(600), most: 12), (1 << 20, 200), (1 << 53, 800), (.max, 1000),
        ])
    func order(window: Int64, most: Int) {
        var random = SeededGenerator(seed: 1)
        var buckets = NonceBuckets()
        _ = buckets.expire(before: 0)
        // Some are close together at either end, some as far apart as the window permits.
        let timestamps = (0..<20_000).map { number in
            Int64.random(in: 0...window, using: &random) >> (Int64(number) % 63)
        }
        for (number, timestamp) in timestamps.enumerated() {
            #expect(Self.record(&buckets, number, at: timestamp) == .fresh)
        }
        for (number, timestamp) in timestamps.enumerated() {
            #expect(Self.record(&buckets, number, at: timestamp) == .replayed)
        }
        #expect(buckets.count == timestamps.count)
        #expect(buckets.bucketCount <= most)
    }

    @Test("What expires is before the horizon, and what is a minute before the horizon expires")
    func forget() {
        var buckets = NonceBuckets()
        for timestamp in Int64(1000)..<1600 {
            _ = Self.record(&buckets, Int(timestamp), at: timestamp, horizon: 1000)
        }
        for horizon in Int64(1000)..<1700 {
            let before = buckets.count
            let forgotten = (buckets.expire(before: horizon) ?? []).reduce(0) { $0 + $1.count }
            #expect(before - forgotten == buckets.count)
            #expect(buckets.count >= 1600 - horizon)
            #expect(buckets.count <= max(0, 1600 - horizon + 63))
            for timestamp in Int64(1597)..<1600 where timestamp >= horizon {
                #expect(Self.record(&buckets, Int(timestamp), at: timestamp, horizon: horizon) == .replayed)
            }
            #expect(Self.record(&buckets, 0, at: horizon - 1, horizon: horizon) == .replayed)
        }
        #expect(buckets.count == 0 && buckets.bucketCount == 0)
    }

    @Test("A use stays known while the horizon moves and other buckets are added and expire", arguments: 0..<4)
    func moving(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var buckets = NonceBuckets()
        var timestamps: [Int64] = []
        var horizon: Int64 = 0
        for number in 0..<4000 {
            horizon += Int64.random(in: 0...40, using: &random)
            _ = buckets.expire(before: horizon)
            let timestamp = horizon + Int64.random(in: 0...100_000, using: &random)
            #expect(Self.record(&buckets, number, at: timestamp, horizon: horizon) == .fresh)
            timestamps.append(timestamp)
            let other = Int.random(in: 0...number, using: &random)
            #expect(Self.record(&buckets, other, at: timestamps[other], horizon: horizon) == .replayed)
        }
    }
}
