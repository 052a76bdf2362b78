// Runs a command several times in sequence, and prints the time to its first byte of output and the peak of resident
// memory, after the output of the last run.
//   launch TIMES COMMAND ARGUMENT…

#define _GNU_SOURCE

#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

typedef struct {
    int64_t first_byte;
    long resident;
    char output[4096];
} launched;

static void fail(const char *what) {
    fprintf(stderr, "launch: %s\n", what);
    exit(1);
}

static int64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static launched launch(char **command) {
    launched result = {0};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const int64_t start = nanoseconds();
    pid_t child;
    if (posix_spawnp(&child, command[0], &actions, NULL, command, environ) != 0) fail("the command cannot be run");
    close(ends[1]);
    size_t count = 0;
    for (ssize_t more; (more = read(ends[0], result.output + count, sizeof result.output - 1 - count)) > 0;) {
        if (count == 0) result.first_byte = nanoseconds() - start;
        count += (size_t)more;
    }
    close(ends[0]);
    posix_spawn_file_actions_destroy(&actions);
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child || status != 0 || count == 0) fail("the command failed");
    result.resident = usage.ru_maxrss;
    return result;
}

static int by_size(const void *left, const void *right) {
    const int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

int main(int count, char **arguments) {
    const int times = count > 2 ? atoi(arguments[1]) : 0;
    if (times < 1 || times > 1000) fail("usage: launch TIMES COMMAND ARGUMENT…");
    int64_t first_bytes[1000];
    launched last;
    for (int index = 0; index < times; index++) {
        last = launch(arguments + 2);
        first_bytes[index] = last.first_byte;
    }
    qsort(first_bytes, (size_t)times, sizeof *first_bytes, by_size);
    printf("%s{\"operation\":\"launch\",\"first_byte_ns\":%lld,\"resident_kib\":%ld}\n", last.output,
           (long long)first_bytes[times / 2], last.resident);
}
