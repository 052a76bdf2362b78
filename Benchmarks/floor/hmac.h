// HMAC-SHA1 (RFC 2104) by OpenSSL, from two states with the key.
#ifndef FLOOR_HMAC_H
#define FLOOR_HMAC_H

#include <stddef.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/sha.h>

/// The two states of a key. These functions of OpenSSL are deprecated, but its fastest: the state is plain memory,
/// where EVP allocates for each copy.
typedef struct {
    SHA_CTX inner, outer;
} hmac_key;

static void hmac_prepare(hmac_key *key, const unsigned char *bytes, size_t count) {
    unsigned char block[SHA_CBLOCK] = {0};
    if (count > sizeof block) {
        SHA1(bytes, count, block);
    } else if (count > 0) {
        memcpy(block, bytes, count);
    }
    for (size_t index = 0; index < sizeof block; index++) block[index] ^= 0x36;
    SHA1_Init(&key->inner);
    SHA1_Update(&key->inner, block, sizeof block);
    for (size_t index = 0; index < sizeof block; index++) block[index] ^= 0x36 ^ 0x5c;
    SHA1_Init(&key->outer);
    SHA1_Update(&key->outer, block, sizeof block);
    OPENSSL_cleanse(block, sizeof block);
}

static inline void hmac(const hmac_key *key, const unsigned char *message, size_t count, unsigned char code[20]) {
    SHA_CTX state = key->inner;
    SHA1_Update(&state, message, count);
    SHA1_Final(code, &state);
    state = key->outer;
    SHA1_Update(&state, code, SHA_DIGEST_LENGTH);
    SHA1_Final(code, &state);
}

#endif
