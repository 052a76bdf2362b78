/* Ends the process that it is preloaded into, as kill -9 does, at a chosen step of its work.
 *
 * A step is a statement that SQLite steps for the first time or that is sent to PostgreSQL, a commit among them, or bytes that
 * are written to a TCP connection. Steps are counted from when the file CRASH_FILE exists; the process ends before step number
 * CRASH_STEP.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long counted;

/* A file and no signal: whoever makes it knows that the next step is counted. */
static int counts(void) {
    const char *file = getenv("CRASH_FILE");
    return file && (atomic_load(&counted) > 0 || access(file, F_OK) == 0);
}

static void count(void) {
    const char *step = getenv("CRASH_STEP");
    if (counts() && step && atomic_fetch_add(&counted, 1) + 1 == atol(step)) kill(getpid(), SIGKILL);
}

static int is_tcp(int descriptor) {
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    if (!counts() || getsockname(descriptor, (struct sockaddr *)&address, &size)) return 0;
    return address.ss_family == AF_INET || address.ss_family == AF_INET6;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Declared here, so that neither library's headers are needed. */
int sqlite3_step(void *statement);
int sqlite3_stmt_busy(void *statement);
int PQsendQueryPrepared(void *, const char *, int, const char *const *, const int *, const int *, int);
int PQsendQueryParams(
    void *, const char *, int, const unsigned *, const char *const *, const int *, const int *, int);

int sqlite3_step(void *statement) {
    int (*busy)(void *) = (int (*)(void *))dlsym(RTLD_NEXT, "sqlite3_stmt_busy");
    if (!busy || !busy(statement)) count();
    return NEXT(sqlite3_step)(statement);
}

int PQsendQueryPrepared(
    void *connection, const char *name, int number, const char *const *values, const int *lengths, const int *formats,
    int format) {
    count();
    return NEXT(PQsendQueryPrepared)(connection, name, number, values, lengths, formats, format);
}

int PQsendQueryParams(
    void *connection, const char *text, int number, const unsigned *types, const char *const *values, const int *lengths,
    const int *formats, int format) {
    count();
    return NEXT(PQsendQueryParams)(connection, text, number, types, values, lengths, formats, format);
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
    if (is_tcp(descriptor)) count();
    return NEXT(write)(descriptor, bytes, size);
}

ssize_t writev(int descriptor, const struct iovec *parts, int number) {
    if (is_tcp(descriptor)) count();
    return NEXT(writev)(descriptor, parts, number);
}

ssize_t send(int descriptor, const void *bytes, size_t size, int flags) {
    if (is_tcp(descriptor)) count();
    return NEXT(send)(descriptor, bytes, size, flags);
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
    if (is_tcp(descriptor)) count();
    return NEXT(sendmsg)(descriptor, message, flags);
}
