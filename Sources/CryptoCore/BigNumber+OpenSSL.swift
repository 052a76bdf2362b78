internal import COpenSSL

/// Owns one BIGNUM, which is wiped at the end.
@safe
struct BigNumber: ~Copyable {
    private let pointer: OpaquePointer

    /// A number of `key` by its OSSL_PARAM name; nil if the key has none of that name.
    init?(_ name: UnsafePointer<CChar>, of key: OpaquePointer) {
        var number: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(key, name, &number) == 1, let number = unsafe number else { return nil }
        unsafe pointer = number
    }

    private init?() {
        guard let number = unsafe BN_new() else { return nil }
        unsafe pointer = number
    }

    deinit {
        unsafe BN_clear_free(pointer)
    }

    var bitCount: Int { unsafe Int(BN_num_bits(pointer)) }
    var isOdd: Bool { unsafe BN_is_odd(pointer) == 1 }
    var isOne: Bool { unsafe BN_is_one(pointer) == 1 }

    func isLess(than other: borrowing BigNumber) -> Bool {
        unsafe BN_cmp(pointer, other.pointer) < 0
    }

    /// This number less one; nil only for want of memory.
    func predecessor() -> BigNumber? {
        guard let result = BigNumber(), unsafe BN_sub(result.pointer, pointer, BN_value_one()) == 1 else { return nil }
        return result
    }

    /// Whether this is the product of the two others.
    func isProduct(_ left: borrowing BigNumber, _ right: borrowing BigNumber, _ scratch: borrowing Scratch) -> Bool {
        guard let product = BigNumber() else { return false }
        return unsafe BN_mul(product.pointer, left.pointer, right.pointer, scratch.pointer) == 1
            && BN_cmp(product.pointer, pointer) == 0
    }

    /// Whether this number times the other leaves one when divided by `modulus`; false for a modulus of zero.
    func isInverse(
        of other: borrowing BigNumber, modulo modulus: borrowing BigNumber, _ scratch: borrowing Scratch
    ) -> Bool {
        guard let product = BigNumber() else { return false }
        return unsafe BN_mod_mul(product.pointer, pointer, other.pointer, modulus.pointer, scratch.pointer) == 1
            && product.isOne
    }
}

extension BigNumber {
    /// Owns the temporary numbers that OpenSSL's arithmetic needs.
    @safe
    struct Scratch: ~Copyable {
        fileprivate let pointer: OpaquePointer

        init?() {
            guard let context = unsafe BN_CTX_secure_new() else { return nil }
            unsafe pointer = context
        }

        deinit {
            unsafe BN_CTX_free(pointer)
        }
    }
}
