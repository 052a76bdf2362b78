import CryptoCore
import FuzzSupport

/// Fuzzes what people type as one-time passwords, sequences of them, and lists of tokens in JSON: what is accepted has the
/// form that the rest relies on, and is accepted again as it is written.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneTimePasswords(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    let text = String(decoding: input, as: UTF8.self)
    checkPassword(text)
    for digits in 6...8 { checkSequence(text, digits) }
    checkList(input)
    return 0
}

private func checkPassword(_ text: String) {
    switch TypedPassword(text) {
    case .digits(let password):
        require((6...8).contains(password.count) && password.allSatisfy(isDigit), "not digits: \(password)")
        require(TypedPassword(String(decoding: password, as: UTF8.self)) == .digits(password), "read otherwise")
    case .backupCode(let code):
        require(code.count == 10, "a code of \(code.count) symbols")
        require(TypedPassword(String(decoding: code, as: UTF8.self)) == .backupCode(code), "read otherwise")
    case nil: break
    }
}

private func checkSequence(_ text: String, _ digits: Int) {
    guard let passwords = TypedPassword.sequence(text, digits: digits) else { return }
    require((2...10).contains(passwords.count), "\(passwords.count) passwords")
    for password in passwords {
        require(password.count == digits && password.allSatisfy(isDigit), "not digits: \(password)")
    }
    let written = passwords.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " , ")
    require(TypedPassword.sequence(written, digits: digits) == passwords, "read otherwise")
}

private func checkList(_ input: [UInt8]) {
    guard let objects = FlatJSONReader.objects(in: input) else { return }
    // An object takes two bytes, a member four: what is returned is not more than what was read.
    require(objects.count * 2 + objects.reduce(0) { $0 + $1.count * 4 } <= input.count, "more than there was")
    let again = FlatJSONReader.objects(in: written(objects)) ?? []
    require(again.count == objects.count, "another number of objects")
    for (one, other) in zip(objects, again) {
        require(one.count == other.count, "another number of members")
        for (left, right) in zip(one, other) {
            require(left.name.utf8.elementsEqual(right.name.utf8), "another name")
            require(left.value.utf8.elementsEqual(right.value.utf8), "another value")
        }
        checkToken(one)
    }
}

private func checkToken(_ members: FlatJSONReader.Members) {
    guard let draft = try? OATHTokenDraft({ name in members.first { $0.name == name && !$0.value.isEmpty }?.value })
    else { return }
    require((10...128).contains(draft.secret.count), "a secret of \(draft.secret.count) bytes")
    require((6...8).contains(draft.settings.digits), "\(draft.settings.digits) digits")
    require((1...3600).contains(draft.settings.stepSize), "a step of \(draft.settings.stepSize) seconds")
    if let id = draft.requesterSpecifiedID {
        require((1...256).contains(id.utf8.count) && !id.utf8.contains(0), "an id that cannot be stored")
    }
}

/// Returns the objects as JSON with every value a string, and every byte below 0x80 escaped.
private func written(_ objects: [FlatJSONReader.Members]) -> [UInt8] {
    let list = objects.map { members in
        "{" + members.map { quoted($0.name) + ":" + quoted($0.value) }.joined(separator: ",") + "}"
    }
    return Array(("[" + list.joined(separator: ", ") + "]").utf8)
}

private func quoted(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
        if scalar.isASCII {
            output += "\\u00" + Hex.encode([UInt8(scalar.value)])
        } else {
            output.unicodeScalars.append(scalar)
        }
    }
    return output + "\""
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
