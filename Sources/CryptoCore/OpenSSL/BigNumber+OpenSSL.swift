internal import COpenSSL

extension BigNumber {
    /// Creates a copy of a number of `key`, by its `OSSL_PARAM` name. Fails if the key has none of this name.
    init?(_ name: UnsafePointer<CChar>, of key: OpaquePointer) {
        var number: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(key, name, &number) == 1, let number = unsafe number else { return nil }
        unsafe pointer = number
    }

    private init?() {
        guard let number = unsafe BN_new() else { return nil }
        unsafe pointer = number
    }

    var bitCount: Int { unsafe Int(BN_num_bits(pointer)) }
    var isOdd: Bool { unsafe BN_is_odd(pointer) == 1 }
    var isOne: Bool { unsafe BN_is_one(pointer) == 1 }

    func isLess(than other: borrowing BigNumber) -> Bool {
        unsafe BN_cmp(pointer, other.pointer) < 0
    }

    /// Returns the number less one; `nil` only if memory has run out.
    func predecessor() -> BigNumber? {
        guard let result = BigNumber(), unsafe BN_sub(result.pointer, pointer, BN_value_one()) == 1 else { return nil }
        return result
    }

    /// Returns whether the number is the product of the two others.
    func isProduct(_ left: borrowing BigNumber, _ right: borrowing BigNumber, _ scratch: borrowing Scratch) -> Bool {
        guard let product = BigNumber() else { return false }
        return unsafe BN_mul(product.pointer, left.pointer, right.pointer, scratch.pointer) == 1
            && BN_cmp(product.pointer, pointer) == 0
    }

    /// Returns whether the number times `other` is one modulo `modulus`; `false` for a modulus of zero.
    func isInverse(
        of other: borrowing BigNumber, modulo modulus: borrowing BigNumber, _ scratch: borrowing Scratch
    ) -> Bool {
        guard let product = BigNumber() else { return false }
        return unsafe BN_mod_mul(product.pointer, pointer, other.pointer, modulus.pointer, scratch.pointer) == 1
            && product.isOne
    }

    static func free(_ pointer: OpaquePointer) {
        unsafe BN_clear_free(pointer)
    }
}

extension BigNumber.Scratch {
    /// Fails if memory has run out.
    init?() {
        guard let context = unsafe BN_CTX_secure_new() else { return nil }
        unsafe pointer = context
    }

    static func free(_ pointer: OpaquePointer) {
        unsafe BN_CTX_free(pointer)
    }
}
