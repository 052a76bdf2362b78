// Parsing of the Authorization header and of forms (RFC 5849 section 3.4.1.3.1).
#ifndef FLOOR_PARSE_H
#define FLOOR_PARSE_H

#include "request.h"

/// Decodes bytes one by one, and writes their percent-encoding (RFC 5849 section 3.6) after the request's parts.
typedef struct {
    request_parts *parts;
    unsigned char *start;
} transcoder;

static inline transcoder transcode(request_parts *parts) { return (transcoder){parts, parts->free}; }

static inline void transcode_byte(transcoder *into, unsigned char byte) {
    into->parts->free = put_encoded_byte(into->parts->free, byte);
}

static inline slice transcoded(transcoder *into) {
    return (slice){into->start, (uint32_t)(into->parts->free - into->start), true};
}

/// Skips encoded text up to the first byte that is neither unreserved nor part of a canonical percent-encoding.
static inline slice read_encoded(const unsigned char *at, const unsigned char *end) {
    const unsigned char *const start = at;
    bool escaped = false;
    at = skip_unreserved(at);
    while (*at == '%' && is_canonical_escape(at, end)) {
        escaped = true;
        at = skip_unreserved(at + 3);
    }
    return (slice){start, (uint32_t)(at - start), escaped};
}

/// A name or value of a form, up to `&`, up to `=` if it is a name, or up to the end.
static inline slice read_form_text(request_parts *parts, const unsigned char *at, const unsigned char *end,
                                   bool is_name, const unsigned char **next) {
    const slice text = read_encoded(at, end);
    *next = text.start + text.count;
    if (*next == end || **next == '&' || (is_name && **next == '=')) return text;
    transcoder into = transcode(parts);
    while (at < end && *at != '&' && !(is_name && *at == '=')) {
        const int byte = escaped_byte(at, end);
        transcode_byte(&into, byte >= 0 ? (unsigned char)byte : *at == '+' ? ' ' : *at);
        at += byte >= 0 ? 3 : 1;
    }
    *next = at;
    return transcoded(&into);
}

/// `name=value&name=value`, as a query or a form body.
static inline verdict parse_form(request_parts *parts, const unsigned char *at, const unsigned char *end, int source) {
    while (at < end) {
        if (*at == '&') {
            at++;
            continue;
        }
        const slice name = read_form_text(parts, at, end, true, &at);
        slice value = {at, 0, false};
        if (at < end && *at == '=') value = read_form_text(parts, at + 1, end, false, &at);
        const verdict result = parts_add(parts, name, value, source);
        if (result != accepted) return result;
    }
    return accepted;
}

/// Parses a quoted value that is not in canonical encoding, from after its first quote to after its last.
static inline verdict read_quoted(request_parts *parts, const unsigned char *at, const unsigned char *end,
                                  slice *value, const unsigned char **next) {
    transcoder into = transcode(parts);
    for (; at < end && *at != '"'; at++) {
        if (*at == '\\' && ++at == end) return malformed;
        const int byte = escaped_byte(at, end);
        if (*at == '%' && byte < 0) return malformed;
        transcode_byte(&into, byte >= 0 ? (unsigned char)byte : *at);
        if (byte >= 0) at += 2;
    }
    if (at == end) return malformed;
    *value = transcoded(&into);
    *next = at + 1;
    return accepted;
}

static inline const unsigned char *skip_blanks(const unsigned char *at) {
    while (*at == ' ' || *at == '\t') at++;
    return at;
}

/// `OAuth name="value", name="value"` (section 3.5.1); the realm is not signed.
static inline verdict parse_authorization(request_parts *parts, const unsigned char *at, const unsigned char *end) {
    static const unsigned char scheme[] = "oauth";
    for (int index = 0; index < 5; index++)
        if ((at[index] | 0x20) != scheme[index]) return malformed;
    if (at[5] != ' ' && at[5] != '\t') return malformed;
    at += 6;
    for (;;) {
        at = skip_blanks(at);
        if (at == end) return accepted;
        if (*at == ',') { // an empty element, which a list may have
            at++;
            continue;
        }
        const slice name = read_encoded(at, end);
        at += name.count;
        if (name.count == 0 || at[0] != '=' || at[1] != '"') return malformed;
        at += 2;
        slice value = read_encoded(at, end);
        const bool is_realm = name.count == 5 && memcmp(name.start, "realm", 5) == 0;
        verdict result = accepted;
        if (at[value.count] == '"') {
            at += value.count + 1;
        } else if (is_realm) {
            for (; at < end && *at != '"'; at++)
                if (*at == '\\') at++;
            if (at++ >= end) return malformed;
        } else {
            result = read_quoted(parts, at, end, &value, &at);
        }
        if (result == accepted && !is_realm) result = parts_add(parts, name, value, from_header);
        if (result != accepted) return result;
        at = skip_blanks(at);
        if (at == end) return accepted;
        if (*at++ != ',') return malformed;
    }
}

#endif
