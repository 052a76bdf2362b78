#ifndef TOOPHER_COPENSSL_SHIM_H
#define TOOPHER_COPENSSL_SHIM_H

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

// Macros, and what takes several OpenSSL calls. A buffer that OpenSSL only writes has its bounds, so that Swift imports
// it as a MutableSpan. One that it reads has none: Swift 6.3.1 crashes at -O on an imported function with a Span.

/// Computes an HMAC (RFC 2104) from the keyed states `inner` and `outer`, which do not change: `work` becomes a copy of
/// each in turn. Returns 1 on success, and 0 if `capacity` is too small.
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

/// The hash functions whose state is in memory of the caller's, so that a keyed state is copied by assignment. EVP
/// allocates for each copy, which costs more than hashing a short message.
typedef enum { toopher_sha1, toopher_sha256, toopher_sha512 } toopher_hash;

/// The two keyed states of an HMAC: those of a hash after exactly one block. A state of OpenSSL's is three times as large,
/// and with many keys the size costs time.
typedef union {
    struct {
        uint32_t inner[5], outer[5];
    } sha1;
    struct {
        uint32_t inner[8], outer[8];
    } sha256;
    struct {
        uint64_t inner[8], outer[8];
    } sha512;
} toopher_keyed_states;

#if defined(OPENSSL_NO_DEPRECATED_3_0)
static const int toopher_has_direct_hashes = 0;
#else
static const int toopher_has_direct_hashes = 1;
#endif

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

#if !defined(OPENSSL_NO_DEPRECATED_3_0)

static inline int toopher_sha1_first_block(uint32_t *_Nonnull state, const uint8_t *_Nonnull block) {
    SHA_CTX work;
    if (SHA1_Init(&work) != 1 || SHA1_Update(&work, block, SHA_CBLOCK) != 1 || work.num != 0) return 0;
    state[0] = work.h0, state[1] = work.h1, state[2] = work.h2, state[3] = work.h3, state[4] = work.h4;
    OPENSSL_cleanse(&work, sizeof work);
    return 1;
}

static inline int toopher_sha256_first_block(uint32_t *_Nonnull state, const uint8_t *_Nonnull block) {
    SHA256_CTX work;
    if (SHA256_Init(&work) != 1 || SHA256_Update(&work, block, SHA256_CBLOCK) != 1 || work.num != 0) return 0;
    memcpy(state, work.h, sizeof work.h);
    OPENSSL_cleanse(&work, sizeof work);
    return 1;
}

static inline int toopher_sha512_first_block(uint64_t *_Nonnull state, const uint8_t *_Nonnull block) {
    SHA512_CTX work;
    if (SHA512_Init(&work) != 1 || SHA512_Update(&work, block, SHA512_CBLOCK) != 1 || work.num != 0) return 0;
    memcpy(state, work.h, sizeof work.h);
    OPENSSL_cleanse(&work, sizeof work);
    return 1;
}

// The hashes continue from there. The fields that are not set here are written before they are read.

static inline int toopher_sha1_rest(const uint32_t *_Nonnull state, const uint8_t *_Nullable message, size_t count,
                                    uint8_t *_Nonnull digest) {
    SHA_CTX work;
    work.h0 = state[0], work.h1 = state[1], work.h2 = state[2], work.h3 = state[3], work.h4 = state[4];
    work.Nl = SHA_CBLOCK * 8, work.Nh = 0, work.num = 0;
    return SHA1_Update(&work, message, count) == 1 && SHA1_Final(digest, &work) == 1;
}

static inline int toopher_sha256_rest(const uint32_t *_Nonnull state, const uint8_t *_Nullable message, size_t count,
                                      uint8_t *_Nonnull digest) {
    SHA256_CTX work;
    memcpy(work.h, state, sizeof work.h);
    work.Nl = SHA256_CBLOCK * 8, work.Nh = 0, work.num = 0, work.md_len = SHA256_DIGEST_LENGTH;
    return SHA256_Update(&work, message, count) == 1 && SHA256_Final(digest, &work) == 1;
}

static inline int toopher_sha512_rest(const uint64_t *_Nonnull state, const uint8_t *_Nullable message, size_t count,
                                      uint8_t *_Nonnull digest) {
    SHA512_CTX work;
    memcpy(work.h, state, sizeof work.h);
    work.Nl = SHA512_CBLOCK * 8, work.Nh = 0, work.num = 0, work.md_len = SHA512_DIGEST_LENGTH;
    return SHA512_Update(&work, message, count) == 1 && SHA512_Final(digest, &work) == 1;
}

#endif

/// Computes a digest without OpenSSL's providers. Returns 1 on success.
static inline int toopher_digest_direct(toopher_hash hash, const uint8_t *_Nullable message, size_t count,
                                        uint8_t *_Nonnull digest) {
#if !defined(OPENSSL_NO_DEPRECATED_3_0)
    union {
        SHA_CTX sha1;
        SHA256_CTX sha256;
        SHA512_CTX sha512;
    } work;
    switch (hash) {
    case toopher_sha1:
        return SHA1_Init(&work.sha1) == 1 && SHA1_Update(&work.sha1, message, count) == 1 &&
               SHA1_Final(digest, &work.sha1) == 1;
    case toopher_sha256:
        return SHA256_Init(&work.sha256) == 1 && SHA256_Update(&work.sha256, message, count) == 1 &&
               SHA256_Final(digest, &work.sha256) == 1;
    case toopher_sha512:
        return SHA512_Init(&work.sha512) == 1 && SHA512_Update(&work.sha512, message, count) == 1 &&
               SHA512_Final(digest, &work.sha512) == 1;
    }
#endif
    return 0;
}

