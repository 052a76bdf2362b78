// The signature base string (RFC 5849 section 3.4.1).
#ifndef FLOOR_BASE_STRING_H
#define FLOOR_BASE_STRING_H

#include "request.h"

/// The size of the base string of a request of `maximum_bytes`: a byte becomes at most five (`%2520`), and each
/// parameter adds two separators.
enum { maximum_base_string = maximum_bytes * 5 + maximum_parameters * 6 + 64 + slack };

static inline int compare(slice left, slice right) {
    const int order = memcmp(left.start, right.start, left.count < right.count ? left.count : right.count);
    return order ? order : (left.count > right.count) - (left.count < right.count);
}

static inline bool precedes(const parameter *left, const parameter *right) {
    if (left->key != right->key) return left->key < right->key;
    const int names = compare(left->name, right->name);
    return names ? names < 0 : compare(left->value, right->value) < 0;
}

/// Sorts by name, then value (RFC 5849 section 3.4.1.3.2). An insertion sort: parameters are few, and often nearly in
/// order. It moves one-byte indices, not parameters.
static inline void sort(const request_parts *parts, unsigned char order[maximum_parameters]) {
    for (unsigned index = 0; index < parts->count; index++) {
        unsigned place = index;
        for (; place > 0; place--) {
            if (!precedes(&parts->parameters[index], &parts->parameters[order[place - 1]])) break;
            order[place] = order[place - 1];
        }
        order[place] = (unsigned char)index;
    }
}

static inline unsigned char lowercased(unsigned char byte) {
    return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

/// Writes the base string URI (RFC 5849 section 3.4.1.2): scheme and host in lower case, the port unless it is the
/// scheme's own, the path as sent. Null if the URL is malformed; `query` is what follows the `?`.
static inline unsigned char *put_uri(unsigned char *out, const unsigned char *at, const unsigned char *end,
                                     const unsigned char **query, const unsigned char **query_end) {
    static const unsigned char secure[] = "https://";
    unsigned length = 0;
    for (; length < 8; length++)
        if (lowercased(at[length]) != secure[length]) break;
    const bool is_secure = length == 8;
    if (is_secure) {
        out = put_literal(out, "https%3A%2F%2F");
        at += 8;
    } else if (length == 4 && memcmp(at + 4, "://", 3) == 0) {
        out = put_literal(out, "http%3A%2F%2F");
        at += 7;
    } else {
        return NULL;
    }

    const unsigned char *const host = at;
    // Most hosts have only unreserved characters.
    const unsigned char *const plain = skip_unreserved(at);
    for (; at < plain; at += 16, out += 16)
        for (int index = 0; index < 16; index++) out[index] = lowercased(at[index]);
    out -= at - plain;
    at = plain;
    for (; at < end && *at != '/' && *at != '?' && *at != '#' && *at != ':' && *at != '['; at++) {
        if (*at == '@' || *at <= ' ' || *at == 0x7f || *at == '\\') return NULL;
        out = put_encoded_byte(out, lowercased(*at));
    }
    if (at < end && *at == '[' && at == host) {
        for (; at < end && *at != ']'; at++) out = put_encoded_byte(out, lowercased(*at));
        if (at == end) return NULL;
        out = put_encoded_byte(out, *at++);
    }
    if (at == host) return NULL;
    if (at < end && *at == ':') {
        const unsigned char *const port = ++at;
        unsigned number = 0;
        for (; at < end && *at >= '0' && *at <= '9' && at - port < 5; at++) number = number * 10 + (*at - '0');
        if (number > 65535) return NULL;
        if (at > port && number != (is_secure ? 443 : 80)) {
            out = put_literal(out, "%3A");
            unsigned char text[5];
            unsigned count = 0;
            do {
                text[count++] = (unsigned char)('0' + number % 10);
                number /= 10;
            } while (number > 0);
            while (count > 0) *out++ = text[--count];
        }
    }
    if (at < end && *at != '/' && *at != '?' && *at != '#') return NULL;

    if (at == end || *at != '/') out = put_literal(out, "%2F");
    for (;;) {
        const unsigned char *const next = skip_unreserved(at);
        out = put(out, at, (size_t)(next - at));
        at = next;
        if (at >= end || *at == '?' || *at == '#') break;
        out = put_encoded_byte(out, *at++);
    }
    *query = *query_end = end;
    if (at < end && *at == '?') {
        *query = at + 1;
        const unsigned char *const fragment = memchr(at, '#', (size_t)(end - at));
        if (fragment) *query_end = fragment;
    }
    return out;
}

/// Writes `&` and the sorted parameters, encoded once more.
static inline unsigned char *put_parameters(unsigned char *out, const request_parts *parts) {
    unsigned char order[maximum_parameters];
    sort(parts, order);
    *out++ = '&';
    for (unsigned index = 0; index < parts->count; index++) {
        const parameter *const one = &parts->parameters[order[index]];
        if (index > 0) out = put_literal(out, "%26");
        out = put_encoded_twice(out, one->name);
        out = put_literal(out, "%3D");
        out = put_encoded_twice(out, one->value);
    }
    return out;
}

#endif
