#ifndef TOOPHER_COPENSSL_SHIM_H
#define TOOPHER_COPENSSL_SHIM_H

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

// OpenSSL's headers carry no bounds, so Swift would see bare pointers. Each
// function below is one OpenSSL call with its bounds written down: Swift imports
// it with Span parameters and checks them.

/// Feeds `count` bytes to an initialised MAC. Returns 1 on success.
static inline int toopher_mac_update(EVP_MAC_CTX *_Nonnull context,
                                     const uint8_t *_Nonnull __counted_by(count) bytes __noescape,
                                     size_t count) {
    return EVP_MAC_update(context, bytes, count);
}

/// Finishes a MAC into `tag`. Returns the tag's length, or 0 on failure.
static inline size_t toopher_mac_final(EVP_MAC_CTX *_Nonnull context,
                                       uint8_t *_Nonnull __counted_by(capacity) tag __noescape,
                                       size_t capacity) {
    size_t written = 0;
    if (EVP_MAC_final(context, tag, &written, capacity) != 1) return 0;
    return written;
}

/// Fills `bytes` from OpenSSL's CSPRNG. Returns 1 on success. `RAND_bytes` counts
/// in `int`; a longer request fails instead of wrapping.
static inline int toopher_random_bytes(uint8_t *_Nonnull __counted_by(count) bytes __noescape,
                                       size_t count) {
    if (count > INT32_MAX) return 0;
    return RAND_bytes(bytes, (int)count);
}

/// Hashes `count` bytes in one call. Returns the digest's length, or 0 on failure
/// and when `capacity` is too small.
static inline size_t toopher_digest(const EVP_MD *_Nonnull algorithm,
                                    const uint8_t *_Nonnull __counted_by(count) bytes __noescape,
                                    size_t count,
                                    uint8_t *_Nonnull __counted_by(capacity) digest __noescape,
                                    size_t capacity) {
    unsigned int written = 0;
    if ((size_t)EVP_MD_get_size(algorithm) > capacity) return 0;
    if (EVP_Digest(bytes, count, digest, &written, algorithm, NULL) != 1) return 0;
    return written;
}

// `EVP_EC_gen` and `EVP_PKEY_Q_keygen` are variadic, which Swift does not import.

/// Makes a fresh P-256 key pair. Returns NULL on failure.
static inline EVP_PKEY *_Nullable toopher_p256_generate(void) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
}

// Macros built from other macros' values are not imported either.

/// What `EVP_PKEY_fromdata` imports: the public half only.
static const int toopher_pkey_public = EVP_PKEY_PUBLIC_KEY;

/// What `EVP_PKEY_fromdata` imports: both halves.
static const int toopher_pkey_pair = EVP_PKEY_KEYPAIR;

#endif
