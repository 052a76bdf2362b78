#ifndef TOOPHER_COPENSSL_SHIM_H
#define TOOPHER_COPENSSL_SHIM_H

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

// What takes several OpenSSL calls or is a macro. A buffer that OpenSSL only writes
// carries its bounds, so that Swift imports it as a MutableSpan. One that it reads does
// not: the wrapper that Swift 6.3 makes for a Span crashes the compiler in optimised builds.

/// HMAC (RFC 2104) from the two keyed states `inner` and `outer`, which stay as they are: `work`
/// becomes a copy of each in turn. Returns 1 on success, 0 also when `capacity` is too small.
static inline int toopher_hmac(const EVP_MD_CTX *_Nonnull inner, const EVP_MD_CTX *_Nonnull outer,
                               EVP_MD_CTX *_Nonnull work,
                               const uint8_t *_Nullable message,
                               size_t count,
                               uint8_t *_Nonnull code,
                               size_t capacity) {
    unsigned int written = 0;
    if ((size_t)EVP_MD_CTX_get_size(inner) > capacity) return 0;
    return EVP_MD_CTX_copy_ex(work, inner) == 1 && EVP_DigestUpdate(work, message, count) == 1 &&
           EVP_DigestFinal_ex(work, code, &written) == 1 && EVP_MD_CTX_copy_ex(work, outer) == 1 &&
           EVP_DigestUpdate(work, code, written) == 1 && EVP_DigestFinal_ex(work, code, &written) == 1;
}

/// The hash functions that keep their state in memory of the caller's, so that a keyed state is
/// copied by assignment. EVP allocates and frees for each copy, which costs more than hashing a
/// short message does.
typedef enum { toopher_sha1, toopher_sha256, toopher_sha512 } toopher_hash;

typedef union {
    SHA_CTX sha1;
    SHA256_CTX sha256;
    SHA512_CTX sha512;
} toopher_hash_state;

#if defined(OPENSSL_NO_DEPRECATED_3_0)
static const int toopher_has_direct_hashes = 0;
#else
static const int toopher_has_direct_hashes = 1;
#endif

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

/// Starts a hash with one block. Returns 1 on success.
static inline int toopher_hash_start(toopher_hash_state *_Nonnull state, toopher_hash hash,
                                     const uint8_t *_Nonnull block, size_t count) {
#if !defined(OPENSSL_NO_DEPRECATED_3_0)
    switch (hash) {
    case toopher_sha1:
        return SHA1_Init(&state->sha1) == 1 && SHA1_Update(&state->sha1, block, count) == 1;
    case toopher_sha256:
        return SHA256_Init(&state->sha256) == 1 && SHA256_Update(&state->sha256, block, count) == 1;
    case toopher_sha512:
        return SHA512_Init(&state->sha512) == 1 && SHA512_Update(&state->sha512, block, count) == 1;
    }
#endif
    return 0;
}

/// HMAC (RFC 2104) from the two keyed states, which stay as they are. `code` holds a digest.
/// Returns 1 on success. The copies on the stack end as digests, and need no wiping.
static inline int toopher_hmac_direct(const toopher_hash_state *_Nonnull inner,
                                      const toopher_hash_state *_Nonnull outer, toopher_hash hash,
                                      const uint8_t *_Nullable message, size_t count,
                                      uint8_t *_Nonnull code) {
#if !defined(OPENSSL_NO_DEPRECATED_3_0)
    switch (hash) {
    case toopher_sha1: {
        SHA_CTX work = inner->sha1;
        if (SHA1_Update(&work, message, count) != 1 || SHA1_Final(code, &work) != 1) return 0;
        work = outer->sha1;
        return SHA1_Update(&work, code, SHA_DIGEST_LENGTH) == 1 && SHA1_Final(code, &work) == 1;
    }
    case toopher_sha256: {
        SHA256_CTX work = inner->sha256;
        if (SHA256_Update(&work, message, count) != 1 || SHA256_Final(code, &work) != 1) return 0;
        work = outer->sha256;
        return SHA256_Update(&work, code, SHA256_DIGEST_LENGTH) == 1 && SHA256_Final(code, &work) == 1;
    }
    case toopher_sha512: {
        SHA512_CTX work = inner->sha512;
        if (SHA512_Update(&work, message, count) != 1 || SHA512_Final(code, &work) != 1) return 0;
        work = outer->sha512;
        return SHA512_Update(&work, code, SHA512_DIGEST_LENGTH) == 1 && SHA512_Final(code, &work) == 1;
    }
    }
#endif
    return 0;
}

#pragma clang diagnostic pop

/// One MAC with the key that `context` was prepared with. Returns the code's length, or 0 on failure.
static inline size_t toopher_mac(EVP_MAC_CTX *_Nonnull context,
                                 const uint8_t *_Nullable message,
                                 size_t count,
                                 uint8_t *_Nonnull code,
                                 size_t capacity) {
    size_t written = 0;
    if (EVP_MAC_init(context, NULL, 0, NULL) != 1) return 0;
    if (EVP_MAC_update(context, message, count) != 1) return 0;
    if (EVP_MAC_final(context, code, &written, capacity) != 1) return 0;
    return written;
}

/// Fills `bytes` from OpenSSL's CSPRNG. Returns 1 on success. `RAND_bytes` counts
/// in `int`; a longer request fails instead of wrapping.
static inline int toopher_random_bytes(uint8_t *_Nonnull __counted_by(count) bytes __noescape,
                                       size_t count) {
    if (count > INT32_MAX) return 0;
    return RAND_bytes(bytes, (int)count);
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
