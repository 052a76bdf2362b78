// Signing and verifying with HMAC-SHA1: what a careful C programmer writes for one purpose. One request of up to
// 4096 bytes and 64 parameters, all on the stack; no allocation, no other signature method, no nonces.
#ifndef FLOOR_OAUTH1_H
#define FLOOR_OAUTH1_H

#include "base_string.h"
#include "hmac.h"
#include "parse.h"

/// The prepared key of a consumer without token, or null.
typedef const hmac_key *(*find_key)(const void *context, const unsigned char *consumer_key, size_t count);

enum {
    /// The bytes of consumer key and nonce together, before they are encoded.
    maximum_own = 256,
    /// The size of an Authorization header's value.
    maximum_header = maximum_own * 3 + 256 + slack,
};

/// The credentials of a consumer.
typedef struct {
    /// Percent-encoded, with slack after it.
    unsigned char consumer_key[maximum_own * 3 + slack];
    uint32_t consumer_key_count;
    bool is_escaped;
    hmac_key key;
} credentials;

/// Prepares a consumer's key; false if it is too long.
static bool credentials_prepare(credentials *made, const char *consumer_key, const char *consumer_secret) {
    if (strlen(consumer_key) > maximum_own || strlen(consumer_secret) > maximum_own) return false;
    unsigned char *out = made->consumer_key;
    for (const char *at = consumer_key; *at; at++) out = put_encoded_byte(out, (unsigned char)*at);
    made->consumer_key_count = (uint32_t)(out - made->consumer_key);
    made->is_escaped = made->consumer_key_count != strlen(consumer_key);
    // Section 3.4.2: both secrets, encoded, with an ampersand between them; there is no token.
    unsigned char key[maximum_own * 3 + 1], *end = key;
    for (const char *at = consumer_secret; *at; at++) end = put_encoded_byte(end, (unsigned char)*at);
    *end++ = '&';
    hmac_prepare(&made->key, key, (size_t)(end - key));
    OPENSSL_cleanse(key, sizeof key);
    return true;
}

/// Parses the request and writes its base string to `out`; returns its end, or null on failure.
static inline unsigned char *build(const request *received, request_parts *parts, unsigned char *out, verdict *result) {
    parts_start(parts);
    *result = too_large;
    if (received->method_count + received->url_count + received->authorization_count + received->form_count >
        maximum_bytes)
        return NULL;
    const unsigned char *const header = parts_take(parts, received->authorization, received->authorization_count);
    const unsigned char *const url = parts_take(parts, received->url, received->url_count);
    const unsigned char *const form = parts_take(parts, received->form, received->form_count);

    for (size_t index = 0; index < received->method_count; index++)
        out = put_encoded_byte(out, (unsigned char)received->method[index]);
    *out++ = '&';
    const unsigned char *query, *query_end;
    *result = malformed;
    if (!(out = put_uri(out, url, url + received->url_count, &query, &query_end))) return NULL;

    *result = received->authorization_count > 0
                  ? parse_authorization(parts, header, header + received->authorization_count)
                  : accepted;
    if (*result == accepted) *result = parse_form(parts, query, query_end, from_query);
    if (*result == accepted) *result = parse_form(parts, form, form + received->form_count, from_form);
    return *result == accepted ? out : NULL;
}

static inline bool field_is(slice value, const char *expected, size_t count) {
    return value.count == count && memcmp(value.start, expected, count) == 0;
}

/// Whether a timestamp (section 3.3) is within `window` seconds of `now`.
static inline bool is_recent(slice timestamp, int64_t now, int64_t window) {
    int64_t seconds = 0;
    if (timestamp.count == 0 || timestamp.count > 15) return false;
    for (uint32_t index = 0; index < timestamp.count; index++) {
        const unsigned digit = (unsigned)timestamp.start[index] - '0';
        if (digit > 9) return false;
        seconds = seconds * 10 + digit;
    }
    return seconds >= now - window && seconds <= now + window;
}

