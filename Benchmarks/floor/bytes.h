// Bytes: unreserved characters, percent-encoding (RFC 5849 section 3.6), base64.
#ifndef FLOOR_BYTES_H
#define FLOOR_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// The bytes that may be read after every text and written after every output, so that both can be moved in blocks.
enum { slack = 16 };

/// A borrowed run of bytes; `escaped` if it may contain a `%`.
typedef struct {
    const unsigned char *start;
    uint32_t count;
    bool escaped;
} slice;

/// 1 for each unreserved byte (RFC 3986 section 2.3).
static const unsigned char unreserved[256] = {
    ['-'] = 1, ['.'] = 1, ['_'] = 1, ['~'] = 1,
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1,
    ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1,
    ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1,
    ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1,
    ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1,
    ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1,
    ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1,
};

/// The value of each hexadecimal digit plus one; 0 for other bytes.
static const unsigned char digit_value[256] = {
    ['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
    ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

static const char digits[] = "0123456789ABCDEF";

/// The first byte from `at` on that is not unreserved. The zero byte at the end of every text stops the search.
static inline const unsigned char *skip_unreserved(const unsigned char *at) {
#if defined(__SSE2__)
    for (;; at += 16) {
        const __m128i text = _mm_loadu_si128((const __m128i *)at);
        // A range is moved to the lowest signed numbers, where one comparison checks both ends.
        const __m128i lower = _mm_or_si128(text, _mm_set1_epi8(0x20));
        const __m128i letter =
            _mm_cmplt_epi8(_mm_sub_epi8(lower, _mm_set1_epi8((char)('a' + 128))), _mm_set1_epi8(-128 + 26));
        const __m128i digit =
            _mm_cmplt_epi8(_mm_sub_epi8(text, _mm_set1_epi8((char)('0' + 128))), _mm_set1_epi8(-128 + 10));
        const __m128i dash_or_dot =
            _mm_cmplt_epi8(_mm_sub_epi8(text, _mm_set1_epi8((char)('-' + 128))), _mm_set1_epi8(-128 + 2));
        const __m128i mark =
            _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('_')), _mm_cmpeq_epi8(text, _mm_set1_epi8('~')));
        const __m128i good = _mm_or_si128(_mm_or_si128(letter, digit), _mm_or_si128(dash_or_dot, mark));
        const unsigned reserved = (unsigned)_mm_movemask_epi8(good) ^ 0xffff;
        if (reserved) return at + __builtin_ctz(reserved);
    }
#else
    while (unreserved[*at]) at++;
    return at;
#endif
}

/// Copies `count` bytes in blocks, up to the slack after them.
static inline unsigned char *put(unsigned char *out, const unsigned char *start, size_t count) {
    if (count > 64) {
        memcpy(out, start, count);
    } else {
        for (size_t offset = 0; offset < count; offset += 16) memcpy(out + offset, start + offset, 16);
    }
    return out + count;
}

/// Writes a literal.
#define put_literal(out, literal) (memcpy((out), (literal), sizeof(literal) - 1), (out) + sizeof(literal) - 1)

static inline unsigned char *put_encoded_byte(unsigned char *out, unsigned char byte) {
    if (unreserved[byte]) {
        *out = byte;
        return out + 1;
    }
    out[0] = '%';
    out[1] = (unsigned char)digits[byte >> 4];
    out[2] = (unsigned char)digits[byte & 15];
    return out + 3;
}

/// Writes text whose only reserved bytes are `%`, encoded once more: each `%` becomes `%25`.
static inline unsigned char *put_encoded_twice(unsigned char *out, slice text) {
    if (!text.escaped) return put(out, text.start, text.count);
    for (const unsigned char *at = text.start, *end = at + text.count; at < end; at++) {
        *out++ = *at;
        if (*at == '%') {
            *out++ = '2';
            *out++ = '5';
        }
    }
    return out;
}

/// The byte of the percent-encoding at `at`, or -1 if there is none before `end`.
static inline int escaped_byte(const unsigned char *at, const unsigned char *end) {
    if (end - at < 3 || at[0] != '%') return -1;
    const unsigned high = digit_value[at[1]], low = digit_value[at[2]];
    return high && low ? (int)((high - 1) << 4 | (low - 1)) : -1;
}

/// Whether there is a canonical percent-encoding at `at` (RFC 5849 section 3.6): upper-case digits, of a byte that
/// needs it.
static inline bool is_canonical_escape(const unsigned char *at, const unsigned char *end) {
    const int byte = escaped_byte(at, end);
    return byte >= 0 && !unreserved[byte] && at[1] < 'a' && at[2] < 'a';
}

/// Percent-decodes `text` into `out`, which has its length; returns the number of bytes.
static inline size_t decode(slice text, unsigned char *out) {
    const unsigned char *start = out;
    for (const unsigned char *at = text.start, *end = at + text.count; at < end;) {
        const int byte = escaped_byte(at, end);
        *out++ = byte < 0 ? *at : (unsigned char)byte;
        at += byte < 0 ? 1 : 3;
    }
    return (size_t)(out - start);
}

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The 28 base64 characters of a SHA-1 digest.
static inline void encode_base64(const unsigned char digest[20], unsigned char out[28]) {
    for (int group = 0; group < 7; group++) {
        const unsigned char *bytes = digest + 3 * group;
        const unsigned value = (unsigned)bytes[0] << 16 | (unsigned)bytes[1] << 8 | (group < 6 ? bytes[2] : 0);
        for (int place = 0; place < 4; place++)
            out[4 * group + place] = (unsigned char)base64_digits[value >> (18 - 6 * place) & 63];
    }
    out[27] = '=';
}

/// The value of each base64 digit plus one; 0 for other bytes.
static const unsigned char base64_value[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,
    ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18,
    ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27,
    ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36,
    ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45,
    ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54,
    ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63,
    ['/'] = 64,
};

/// Decodes the percent-encoded base64 text of a SHA-1 digest: 28 characters, in one spelling only.
static inline bool decode_base64(slice text, unsigned char digest[21]) {
    const unsigned char *at = text.start, *const end = at + text.count;
    for (int group = 0; group < 7; group++) {
        unsigned value = 0;
        for (int place = 0; place < 4; place++) {
            if (at >= end) return false;
            unsigned char character = *at;
            if (character == '%') {
                const int byte = escaped_byte(at, end);
                if (byte < 0) return false;
                character = (unsigned char)byte;
                at += 2;
            }
            at++;
            unsigned bits = base64_value[character];
            if (group == 6 && place == 3) {
                if (character != '=') return false;
                bits = 1;
            }
            if (!bits) return false;
            value = value << 6 | (bits - 1);
        }
        // The last group has two bytes and no other bits.
        if (group == 6 && value & 0xff) return false;
        digest[3 * group] = (unsigned char)(value >> 16);
        digest[3 * group + 1] = (unsigned char)(value >> 8);
        digest[3 * group + 2] = (unsigned char)value;
    }
    return at == end;
}

#endif
