// What the C programs share: the request from the environment of script/bench, the clock, the printed row.
#ifndef BENCH_METER_H
#define BENCH_METER_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    const char *method, *url, *form, *consumer_key, *consumer_secret, *nonce, *timestamp, *signature, *authorization;
} bench_work;

static void fail(const char *what) {
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static const char *from_environment(const char *name) {
    const char *const value = getenv(name);
    if (!value) fail(name);
    return value;
}

static bench_work read_work(void) {
    return (bench_work){
        .method = from_environment("BENCH_METHOD"),
        .url = from_environment("BENCH_URL"),
        .form = from_environment("BENCH_FORM"),
        .consumer_key = from_environment("BENCH_CONSUMER_KEY"),
        .consumer_secret = from_environment("BENCH_CONSUMER_SECRET"),
        .nonce = from_environment("BENCH_NONCE"),
        .timestamp = from_environment("BENCH_TIMESTAMP"),
        .signature = from_environment("BENCH_SIGNATURE"),
        .authorization = from_environment("BENCH_AUTHORIZATION"),
    };
}

/// A copy of `text` with the last occurrence of `old` replaced by `new` of the same length.
static char *tampered(const char *text, const char *old, const char *new) {
    char *const copy = strdup(text);
    char *found = NULL;
    for (char *at = copy; copy && (at = strstr(at, old)); at++) found = at;
    if (!found || strlen(old) != strlen(new)) fail("nothing to tamper with");
    memcpy(found, new, strlen(new));
    return copy;
}

static int64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/// The number of operations between two readings of the clock.
enum { batch = 8, histogram_size = 1 << 16 };

/// The number of batches by their nanoseconds per operation. The last slot counts all slower ones.
static uint32_t histogram[histogram_size];

static long percentile(double share, uint64_t batches) {
    uint64_t seen = 0;
    for (long index = 0; index < histogram_size; index++) {
        seen += histogram[index];
        if ((double)seen >= share * (double)batches) return index;
    }
    return histogram_size - 1;
}

/// Runs `operation` for `seconds`, and prints the row.
static void measure(const char *library, const char *version, const char *name, double seconds,
                    void (*operation)(const void *), const void *argument) {
    const int64_t start = nanoseconds(), end = start + (int64_t)(seconds * 1e9);
    int64_t last = start;
    uint64_t batches = 0;
    do {
        for (int index = 0; index < batch; index++) operation(argument);
        const int64_t now = nanoseconds();
        const int64_t each = (now - last) / batch;
        histogram[each < histogram_size ? each : histogram_size - 1]++;
        last = now;
        batches++;
    } while (last < end);
    const double took = (double)(last - start) / 1e9;
    printf("{\"library\":\"%s\",\"version\":\"%s\",\"operation\":\"%s\",\"threads\":1,\"seconds\":%.3f,"
           "\"operations\":%llu,\"per_second\":%.0f,\"p50_ns\":%ld,\"p99_ns\":%ld,\"p999_ns\":%ld,"
           "\"allocations_per_operation\":null,\"raw_hmac_per_second\":-1,\"share_of_raw_hmac\":-1}\n",
           library, version, name, took, (unsigned long long)(batches * batch), (double)(batches * batch) / took,
           percentile(0.5, batches), percentile(0.99, batches), percentile(0.999, batches));
}

#endif
