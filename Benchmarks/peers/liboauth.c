// liboauth (Debian: liboauth-dev). It has no verifier: the program parses the header, signs the received request again
// with liboauth, and compares with its function.
//   liboauth sign|verify SECONDS

#include "meter.h"

#include <stdbool.h>

#include <oauth.h>

/// The array that liboauth signs: the URL, then `name=value`, decoded.
typedef struct {
    int count;
    char **texts;
} parameters;

static parameters parameters_of(const bench_work *work, const char *form) {
    parameters made = {0, NULL};
    oauth_add_param_to_array(&made.count, &made.texts, work->url);
    char **pairs = NULL;
    // 1: a plus is a space. 4: decode the first pair too, which would be the URL elsewhere.
    int count = oauth_split_post_paramters(form, &pairs, 1 | 4);
    for (int index = 0; index < count; index++) oauth_add_param_to_array(&made.count, &made.texts, pairs[index]);
    oauth_free_array(&count, &pairs);
    return made;
}

static void add(parameters *to, const char *name, const char *value) {
    char text[512];
    snprintf(text, sizeof text, "%s=%s", name, value);
    oauth_add_param_to_array(&to->count, &to->texts, text);
}

/// Adds the other protocol parameters, then the signature.
static void sign(parameters *to, const bench_work *work) {
    oauth_sign_array2_process(&to->count, &to->texts, NULL, OA_HMAC, work->method, work->consumer_key,
                              work->consumer_secret, NULL, NULL);
}

static char *signed_header(const bench_work *work) {
    parameters made = parameters_of(work, work->form);
    add(&made, "oauth_nonce", work->nonce);
    add(&made, "oauth_timestamp", work->timestamp);
    sign(&made, work);
    // 2: only what starts with oauth_. 4: values in quotes.
    char *const list = oauth_serialize_url_sep(made.count, 1, made.texts, ", ", 2 | 4);
    char *const header = malloc(strlen(list) + 7);
    if (!header) fail("no memory");
    sprintf(header, "OAuth %s", list);
    free(list);
    oauth_free_array(&made.count, &made.texts);
    return header;
}

/// Parses `name="value"` and advances; false at the end.
static bool next_pair(char **at, char **name, char **value) {
    *at += strspn(*at, " ,");
    if (!**at) return false;
    *name = *at;
    char *const middle = strstr(*at, "=\"");
    char *const end = middle ? strchr(middle + 2, '"') : NULL;
    if (!end) return false;
    *middle = *end = 0;
    *value = middle + 2;
    *at = end + 1;
    return true;
}

static bool verify(const bench_work *work, const char *authorization, const char *form, long long now) {
    if (strncmp(authorization, "OAuth ", 6) != 0) return false;
    parameters made = parameters_of(work, form);
    char *const copy = strdup(authorization + 6);
    char *at = copy, *name, *value, *claimed = NULL;
    bool is_known = false, is_recent = false, is_method = false;
    while (next_pair(&at, &name, &value)) {
        char *const decoded = oauth_url_unescape(value, NULL);
        if (strcmp(name, "oauth_signature") == 0) {
            free(claimed);
            claimed = strdup(decoded);
        } else if (strcmp(name, "oauth_consumer_key") == 0) {
            // liboauth adds this and the method itself.
            is_known = strcmp(decoded, work->consumer_key) == 0;
        } else if (strcmp(name, "oauth_signature_method") == 0) {
            is_method = strcmp(decoded, "HMAC-SHA1") == 0;
        } else if (strcmp(name, "realm") != 0) {
            if (strcmp(name, "oauth_timestamp") == 0) is_recent = llabs(strtoll(decoded, NULL, 10) - now) <= 300;
            add(&made, name, decoded);
        }
        free(decoded);
    }
    sign(&made, work);
    const char *const own = made.texts[made.count - 1] + strlen("oauth_signature=");
    const bool is_equal = claimed && oauth_time_independent_equals(own, claimed);
    oauth_free_array(&made.count, &made.texts);
    free(claimed);
    free(copy);
    return is_known && is_method && is_recent && is_equal;
}

static void sign_once(const void *work) { free(signed_header(work)); }

static void verify_once(const void *argument) {
    const bench_work *const work = argument;
    if (!verify(work, work->authorization, work->form, strtoll(work->timestamp, NULL, 10))) fail("liboauth cannot verify");
}

static void prove(const bench_work *work) {
    const long long now = strtoll(work->timestamp, NULL, 10);
    char *const header = signed_header(work);
    char *const escaped = oauth_url_escape(work->signature);
    if (!strstr(header, escaped)) fail("liboauth signs otherwise");
    if (!verify(work, header, work->form, now) || !verify(work, work->authorization, work->form, now))
        fail("liboauth cannot verify");
    if (verify(work, work->authorization, tampered(work->form, "jdoe", "jdof"), now) ||
        verify(work, tampered(work->authorization, "FaO6Y", "FaO7Y"), work->form, now) ||
        verify(work, tampered(work->authorization, "\"abcdef0", "\"bbcdef0"), work->form, now) ||
        verify(work, work->authorization, work->form, now + 301))
        fail("liboauth accepts what was tampered with");
    free(header);
    free(escaped);
}

int main(int count, char **arguments) {
    if (count != 3) fail("usage: liboauth sign|verify SECONDS");
    const bench_work work = read_work();
    prove(&work);
    measure("liboauth", LIBOAUTH_VERSION, arguments[1], strtod(arguments[2], NULL),
            strcmp(arguments[1], "sign") == 0 ? sign_once : verify_once, &work);
}
