#ifndef TOOPHER_CCURL_SHIM_H
#define TOOPHER_CCURL_SHIM_H

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <curl/curl.h>

// `curl_easy_setopt`, `curl_easy_getinfo` and `curl_multi_setopt` are variadic, which Swift does not import, and their last
// argument has the type that the option implies. So there is one function for each type.

/// Options of type `long`: switches, milliseconds, bit masks.
static inline CURLcode toopher_curl_set_long(CURL *_Nonnull handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/// Options of type `char *`, which libcurl copies. NULL clears the default value.
static inline CURLcode toopher_curl_set_string(CURL *_Nonnull handle, CURLoption option, const char *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

/// Options of type `void *`: the contexts of callbacks, CURLOPT_PRIVATE.
static inline CURLcode toopher_curl_set_pointer(CURL *_Nonnull handle, CURLoption option, void *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

/// CURLOPT_ERRORBUFFER, CURL_ERROR_SIZE bytes that libcurl writes to.
static inline CURLcode toopher_curl_set_error_buffer(CURL *_Nonnull handle, char *_Nonnull buffer) {
    return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

/// Options of type `struct curl_slist *`; the list must outlive the transfer.
static inline CURLcode toopher_curl_set_list(CURL *_Nonnull handle, CURLoption option,
                                             struct curl_slist *_Nullable list) {
    return curl_easy_setopt(handle, option, list);
}

/// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION, which share one signature.
static inline CURLcode toopher_curl_set_receiver(CURL *_Nonnull handle, CURLoption option,
                                                 curl_write_callback _Nonnull receiver) {
    return curl_easy_setopt(handle, option, receiver);
}

/// CURLOPT_READFUNCTION.
static inline CURLcode toopher_curl_set_supplier(CURL *_Nonnull handle, curl_read_callback _Nonnull supplier) {
    return curl_easy_setopt(handle, CURLOPT_READFUNCTION, supplier);
}

/// CURLOPT_CLOSESOCKETFUNCTION.
static inline CURLcode toopher_curl_set_closer(CURL *_Nonnull handle, curl_closesocket_callback _Nonnull closer) {
    return curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, closer);
}

/// CURLOPT_OPENSOCKETFUNCTION, which creates a socket for an address, or refuses it with CURL_SOCKET_BAD.
static inline CURLcode toopher_curl_set_opener(CURL *_Nonnull handle, curl_opensocket_callback _Nonnull opener,
                                               void *_Nonnull context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, opener);
}

/// The address that a socket is created for. It may be longer than the `struct sockaddr` as which libcurl declares it.
static inline const void *_Nonnull toopher_curl_socket_address(const struct curl_sockaddr *_Nonnull target) {
    return &target->addr;
}

/// CURLOPT_DEBUGFUNCTION, and CURLOPT_VERBOSE, which turns it on.
static inline CURLcode toopher_curl_set_tracer(CURL *_Nonnull handle, curl_debug_callback _Nonnull tracer,
                                               void *_Nonnull context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, tracer);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_DEBUGDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
}

/// Options of type `struct curl_blob *`. libcurl keeps the pointer: the bytes must outlive the transfer.
static inline CURLcode toopher_curl_set_blob(CURL *_Nonnull handle, CURLoption option, void *_Nonnull bytes,
                                             size_t count) {
    struct curl_blob blob = {.data = bytes, .len = count, .flags = CURL_BLOB_NOCOPY};
    return curl_easy_setopt(handle, option, &blob);
}

/// CURLOPT_INFILESIZE_LARGE; -1 for an unknown length.
static inline CURLcode toopher_curl_set_upload_length(CURL *_Nonnull handle, int64_t count) {
    return curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)count);
}

/// CURLOPT_COPYPOSTFIELDS, after the size of the body, because libcurl copies that many bytes.
static inline CURLcode toopher_curl_set_body(CURL *_Nonnull handle,
                                             const uint8_t *_Nonnull __counted_by(count) bytes __noescape,
                                             size_t count) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, (const char *)bytes);
}

/// Information of type `long`; -1 if unknown.
static inline long toopher_curl_info_long(CURL *_Nonnull handle, CURLINFO info) {
    long value = -1;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : -1;
}

/// Information of type `curl_off_t`: sizes, microseconds; -1 if unknown.
static inline curl_off_t toopher_curl_info_offset(CURL *_Nonnull handle, CURLINFO info) {
    curl_off_t value = -1;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : -1;
}

/// CURLINFO_ACTIVESOCKET: the socket of the connection in use, or CURL_SOCKET_BAD.
static inline curl_socket_t toopher_curl_info_socket(CURL *_Nonnull handle) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK ? socket : CURL_SOCKET_BAD;
}

