#ifndef TOOPHER_CSCAN_H
#define TOOPHER_CSCAN_H

/// Asks for the memory at `address` to be brought near for writing, and waits for nothing. Reads
/// nothing, so any address will do.
static inline void toopher_prefetch(const void *_Nullable address) {
    __builtin_prefetch(address, 1);
}

// Sixteen bytes judged at once. Swift's SIMD types have no instruction that gathers a mask, and
// without one it does not pay; where SSE2 is missing, Swift judges eight bytes in an integer.

#if defined(__SSE2__)

#include <emmintrin.h>
#include <stdint.h>

/// One bit for each of the 16 bytes at `bytes` that is not unreserved (RFC 3986 section 2.3:
/// letters, digits, `-._~`), the lowest for the first. All 16 must be readable.
static inline uint32_t toopher_reserved16(const uint8_t *_Nonnull bytes) {
    const __m128i text = _mm_loadu_si128((const __m128i *)bytes);
    // Each range is moved to the bottom of the signed numbers, where one comparison judges both ends.
    const __m128i folded = _mm_or_si128(text, _mm_set1_epi8(0x20));
    const __m128i letter = _mm_cmplt_epi8(_mm_add_epi8(folded, _mm_set1_epi8((char)(0x80 - 'a'))),
                                          _mm_set1_epi8((char)(0x80 + 26)));
    const __m128i digit_or_mark = _mm_cmplt_epi8(_mm_add_epi8(text, _mm_set1_epi8((char)(0x80 - '-'))),
                                                 _mm_set1_epi8((char)(0x80 + 13)));
    const __m128i slash = _mm_cmpeq_epi8(text, _mm_set1_epi8('/'));
    const __m128i others = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('_')),
                                        _mm_cmpeq_epi8(text, _mm_set1_epi8('~')));
    const __m128i unreserved =
        _mm_or_si128(_mm_or_si128(letter, others), _mm_andnot_si128(slash, digit_or_mark));
    return (uint32_t)_mm_movemask_epi8(unreserved) ^ 0xffff;
}

#endif

#endif
