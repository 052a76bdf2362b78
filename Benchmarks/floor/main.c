// The hand-written C that the library is compared with: tests itself, then signs or verifies for some seconds.
//   floor sign|verify SECONDS

#include "../peers/meter.h"
#include "checks.h"

#include <openssl/crypto.h>

typedef struct {
    bench_work work;
    request sent, received;
    credentials with;
    hmac_key nobody;
    int64_t now;
} bench;

static const hmac_key *find(const void *context, const unsigned char *consumer_key, size_t count) {
    const bench *const with = context;
    const char *const known = with->work.consumer_key;
    return count == strlen(known) && CRYPTO_memcmp(consumer_key, known, count) == 0 ? &with->with.key : NULL;
}

static verdict verify(const bench *with, const request *received, int64_t now) {
    return oauth1_verify(received, find, with, &with->nobody, now, 300);
}

static size_t sign(const bench *with, unsigned char header[maximum_header]) {
    const char *const nonce_text = with->work.nonce;
    return oauth1_sign(&with->sent, &with->with, nonce_text, strlen(nonce_text), (uint64_t)with->now, header);
}

static void sign_once(const void *argument) {
    unsigned char header[maximum_header];
    if (sign(argument, header) == 0) fail("the C cannot sign");
    // The header is not used; the compiler must not know that.
    __asm__ volatile("" : : "r"(header) : "memory");
}

static void verify_once(const void *argument) {
    const bench *const with = argument;
    if (verify(with, &with->received, with->now) != accepted) fail("the C cannot verify");
}

static void prove(const bench *with) {
    unsigned char header[maximum_header];
    const char *const authorization = with->work.authorization;
    const size_t count = sign(with, header);
    if (count != strlen(authorization) || memcmp(header, authorization, count) != 0) fail("the C signs otherwise");

    expect(verify(with, &with->received, with->now), accepted, "the request");
    expect(verify(with, &with->received, with->now + 301), outside_window, "an old request");
    expect(verify(with, &with->received, with->now - 301), outside_window, "an early request");
    request changed = with->received;
    changed.form = tampered(with->work.form, "jdoe", "jdof");
    expect(verify(with, &changed, with->now), wrong_signature, "another form");
    static const struct {
        const char *old, *new;
        verdict result;
    } changes[] = {
        {"FaO6Y", "FaO7Y", wrong_signature},
        {"\"hHtK", "\"hHt~", wrong_signature},
        {"\"abcdef0", "\"bbcdef0", wrong_signature},
        {"\"abcdefg", "\"abcdefh", unknown_consumer},
        {"\"1.0\"", "\"1.1\"", unsupported},
        {"oauth_nonce", "oauth_nouce", missing_parameter},
    };
    for (size_t index = 0; index < sizeof changes / sizeof *changes; index++) {
        changed = with->received;
        changed.authorization = tampered(authorization, changes[index].old, changes[index].new);
        expect(verify(with, &changed, with->now), changes[index].result, changes[index].new);
    }
}

int main(int count, char **arguments) {
    if (count != 3) fail("usage: floor sign|verify SECONDS");
    bench with = {.work = read_work()};
    with.sent = request_of(with.work.method, with.work.url, "", with.work.form);
    with.received = request_of(with.work.method, with.work.url, with.work.authorization, with.work.form);
    with.now = strtoll(with.work.timestamp, NULL, 10);
    if (!credentials_prepare(&with.with, with.work.consumer_key, with.work.consumer_secret)) fail("keys too long");
    hmac_prepare(&with.nobody, (const unsigned char *)"nobody's", 8);
    check_rest();
    prove(&with);
    char version[64];
#if defined(__clang__)
    snprintf(version, sizeof version, "clang %d, OpenSSL %s", __clang_major__, OpenSSL_version(OPENSSL_VERSION_STRING));
#else
    snprintf(version, sizeof version, "gcc %d, OpenSSL %s", __GNUC__, OpenSSL_version(OPENSSL_VERSION_STRING));
#endif
    measure("hand-written C", version, arguments[1], strtod(arguments[2], NULL),
            strcmp(arguments[1], "sign") == 0 ? sign_once : verify_once, &with);
}