/// CURLINFO_CERTINFO: the fields of the server's certificates as text, for a transfer that established a connection.
static inline struct curl_certinfo *_Nullable toopher_curl_info_certificates(CURL *_Nonnull handle) {
    struct curl_certinfo *certificates = NULL;
    return curl_easy_getinfo(handle, CURLINFO_CERTINFO, &certificates) == CURLE_OK ? certificates : NULL;
}

/// CURLINFO_PRIVATE: the value of CURLOPT_PRIVATE.
static inline void *_Nullable toopher_curl_info_private(CURL *_Nonnull handle) {
    char *value = NULL;
    return curl_easy_getinfo(handle, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

/// Multi options of type `long`.
static inline CURLMcode toopher_curl_multi_set_long(CURLM *_Nonnull handle, CURLMoption option, long value) {
    return curl_multi_setopt(handle, option, value);
}

/// CURLMOPT_SOCKETFUNCTION, which is told what to wait for.
static inline CURLMcode toopher_curl_multi_set_socket_observer(CURLM *_Nonnull handle,
                                                               curl_socket_callback _Nonnull observer,
                                                               void *_Nonnull context) {
    CURLMcode code = curl_multi_setopt(handle, CURLMOPT_SOCKETDATA, context);
    return code != CURLM_OK ? code : curl_multi_setopt(handle, CURLMOPT_SOCKETFUNCTION, observer);
}

/// `curl_multi_socket_all`, which goes through all transfers. libcurl deprecates it, because only a few programs need it.
static inline CURLMcode toopher_curl_multi_socket_all(CURLM *_Nonnull handle) {
    int running = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    return curl_multi_socket_all(handle, &running);
#pragma GCC diagnostic pop
}

/// Returns the handle and the result of the next transfer that has ended; NULL if there is none. `CURLMsg` has the result
/// in a union.
static inline CURL *_Nullable toopher_curl_multi_next_done(CURLM *_Nonnull handle, CURLcode *_Nonnull result) {
    int left = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(handle, &left));) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}

// Options that the oldest supported libcurl (7.76, RHEL 9) lacks.

/// CURLOPT_PROTOCOLS_STR from 7.85 on, CURLOPT_PROTOCOLS before: http and https only.
static inline CURLcode toopher_curl_allow_http_only(CURL *_Nonnull handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/// CURLOPT_QUICK_EXIT, from 7.87 on: a transfer that ends while its host name is being resolved does not wait for
/// `getaddrinfo`. Without it the agent waits.
static inline CURLcode toopher_curl_set_quick_exit(CURL *_Nonnull handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)handle;
    return CURLE_OK;
#endif
}

/// Whether `toopher_curl_set_prerequest` has an effect.
#if LIBCURL_VERSION_NUM >= 0x075000
static const bool toopher_curl_has_prerequest = true;
#else
static const bool toopher_curl_has_prerequest = false;
#endif

/// CURLOPT_PREREQFUNCTION, from 7.80 on: called whenever a connection is ready for the request.
static inline CURLcode toopher_curl_set_prerequest(CURL *_Nonnull handle,
                                              int (*_Nonnull ready)(void *_Nullable, char *_Nullable, char *_Nullable,
                                                                    int, int),
                                              void *_Nullable context) {
#if LIBCURL_VERSION_NUM >= 0x075000
    CURLcode code = curl_easy_setopt(handle, CURLOPT_PREREQDATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, ready);
#else
    (void)handle, (void)ready, (void)context;
    return CURLE_OK;
#endif
}

/// CURLOPT_CAINFO_BLOB and its proxy counterpart, from 7.77 on.
static inline CURLcode toopher_curl_set_authorities(CURL *_Nonnull handle, void *_Nonnull bytes, size_t count) {
#if LIBCURL_VERSION_NUM >= 0x074d00
    CURLcode code = toopher_curl_set_blob(handle, CURLOPT_CAINFO_BLOB, bytes, count);
    return code != CURLE_OK ? code : toopher_curl_set_blob(handle, CURLOPT_PROXY_CAINFO_BLOB, bytes, count);
#else
    (void)handle, (void)bytes, (void)count;
    return CURLE_NOT_BUILT_IN;
#endif
}

// Macros that refer to other macros, which Swift does not import.

/// `CURL_GLOBAL_DEFAULT`, for `curl_global_init`.
static const long toopher_curl_global_default = CURL_GLOBAL_DEFAULT;

/// `CURL_WRITEFUNC_PAUSE`, `CURL_READFUNC_PAUSE` and `CURL_READFUNC_ABORT`, which callbacks return.
static const size_t toopher_curl_receiver_pause = CURL_WRITEFUNC_PAUSE;
static const size_t toopher_curl_supplier_pause = CURL_READFUNC_PAUSE;
static const size_t toopher_curl_supplier_abort = CURL_READFUNC_ABORT;

#endif
