#ifndef TOOPHER_SCAN_H
#define TOOPHER_SCAN_H

/// The part of the hot path that Swift cannot express: sixteen bytes compared in one instruction.
///
/// Swift's SIMD types have no instruction that gathers a bit of each byte, and without one they are slower than a loop.
/// Everything here is inline: a call for each sixteen bytes would cost more than it saves.
///
/// Each vector version does what the plain one does. `script/check-scan` compares them for every byte in every position.

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// GCC, which cross-compiles the tests, does not know Clang's nullability.
#ifndef __clang__
#define _Nonnull
#define _Nullable
#endif

/// Prefetches the cache line at `address` for reading. Reads nothing, so every address is valid.
static inline void toopher_prefetch(const void *_Nullable address) {
    __builtin_prefetch(address, 0);
}

/// Prefetches the cache line at `address` for writing, which takes it away from other processors.
static inline void toopher_prefetch_for_writing(const void *_Nullable address) {
    __builtin_prefetch(address, 1);
}

/// Copies 16 bytes, which may overlap.
static inline void toopher_copy16(uint8_t *_Nonnull destination, const uint8_t *_Nonnull source) {
    __builtin_memmove(destination, source, 16);
}

/// Returns one bit for each of the 16 bytes at `bytes` that is not unreserved, the lowest bit for the first byte.
/// Unreserved are ASCII letters, digits and `-._~` (RFC 3986 section 2.3). All 16 bytes must be readable.
static inline uint32_t toopher_reserved16_plain(const uint8_t *_Nonnull bytes) {
    uint32_t reserved = 0;
    for (int index = 0; index < 16; index++) {
        const uint8_t byte = bytes[index], folded = byte | 0x20;
        const int is_unreserved = (folded >= 'a' && folded <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
                                  byte == '.' || byte == '_' || byte == '~';
        reserved |= (uint32_t)!is_unreserved << index;
    }
    return reserved;
}

#if defined(__SSE2__)

/// Does what `toopher_reserved16_plain` does, with SSE2.
static inline uint32_t toopher_reserved16(const uint8_t *_Nonnull bytes) {
    const __m128i text = _mm_loadu_si128((const __m128i *)bytes);
    // SSE2 compares signed bytes. Each range is moved to the lowest ones, so that one comparison checks both its ends.
    const __m128i folded = _mm_or_si128(text, _mm_set1_epi8(0x20));
    const __m128i letter = _mm_cmplt_epi8(_mm_add_epi8(folded, _mm_set1_epi8((char)(0x80 - 'a'))),
                                          _mm_set1_epi8((char)(0x80 + 26)));
    // From `-` to `9` only the slash is reserved.
    const __m128i digit_or_mark = _mm_cmplt_epi8(_mm_add_epi8(text, _mm_set1_epi8((char)(0x80 - '-'))),
                                                 _mm_set1_epi8((char)(0x80 + 13)));
    const __m128i slash = _mm_cmpeq_epi8(text, _mm_set1_epi8('/'));
    const __m128i others = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('_')),
                                        _mm_cmpeq_epi8(text, _mm_set1_epi8('~')));
    const __m128i unreserved =
        _mm_or_si128(_mm_or_si128(letter, others), _mm_andnot_si128(slash, digit_or_mark));
    return (uint32_t)_mm_movemask_epi8(unreserved) ^ 0xffff;
}

#elif defined(__aarch64__)

/// Does what `toopher_reserved16_plain` does, with NEON.
static inline uint32_t toopher_reserved16(const uint8_t *_Nonnull bytes) {
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t text = vld1q_u8(bytes);
    const uint8x16_t folded = vorrq_u8(text, vdupq_n_u8(0x20));
    const uint8x16_t letter = vcltq_u8(vsubq_u8(folded, vdupq_n_u8('a')), vdupq_n_u8(26));
    // From `-` to `9` only the slash is reserved.
    const uint8x16_t digit_or_mark = vcltq_u8(vsubq_u8(text, vdupq_n_u8('-')), vdupq_n_u8(13));
    const uint8x16_t slash = vceqq_u8(text, vdupq_n_u8('/'));
    const uint8x16_t others = vorrq_u8(vceqq_u8(text, vdupq_n_u8('_')), vceqq_u8(text, vdupq_n_u8('~')));
    const uint8x16_t unreserved = vorrq_u8(vorrq_u8(letter, others), vbicq_u8(digit_or_mark, slash));
    // NEON has no instruction that gathers a bit of each byte: each keeps a bit of its own, and the halves are summed.
    const uint8x16_t reserved = vbicq_u8(vld1q_u8(bits), unreserved);
    return vaddv_u8(vget_low_u8(reserved)) | (uint32_t)vaddv_u8(vget_high_u8(reserved)) << 8;
}

#else

/// Does what `toopher_reserved16_plain` does.
static inline uint32_t toopher_reserved16(const uint8_t *_Nonnull bytes) {
    return toopher_reserved16_plain(bytes);
}

#endif

#endif
