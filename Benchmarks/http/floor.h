// A transfer with the transport's options, what it has received, and the measured row.
#ifndef BENCH_HTTP_FLOOR_H
#define BENCH_HTTP_FLOOR_H

#include <curl/curl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static void fail(const char *what) {
    fprintf(stderr, "floor: %s\n", what);
    exit(1);
}

static void check_multi(CURLMcode code) {
    if (code != CURLM_OK) fail(curl_multi_strerror(code));
}

static int64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/// The peak of resident memory, in KiB.
static long peak_memory(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// The processor time of this process in user and kernel mode, in nanoseconds.
static int64_t processor_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/// Received bytes.
typedef struct {
    char *bytes;
    size_t count, capacity;
} collected;

typedef struct {
    CURL *easy;
    struct curl_slist *headers;
    char error[CURL_ERROR_SIZE];
    collected head, body;
    int64_t start;
} transfer;

static size_t collect(char *bytes, size_t size, size_t count, void *context) {
    collected *const to = context;
    const size_t more = size * count;
    if (more > to->capacity - to->count) {
        to->capacity = 2 * to->capacity + more;
        to->bytes = realloc(to->bytes, to->capacity);
        if (!to->bytes) fail("no memory");
    }
    memcpy(to->bytes + to->count, bytes, more);
    to->count += more;
    return more;
}

static size_t drop(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    ((collected *)context)->count += size * count;
    return size * count;
}

/// Where the transport refuses to send a request twice.
static int allow(void *context, char *to, char *from, int to_port, int from_port) {
    (void)context, (void)to, (void)from, (void)to_port, (void)from_port;
    return CURL_PREREQFUNC_OK;
}

static void release(transfer *with) {
    free(with->head.bytes);
    free(with->body.bytes);
    with->head = with->body = (collected){0};
}

/// Sets every option that the transport sets for a GET request without a body.
static void prepare(transfer *with, const char *url) {
    if (!with->easy && !(with->easy = curl_easy_init())) fail("no memory");
    CURL *const easy = with->easy;
    curl_easy_reset(easy);
    curl_slist_free_all(with->headers);
    const char *const authority = strstr(url, "://") + 3;
    const size_t authority_size = strcspn(authority, "/");
    char host[300];
    snprintf(host, sizeof host, "Host: %.*s", (int)authority_size, authority);
    with->headers = curl_slist_append(NULL, host);
    const char *const rest[] = {"User-Agent: floor", "Expect:", "Accept:", "Content-Type:"};
    for (size_t index = 0; index < sizeof rest / sizeof *rest; index++)
        with->headers = curl_slist_append(with->headers, rest[index]);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, with);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &with->body);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, collect);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &with->head);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, with->error);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_NETRC, 0L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_REQUEST_TARGET, authority + authority_size);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 50L);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, allow);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "GET");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, with->headers);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 10000L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 30000L);
}

/// A histogram of latencies with an error of three per cent: each power of two of nanoseconds has 32 slots.
enum { slot_bits = 5, slots = 1 << slot_bits, all_slots = 36 << slot_bits };

typedef struct {
    uint32_t histogram[all_slots];
    uint64_t answered, errors;
} row;

/// Counts a response with its latency, or a request without one.
static void count(row *to, int64_t took) {
    if (took < 0) {
        to->errors++;
        return;
    }
    const uint64_t value = took < slots ? slots : (uint64_t)took;
    const int power = 63 - __builtin_clzll(value) - slot_bits;
    const int slot = (power << slot_bits) + (int)((value >> power) - slots);
    to->histogram[slot < all_slots ? slot : all_slots - 1]++;
    to->answered++;
}

static long long percentile(const row *of, double share) {
    uint64_t seen = 0;
    for (int slot = 0; slot < all_slots; slot++) {
        seen += of->histogram[slot];
        if (of->histogram[slot] && (double)seen >= share * (double)of->answered)
            return (long long)((slot & (slots - 1)) + slots) << (slot >> slot_bits);
    }
    return 0;
}

static void print_row(const row *of, int concurrency, double seconds, int64_t processor) {
    printf("{\"operation\":\"http\",\"concurrency\":%d,\"seconds\":%.3f,\"requests\":%llu,\"per_second\":%.0f,"
           "\"p50_ns\":%lld,\"p99_ns\":%lld,\"p999_ns\":%lld,\"errors\":%llu,\"processor_ns\":%lld,"
           "\"resident_kib\":%ld}\n",
           concurrency, seconds, (unsigned long long)of->answered, (double)of->answered / seconds,
           percentile(of, 0.5), percentile(of, 0.99), percentile(of, 0.999), (unsigned long long)of->errors,
           (long long)processor / (long long)(of->answered ? of->answered : 1), peak_memory());
}

#endif
