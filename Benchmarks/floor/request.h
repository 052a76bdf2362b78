// A parsed request: its parameters, in the encoding of the signature base string.
#ifndef FLOOR_REQUEST_H
#define FLOOR_REQUEST_H

#include "bytes.h"

enum {
    /// The limit of method, URL, header and body together, in bytes.
    maximum_bytes = 4096,
    /// The limit of parameters.
    maximum_parameters = 64,
};

typedef enum {
    accepted,
    malformed,
    too_large,
    duplicate_parameter,
    missing_parameter,
    unsupported,
    unknown_consumer,
    wrong_signature,
    outside_window,
} verdict;

/// A request as it was received, not decoded.
typedef struct {
    const char *method, *url, *authorization, *form;
    size_t method_count, url_count, authorization_count, form_count;
} request;

/// The protocol parameters (RFC 5849 section 3.1).
typedef enum {
    consumer_key, token, signature_method, signature, timestamp, nonce, version, callback, verifier,
    field_count,
} field;

typedef struct {
    /// The first eight bytes of the name as a number, which decides almost every comparison.
    uint64_t key;
    slice name, value;
} parameter;

typedef struct {
    /// The signed parameters.
    parameter parameters[maximum_parameters];
    unsigned count;
    /// The protocol parameters; the start of a missing one is null.
    slice fields[field_count];
    /// Their parameter sources, of which only one is permitted (RFC 5849 section 3.5).
    int source;
    /// The parts as received, each with a zero byte after it, then what had to be encoded again, at most three bytes
    /// for one. 1200 bytes more for what a signer adds.
    unsigned char text[maximum_bytes * 4 + 1200 + slack];
    unsigned char *free;
} request_parts;

enum { from_header = 1, from_query, from_form };

static inline void parts_start(request_parts *parts) {
    parts->count = 0;
    parts->source = 0;
    parts->free = parts->text;
    memset(parts->fields, 0, sizeof parts->fields);
}

/// Copies one part of a request.
static inline const unsigned char *parts_take(request_parts *parts, const char *start, size_t count) {
    const unsigned char *copy = parts->free;
    if (count > 0) memcpy(parts->free, start, count);
    parts->free += count;
    *parts->free++ = 0;
    return copy;
}

/// The first eight bytes of a name as a big-endian number, zeros where it is shorter.
static inline uint64_t name_key(slice name) {
    uint64_t key;
    memcpy(&key, name.start, sizeof key);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    key = __builtin_bswap64(key);
#endif
    return name.count >= 8 ? key : name.count == 0 ? 0 : key & ~(UINT64_MAX >> (8 * name.count));
}

/// The protocol parameter of a name, or `field_count`.
static inline field field_named(slice name) {
#define is(literal) (name.count == sizeof(literal) - 1 && memcmp(name.start, literal, sizeof(literal) - 1) == 0)
    switch (name.count > 6 ? name.start[6] : 0) {
    case 'c': return is("oauth_consumer_key") ? consumer_key : is("oauth_callback") ? callback : field_count;
    case 'n': return is("oauth_nonce") ? nonce : field_count;
    case 's':
        return is("oauth_signature") ? signature : is("oauth_signature_method") ? signature_method : field_count;
    case 't': return is("oauth_timestamp") ? timestamp : is("oauth_token") ? token : field_count;
    case 'v': return is("oauth_version") ? version : is("oauth_verifier") ? verifier : field_count;
    default: return field_count;
    }
#undef is
}

static inline verdict parts_add(request_parts *parts, slice name, slice value, int source) {
    const uint64_t key = name_key(name);
    if (key >> 16 == 0x6f617574685f) { // oauth_
        if (parts->source && parts->source != source) return duplicate_parameter;
        parts->source = source;
        const field which = field_named(name);
        if (which < field_count) {
            if (parts->fields[which].start) return duplicate_parameter;
            parts->fields[which] = value;
            if (which == signature) return accepted;
        }
    }
    if (parts->count == maximum_parameters) return too_large;
    parts->parameters[parts->count++] = (parameter){key, name, value};
    return accepted;
}

#endif
