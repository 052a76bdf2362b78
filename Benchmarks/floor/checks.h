// Tests of the C on requests that are not measured.
#ifndef FLOOR_CHECKS_H
#define FLOOR_CHECKS_H

#include "../peers/meter.h"
#include "oauth1.h"

static void expect(verdict found, verdict expected, const char *what) {
    if (found == expected) return;
    fprintf(stderr, "bench: the C returns %d, not %d, for: %s\n", found, expected, what);
    exit(1);
}

static request request_of(const char *method, const char *url, const char *authorization, const char *form) {
    return (request){method, url, authorization, form, strlen(method), strlen(url), strlen(authorization), strlen(form)};
}

/// Parses a request, and compares its base string unless `expected` is null.
static void check(const char *url, const char *authorization, const char *form, verdict result, const char *expected) {
    const request made = request_of("POST", url, authorization, form);
    request_parts parts;
    static unsigned char base_string[maximum_base_string];
    verdict found;
    unsigned char *end = build(&made, &parts, base_string, &found);
    expect(found, result, expected ? expected : authorization);
    if (!expected) return;
    end = put_parameters(end, &parts);
    if ((size_t)(end - base_string) == strlen(expected) && memcmp(base_string, expected, strlen(expected)) == 0) return;
    fprintf(stderr, "bench: the C's base string is %.*s\n", (int)(end - base_string), base_string);
    exit(1);
}

static void check_rest(void) {
    // RFC 5849 section 3.4.1.1.
    check("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
          "OAuth realm=\"Example\", oauth_consumer_key=\"9djdj82h48djs9d2\", oauth_token=\"kkk9d7dh3k39sjv7\", "
          "oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131201\", oauth_nonce=\"7d8f3e4a\", "
          "oauth_signature=\"bYT5CMsGcbgUdFHObYMEfcx6bsw%3D\"",
          "c2&a3=2+q", accepted,
          "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D"
          "%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3D"
          "HMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7");
    // Lower-case, superfluous, missing and malformed percent-encodings, and empty parts.
    check("https://h:8443", "oauth\tx=\"%2f%61 \\\"\" ,,y=\"\"", "&&=&b=%zz&a=\x80%e4&a=%", accepted,
          "POST&https%3A%2F%2Fh%3A8443%2F&%3D%26a%3D%2525%26a%3D%2580%25E4%26b%3D%2525zz%26x%3D%252Fa%2520%2522%26y%3D");
    check("HTTPS://[::1]:443/a%2Fb;c?#d?e", "", "", accepted, "POST&https%3A%2F%2F%5B%3A%3A1%5D%2Fa%252Fb%3Bc&");
    // Equal prefixes, and order by bytes.
    check("http://h/", "", "aaaaaaaab=1&aaaaaaaa=2&aaaaaaaa=10&a=3&a%20=4&aaaaaaaaA=5", accepted,
          "POST&http%3A%2F%2Fh%2F&a%3D3%26a%2520%3D4%26aaaaaaaa%3D10%26aaaaaaaa%3D2%26aaaaaaaaA%3D5%26aaaaaaaab%3D1");
    static const char *const urls[] = {"", "h", "ftp://h/", "http:/h", "http://", "http://u@h/", "http://h:65536/",
                                       "http://h:8x/", "http://[::1", "http://a[b]/", "http://h\\/"};
    for (size_t index = 0; index < sizeof urls / sizeof *urls; index++) check(urls[index], "", "", malformed, NULL);
    static const char *const headers[] = {"O", "OAuth", "Basic x", "OAuth x", "OAuth x=", "OAuth x=y", "OAuth x=\"",
                                          "OAuth x=\"y", "OAuth x=\"\\", "OAuth x=\"%\"", "OAuth =\"\"",
                                          "OAuth x=\"y\"z", "OAuth realm=\"\\\"", "OAuth x=\"%4\""};
    for (size_t index = 0; index < sizeof headers / sizeof *headers; index++)
        check("http://h/", headers[index], "", malformed, NULL);
    check("http://h/", "OAuth oauth_nonce=\"1\",oauth_nonce=\"1\"", "", duplicate_parameter, NULL);
    check("http://h/", "OAuth oauth_nonce=\"1\"", "oauth_x=1", duplicate_parameter, NULL);
    // One parameter too many, one byte too many.
    static char form[maximum_bytes + 1];
    for (int index = 0; index < 65; index++) memcpy(form + 2 * index, "a&", 2);
    check("http://h/", "", form, too_large, NULL);
    memset(form, '+', maximum_bytes);
    check("http://h/", "", form, too_large, NULL);
    form[maximum_bytes - 4 - 9] = 0;
    check("http://h/", "", form, accepted, NULL);
}

#endif
