import FuzzSupport

/// What a phone signs, of values that hold anything: read back by the lengths alone, each is there as it was, so no value
/// passes for another field. The input's lines are the values.
@c(LLVMFuzzerTestOneInput)
public func fuzzDeviceProtocol(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    // The rest of the input may hold line ends too.
    let pieces = input.split(separator: UInt8(ascii: "\n"), maxSplits: 7, omittingEmptySubsequences: false)
    let values = pieces.map { String(decoding: $0, as: UTF8.self) } + [String](repeating: "", count: 8)
    checkCall(values, time: Int64(input.count) << (input.count % 50), body: input)
    checkDecision(values, time: -Int64(input.count))
    checkRevocation(values, time: Int64(input.count))
    return 0
}

private func checkCall(_ values: [String], time: Int64, body: [UInt8]) {
    let call = DeviceProtocol.Call(
        method: values[0], url: values[1], body: body, device: values[2], timestamp: time, nonce: values[7])
    let bytes = expectNoError { try call.bytesToSign() }
    let fields = read(bytes, title: "toopher-device-call-1")
    require(fields.map(\.name) == ["method", "url", "body-sha256", "device", "timestamp", "nonce"], "\(fields)")
    require(fields[2].value.utf8.count == 64, "a digest of \(fields[2].value.utf8.count) characters")
    let rest = [values[0], values[1], fields[2].value, values[2], String(time), values[7]]
    require(sameBytes(fields.map(\.value), rest), "\(fields)")

    var other = call
    other.body.append(0)
    require(expectNoError { try other.bytesToSign() } != bytes, "another body is signed alike")
}

private func checkDecision(_ values: [String], time: Int64) {
    let record = DeviceProtocol.DecisionRecord(
        .init(
            service: values[0], kind: .authenticationRequest, id: values[1],
            requester: .init(id: values[2], name: values[3]), user: .init(id: values[4], name: values[5]),
            action: .init(id: values[6], name: values[0]), terminal: .init(id: values[1], name: values[2]),
            phone: .init(id: values[3], name: values[4]), phoneWords: values[5], numberDigits: 2, created: time,
            expires: time + 60),
        .init(.deny, reason: .notMe, number: values[3], automatedUntil: time, decided: time), device: values[7])
    let fields = read(record.bytesToSign(), title: "toopher-decision-2")
    let expected =
        [values[0], "authentication_request"] + values[1...6] + values[0...5]
        + ["false", "false", "2", "false", String(time), String(time + 60), "deny", "not_me", values[3], "false"]
        + [String(time), String(time), values[7]]
    require(sameBytes(fields.map(\.value), expected), "\(fields)")
}

private func checkRevocation(_ values: [String], time: Int64) {
    let record = DeviceProtocol.RevocationRecord(
        .init(
            service: values[0], kind: .automation, id: values[1], requester: .init(id: values[2], name: values[3]),
            user: .init(id: values[4], name: values[5]), action: .init(id: values[6], name: values[0]),
            terminal: .init(id: values[1], name: values[2]), decision: .approve), revoked: time, device: values[7])
    let fields = read(record.bytesToSign(), title: "toopher-revocation-1")
    let expected =
        [values[0], "automation"] + values[1...6] + values[0...2] + ["approve", String(time), values[7]]
    require(sameBytes(fields.map(\.value), expected), "\(fields)")
}

/// `==` would take two spellings of one character for the same.
private func sameBytes(_ left: [String], _ right: [String]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
}

/// The title line, then for each field a line `name length`, and the value with a line end.
private func read(_ bytes: [UInt8], title: String) -> [(name: String, value: String)] {
    var rest = bytes[...]
    func line() -> String {
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest = rest.dropFirst(line.count + 1)
        return String(decoding: line, as: UTF8.self)
    }
    require(line() == title, "another title")
    var fields: [(name: String, value: String)] = []
    while !rest.isEmpty {
        let words = line().split(separator: " ")
        guard words.count == 2, let length = Int(words[1]), length < rest.count else {
            fatalError("no field: \(words)")
        }
        fields.append((String(words[0]), String(decoding: rest.prefix(length), as: UTF8.self)))
        rest = rest.dropFirst(length)
        require(rest.first == UInt8(ascii: "\n"), "a value without a line end")
        rest = rest.dropFirst()
    }
    return fields
}