/// Computes the keyed states from the key's two blocks (RFC 2104 section 2). Returns 1 on success.
static inline int toopher_hmac_prepare(toopher_keyed_states *_Nonnull states, toopher_hash hash,
                                       const uint8_t *_Nonnull inner, const uint8_t *_Nonnull outer) {
#if !defined(OPENSSL_NO_DEPRECATED_3_0)
    switch (hash) {
    case toopher_sha1:
        return toopher_sha1_first_block(states->sha1.inner, inner) &&
               toopher_sha1_first_block(states->sha1.outer, outer);
    case toopher_sha256:
        return toopher_sha256_first_block(states->sha256.inner, inner) &&
               toopher_sha256_first_block(states->sha256.outer, outer);
    case toopher_sha512:
        return toopher_sha512_first_block(states->sha512.inner, inner) &&
               toopher_sha512_first_block(states->sha512.outer, outer);
    }
#endif
    return 0;
}

/// Computes an HMAC (RFC 2104) from the keyed states, which do not change, into `code`, which has room for a digest.
/// Returns 1 on success. The states on the stack end as digests and need no wiping.
static inline int toopher_hmac_direct(const toopher_keyed_states *_Nonnull states, toopher_hash hash,
                                      const uint8_t *_Nullable message, size_t count,
                                      uint8_t *_Nonnull code) {
#if !defined(OPENSSL_NO_DEPRECATED_3_0)
    switch (hash) {
    case toopher_sha1:
        return toopher_sha1_rest(states->sha1.inner, message, count, code) &&
               toopher_sha1_rest(states->sha1.outer, code, SHA_DIGEST_LENGTH, code);
    case toopher_sha256:
        return toopher_sha256_rest(states->sha256.inner, message, count, code) &&
               toopher_sha256_rest(states->sha256.outer, code, SHA256_DIGEST_LENGTH, code);
    case toopher_sha512:
        return toopher_sha512_rest(states->sha512.inner, message, count, code) &&
               toopher_sha512_rest(states->sha512.outer, code, SHA512_DIGEST_LENGTH, code);
    }
#endif
    return 0;
}

#pragma clang diagnostic pop

/// Computes a MAC with the key that `context` was prepared with. Returns the length of the code, or 0 on failure.
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

/// Encrypts with AES-GCM and the key that `context` was prepared with, and writes the tag of 16 bytes behind the
/// ciphertext. Returns 1 on success. `EVP_EncryptUpdate` takes an `int`, so a greater count fails.
static inline int toopher_gcm_seal(EVP_CIPHER_CTX *_Nonnull context, const uint8_t *_Nonnull nonce,
                                   const uint8_t *_Nullable data, size_t data_count,
                                   const uint8_t *_Nullable plaintext, size_t count,
                                   uint8_t *_Nonnull ciphertext) {
    int written = 0;
    if (data_count > INT32_MAX || count > INT32_MAX) return 0;
    if (EVP_EncryptInit_ex2(context, NULL, NULL, nonce, NULL) != 1) return 0;
    if (data_count > 0 && EVP_EncryptUpdate(context, NULL, &written, data, (int)data_count) != 1) return 0;
    if (count > 0 && EVP_EncryptUpdate(context, ciphertext, &written, plaintext, (int)count) != 1) return 0;
    return EVP_EncryptFinal_ex(context, ciphertext + count, &written) == 1 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, ciphertext + count) == 1;
}

/// Decrypts with AES-GCM and the key that `context` was prepared with; the tag of 16 bytes is behind the ciphertext.
/// Returns 1 on success. Otherwise `plaintext` is zero.
static inline int toopher_gcm_open(EVP_CIPHER_CTX *_Nonnull context, const uint8_t *_Nonnull nonce,
                                   const uint8_t *_Nullable data, size_t data_count,
                                   const uint8_t *_Nonnull ciphertext, size_t count,
                                   uint8_t *_Nullable plaintext) {
    int written = 0;
    uint8_t tag[16], none[16];
    if (data_count > INT32_MAX || count > INT32_MAX) return 0;
    // OpenSSL takes the expected tag as not constant.
    memcpy(tag, ciphertext + count, sizeof tag);
    if (EVP_DecryptInit_ex2(context, NULL, NULL, nonce, NULL) == 1 &&
        (data_count == 0 || EVP_DecryptUpdate(context, NULL, &written, data, (int)data_count) == 1) &&
        (count == 0 || EVP_DecryptUpdate(context, plaintext, &written, ciphertext, (int)count) == 1) &&
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, sizeof tag, tag) == 1 &&
        EVP_DecryptFinal_ex(context, none, &written) == 1)
        return 1;
    if (count > 0) OPENSSL_cleanse(plaintext, count);
    return 0;
}

/// Fills `bytes` with random bytes. Returns 1 on success. `RAND_bytes` takes an `int`, so a greater count fails.
static inline int toopher_random_bytes(uint8_t *_Nonnull __counted_by(count) bytes __noescape,
                                       size_t count) {
    if (count > INT32_MAX) return 0;
    return RAND_bytes(bytes, (int)count);
}

// Swift does not import variadic functions.

/// Creates a P-256 key pair. Returns NULL on failure.
static inline EVP_PKEY *_Nullable toopher_p256_generate(void) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
}

// Swift does not import macros that are built from other macros' values.

/// The selection of `EVP_PKEY_fromdata` for a key pair.
static const int toopher_pkey_pair = EVP_PKEY_KEYPAIR;

#endif
