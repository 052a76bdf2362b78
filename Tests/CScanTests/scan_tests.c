// Compares the vector version of each function in scan.h with the plain one. script/check-scan runs it.

#include "scan.h"

#include <stdio.h>
#include <string.h>

#if defined(__SSE2__)
#define VERSION "SSE2"
#elif defined(__aarch64__)
#define VERSION "NEON"
#else
#error "this machine has no vector version"
#endif

static unsigned long blocks;
static unsigned long failures;

/// Counts one block, and reports it if the two versions differ.
static void compare(const uint8_t *bytes) {
    const uint32_t plain = toopher_reserved16_plain(bytes), vector = toopher_reserved16(bytes);
    blocks++;
    if (plain == vector) return;
    failures++;
    if (failures > 10) return;
    fprintf(stderr, "plain %04x, " VERSION " %04x:", plain, vector);
    for (int index = 0; index < 16; index++) fprintf(stderr, " %02x", bytes[index]);
    fputc('\n', stderr);
}

/// SplitMix64: the same numbers for the same seed.
static uint64_t next_random(uint64_t *state) {
    uint64_t value = *state += 0x9e3779b97f4a7c15;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
    value = (value ^ value >> 27) * 0x94d049bb133111eb;
    return value ^ value >> 31;
}

/// The plain version against the characters of RFC 3986 section 2.3, written out.
static void test_plain(void) {
    const char *unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    uint8_t block[16];
    for (int byte = 0; byte < 256; byte++) {
        memset(block, byte, sizeof block);
        const uint32_t expected = byte != 0 && strchr(unreserved, byte) ? 0 : 0xffff;
        blocks++;
        if (toopher_reserved16_plain(block) == expected) continue;
        failures++;
        fprintf(stderr, "plain is wrong for %02x\n", (unsigned)byte);
    }
}

/// Every byte in every position among neighbours of every value.
static void test_each_position(void) {
    uint8_t block[16];
    for (int filler = 0; filler < 256; filler++) {
        for (int position = 0; position < 16; position++) {
            memset(block, filler, sizeof block);
            for (int byte = 0; byte < 256; byte++) {
                block[position] = (uint8_t)byte;
                compare(block);
            }
        }
    }
}

/// Random bytes at every alignment: of all values, and of those around the limits of the ranges.
static void test_random(void) {
    const char near[] = "@AZ[`az{/0:,-.^_}~\x7f\x80\xff";
    uint64_t state = 3986;
    uint8_t bytes[32];
    for (int round = 0; round < 1000000; round++) {
        for (unsigned index = 0; index < sizeof bytes; index++) {
            const uint64_t random = next_random(&state);
            bytes[index] = round % 2 ? (uint8_t)random : (uint8_t)near[random % (sizeof near - 1)];
        }
        compare(bytes + round / 2 % 16);
    }
}

int main(void) {
    test_plain();
    test_each_position();
    test_random();
    printf(VERSION ": %lu blocks compared, %lu differ\n", blocks, failures);
    return failures != 0;
}
