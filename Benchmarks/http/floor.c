// The plain C that the transport is compared with: GET requests on one libcurl multi handle, from one thread.
//   floor http URL CONCURRENCY SECONDS REQUESTS     ends after these seconds or requests, whichever is first
//   floor download URL                              reads and discards one body
// Every transfer is configured anew, as for requests that differ; handles and connections are reused.

#include "floor.h"

static row measured;

static void begin(CURLM *multi, transfer *with, const char *url) {
    prepare(with, url);
    with->start = nanoseconds();
    check_multi(curl_multi_add_handle(multi, with->easy));
}

/// Counts the response, and frees the memory that a client would return to its caller.
static void finish(CURLM *multi, transfer *with, CURLcode code) {
    const int64_t took = nanoseconds() - with->start;
    long status = 0;
    curl_easy_getinfo(with->easy, CURLINFO_RESPONSE_CODE, &status);
    count(&measured, code == CURLE_OK && status == 200 ? took : -1);
    check_multi(curl_multi_remove_handle(multi, with->easy));
    release(with);
}

static void run(const char *url, int concurrency, double seconds, uint64_t requests) {
    CURLM *const multi = curl_multi_init();
    transfer *const transfers = calloc((size_t)concurrency, sizeof *transfers);
    if (!multi || !transfers) fail("no memory");
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)concurrency);
    curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)concurrency);
    const int64_t processor_start = processor_nanoseconds();
    const int64_t start = nanoseconds(), end = start + (int64_t)(seconds * 1e9);
    uint64_t begun = 0;
    for (int index = 0; index < concurrency; index++, begun++) begin(multi, &transfers[index], url);
    for (int running = concurrency; running > 0;) {
        check_multi(curl_multi_perform(multi, &running));
        int left;
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
            transfer *with;
            const CURLcode code = message->data.result;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&with);
            finish(multi, with, code);
            if (begun >= requests || nanoseconds() >= end) continue;
            begin(multi, with, url);
            begun++;
            running++;
        }
        if (running > 0) check_multi(curl_multi_poll(multi, NULL, 0, 1000, NULL));
    }
    print_row(&measured, concurrency, (double)(nanoseconds() - start) / 1e9,
              processor_nanoseconds() - processor_start);
    curl_multi_cleanup(multi);
}

static void download(const char *url) {
    transfer with = {0};
    CURLM *const multi = curl_multi_init();
    if (!multi) fail("no memory");
    prepare(&with, url);
    curl_easy_setopt(with.easy, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(with.easy, CURLOPT_BUFFERSIZE, 128L << 10);
    curl_easy_setopt(with.easy, CURLOPT_TIMEOUT_MS, 600000L);
    const int64_t start = nanoseconds();
    check_multi(curl_multi_add_handle(multi, with.easy));
    for (int running = 1; running > 0;) {
        check_multi(curl_multi_perform(multi, &running));
        if (running > 0) check_multi(curl_multi_poll(multi, NULL, 0, 1000, NULL));
    }
    int left;
    const CURLMsg *const message = curl_multi_info_read(multi, &left);
    if (!message || message->data.result != CURLE_OK) fail("the download failed");
    const double took = (double)(nanoseconds() - start) / 1e9;
    printf("{\"operation\":\"download\",\"bytes\":%zu,\"seconds\":%.3f,\"bytes_per_second\":%.0f,\"resident_kib\":%ld}\n",
           with.body.count, took, (double)with.body.count / took, peak_memory());
}

int main(int count, char **arguments) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) fail("libcurl cannot be initialised");
    if (count == 3 && strcmp(arguments[1], "download") == 0) {
        download(arguments[2]);
    } else if (count == 6 && strcmp(arguments[1], "http") == 0) {
        run(arguments[2], atoi(arguments[3]), strtod(arguments[4], NULL), strtoull(arguments[5], NULL, 10));
    } else {
        fail("usage: floor http URL CONCURRENCY SECONDS REQUESTS | floor download URL");
    }
}
