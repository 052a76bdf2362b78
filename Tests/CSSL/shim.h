#ifndef TOOPHER_CSSL_SHIM_H
#define TOOPHER_CSSL_SHIM_H

#include <openssl/ssl.h>

// The server's side of TLS, for tests only.

/// Selects the one protocol in `list` (a length and the name, RFC 7301 section 3.1); fails if the client does not offer
/// it.
static inline int toopher_choose_protocol(SSL *_Nonnull session, const unsigned char *_Nullable *_Nonnull chosen,
                                          unsigned char *_Nonnull chosen_count, const unsigned char *_Nonnull offered,
                                          unsigned int offered_count, void *_Nullable list) {
    const unsigned char *own = (const unsigned char *)list;
    unsigned char *found = NULL;
    if (SSL_select_next_proto(&found, chosen_count, own, own[0] + 1U, offered, offered_count) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

/// Returns a context for TLS 1.2 and later with a certificate and key, both PEM files, and either HTTP/2 or HTTP/1.1.
/// NULL if the files cannot be used.
static inline SSL_CTX *_Nullable toopher_server_context(const char *_Nonnull certificate, const char *_Nonnull key,
                                                        int is_http2) {
    static const unsigned char http2[] = "\2h2", http11[] = "\10http/1.1";
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (context == NULL) return NULL;
    if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
        SSL_CTX_use_certificate_chain_file(context, certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1) {
        SSL_CTX_free(context);
        return NULL;
    }
    SSL_CTX_set_alpn_select_cb(context, toopher_choose_protocol, (void *)(is_http2 ? http2 : http11));
    return context;
}

#endif