/// Verifies a request (RFC 5849 section 3.2). An unknown consumer takes as long as a wrong signature: everything is
/// computed with a dummy key, and decided at the end.
static inline verdict oauth1_verify(const request *received, find_key find, const void *context,
                                    const hmac_key *nobody, int64_t now, int64_t window) {
    request_parts parts;
    unsigned char base_string[maximum_base_string];
    verdict result;
    unsigned char *end = build(received, &parts, base_string, &result);
    if (!end) return result;

    const slice *const fields = parts.fields;
    if (!fields[consumer_key].start || !fields[signature].start || !fields[signature_method].start ||
        !fields[timestamp].start || !fields[nonce].start || fields[nonce].count == 0)
        return missing_parameter;
    if (!field_is(fields[signature_method], "HMAC-SHA1", 9)) return unsupported;
    if (fields[version].start && !field_is(fields[version], "1.0", 3)) return unsupported;
    if (fields[token].start && fields[token].count > 0) return unsupported;

    slice consumer = fields[consumer_key];
    unsigned char decoded[maximum_bytes];
    if (consumer.escaped) {
        consumer.count = (uint32_t)decode(consumer, decoded);
        consumer.start = decoded;
    }
    const hmac_key *const key = find(context, consumer.start, consumer.count);

    end = put_parameters(end, &parts);
    unsigned char code[SHA_DIGEST_LENGTH], claimed[SHA_DIGEST_LENGTH + 1] = {0};
    hmac(key ? key : nobody, base_string, (size_t)(end - base_string), code);
    const bool is_base64 = decode_base64(fields[signature], claimed);
    const bool is_equal = CRYPTO_memcmp(code, claimed, sizeof code) == 0;
    if (!key) return unknown_consumer;
    if (!is_base64 || !is_equal) return wrong_signature;
    return is_recent(fields[timestamp], now, window) ? accepted : outside_window;
}

/// Adds a protocol parameter whose name is a literal, without a copy.
#define add_own(parts, name, value)                                                                                \
    do {                                                                                                           \
        static const unsigned char padded[sizeof(name) + slack] = name;                                            \
        parts_add(parts, (slice){padded, sizeof(name) - 1, false}, value, from_header);                            \
    } while (0)

/// Percent-encodes text after the request's parts.
static inline slice take_encoded(request_parts *parts, const char *text, size_t count) {
    const unsigned char *const copy = parts_take(parts, text, count);
    if (skip_unreserved(copy) == copy + count) return (slice){copy, (uint32_t)count, false};
    transcoder into = transcode(parts);
    for (size_t index = 0; index < count; index++) transcode_byte(&into, copy[index]);
    return transcoded(&into);
}

static inline slice take_decimal(request_parts *parts, uint64_t number) {
    unsigned char *at = parts->free += 20;
    uint32_t count = 0;
    do {
        *--at = (unsigned char)('0' + number % 10);
        number /= 10;
        count++;
    } while (number > 0);
    return (slice){at, count, false};
}

/// Signs a request (section 3.4.2) and writes the value of its Authorization header into `out`, which has
/// `maximum_header` bytes; returns its length, or 0 if the request cannot be signed.
static inline size_t oauth1_sign(const request *sent, const credentials *with, const char *nonce_text,
                                 size_t nonce_count, uint64_t now, unsigned char *out) {
    request_parts parts;
    unsigned char base_string[maximum_base_string];
    verdict result;
    if (sent->authorization_count > 0 || with->consumer_key_count + nonce_count > maximum_own) return 0;
    unsigned char *end = build(sent, &parts, base_string, &result);
    if (!end || parts.source || parts.count + 5 > maximum_parameters) return 0;

    const slice consumer = {with->consumer_key, with->consumer_key_count, with->is_escaped};
    const slice once = take_encoded(&parts, nonce_text, nonce_count);
    const slice seconds = take_decimal(&parts, now);
    static const unsigned char method[9 + slack] = "HMAC-SHA1", one[3 + slack] = "1.0";
    add_own(&parts, "oauth_consumer_key", consumer);
    add_own(&parts, "oauth_nonce", once);
    add_own(&parts, "oauth_signature_method", ((slice){method, 9, false}));
    add_own(&parts, "oauth_timestamp", seconds);
    add_own(&parts, "oauth_version", ((slice){one, 3, false}));
    end = put_parameters(end, &parts);

    unsigned char code[SHA_DIGEST_LENGTH], text[28];
    hmac(&with->key, base_string, (size_t)(end - base_string), code);
    encode_base64(code, text);
    unsigned char *const start = out;
    out = put_literal(out, "OAuth oauth_consumer_key=\"");
    out = put(out, consumer.start, consumer.count);
    out = put_literal(out, "\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"");
    out = put(out, seconds.start, seconds.count);
    out = put_literal(out, "\", oauth_nonce=\"");
    out = put(out, once.start, once.count);
    out = put_literal(out, "\", oauth_version=\"1.0\", oauth_signature=\"");
    for (int index = 0; index < 28; index++) out = put_encoded_byte(out, text[index]);
    *out++ = '"';
    return (size_t)(out - start);
}

#endif
