/* Preloaded into Python, this counts the calls that change or read files below one folder, and fails the N-th of them.

   calls_watch() says what to do; calls_counted() how many calls there were. A fault is an errno, or CRASH (the process is
   killed before the call), HALF (half of a write, or all of another call, is done, then the process is killed), or STOP (the
   process waits for SIGCONT, then all goes on).
   With a log, each call that was done is written to it as "NAME BYTES FLAGS PATH\tPATH\n", then the bytes of a write. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CRASH = -1, HALF = -2, STOP = -3 };
enum verdict { GO, FAIL, GO_AND_DIE };

static char folder[PATH_MAX];
static int counted, fail_at, fault, log_to = -1;

void calls_watch(const char *below, int number, int what, int descriptor) {
    snprintf(folder, sizeof folder, "%s", below);
    counted = 0, fail_at = number, fault = what, log_to = descriptor;
}

int calls_counted(void) { return counted; }

static void die(void) {
    kill(getpid(), SIGKILL);
    pause();
}

/* The whole path of a file that is named from an open folder, or of an open file if there is no name. */
static const char *whole(int descriptor, const char *name, char *path) {
    char link[64];
    if (name && *name == '/') return name;
    snprintf(link, sizeof link, descriptor == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    if (name) strncat(strncat(path, "/", 2), name, PATH_MAX - strlen(path) - 2);
    return path;
}

static int is_below(const char *path) {
    size_t length = strlen(folder);
    return length && !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

static enum verdict meet(const char *path) {
    if (!is_below(path) || ++counted != fail_at) return GO;
    if (fault == CRASH) die();
    if (fault == STOP) raise(SIGSTOP);
    if (fault == STOP) return GO;
    if (fault == HALF) return GO_AND_DIE;
    errno = fault;
    return FAIL;
}

static void note(const char *call, int flags, const char *path, const char *other, const void *data, size_t bytes) {
    int before = errno;
    if (log_to >= 0 && is_below(path)) {
        dprintf(log_to, "%s %zu %d %s\t%s\n", call, bytes, flags, path, other);
        static ssize_t (*real)(int, const void *, size_t);
        if (!real) real = dlsym(RTLD_NEXT, "write");
        if (bytes && real(log_to, data, bytes) != (ssize_t)bytes) die();
    }
    errno = before;
}

/* The body of a call: meet the fault, do the real call, note it. */
#define REAL(result, name, ...)                              \
    static result (*real)(__VA_ARGS__);                      \
    if (!real) real = dlsym(RTLD_NEXT, #name)
#define CALL(result, bad, path, other, flags, text, ...)     \
    enum verdict verdict = meet(path);                       \
    if (verdict == FAIL) return bad;                         \
    result done = real(__VA_ARGS__);                         \
    if (done != bad) note(text, flags, path, other, "", 0);  \
    if (verdict == GO_AND_DIE) die();                        \
    return done

#define ONE_PATH(name, text, arguments, descriptor, path, ...)                     \
    int name arguments {                                                           \
        char buffer[PATH_MAX]; REAL(int, name, ONLY arguments);                    \
        const char *where = whole(descriptor, path, buffer);                       \
        CALL(int, -1, where, "", 0, text, __VA_ARGS__);                            \
    }
#define ONLY(...) __VA_ARGS__
#define TWO_PATHS(name, text, arguments, from, path, to, other, ...)               \
    int name arguments {                                                           \
        char one[PATH_MAX], two[PATH_MAX]; REAL(int, name, ONLY arguments);        \
        const char *old = whole(from, path, one), *new = whole(to, other, two);    \
        CALL(int, -1, old, new, 0, text, __VA_ARGS__);                             \
    }
#define OPEN(name, arguments, descriptor, path, ...)                               \
    int name arguments {                                                           \
        char buffer[PATH_MAX]; va_list more; va_start(more, flags);                \
        int mode = flags & O_CREAT ? va_arg(more, int) : 0; va_end(more);          \
        REAL(int, name, ONLY arguments);                                           \
        const char *where = whole(descriptor, path, buffer);                       \
        CALL(int, -1, where, "", flags, "open", __VA_ARGS__);                      \
    }

OPEN(open, (const char *path, int flags, ...), AT_FDCWD, path, path, flags, mode)
OPEN(open64, (const char *path, int flags, ...), AT_FDCWD, path, path, flags, mode)
OPEN(openat, (int at, const char *path, int flags, ...), at, path, at, path, flags, mode)
OPEN(openat64, (int at, const char *path, int flags, ...), at, path, at, path, flags, mode)
TWO_PATHS(rename, "rename", (const char *a, const char *b), AT_FDCWD, a, AT_FDCWD, b, a, b)
TWO_PATHS(renameat, "rename", (int x, const char *a, int y, const char *b), x, a, y, b, x, a, y, b)
TWO_PATHS(renameat2, "exchange", (int x, const char *a, int y, const char *b, unsigned how), x, a, y, b, x, a, y, b, how)
TWO_PATHS(link, "link", (const char *a, const char *b), AT_FDCWD, a, AT_FDCWD, b, a, b)
TWO_PATHS(linkat, "link", (int x, const char *a, int y, const char *b, int how), x, a, y, b, x, a, y, b, how)
ONE_PATH(unlink, "unlink", (const char *path), AT_FDCWD, path, path)
ONE_PATH(unlinkat, "unlink", (int at, const char *path, int how), at, path, at, path, how)
ONE_PATH(rmdir, "unlink", (const char *path), AT_FDCWD, path, path)
ONE_PATH(mkdir, "mkdir", (const char *path, mode_t mode), AT_FDCWD, path, path, mode)
ONE_PATH(mkdirat, "mkdir", (int at, const char *path, mode_t mode), at, path, at, path, mode)
ONE_PATH(chmod, "chmod", (const char *path, mode_t mode), AT_FDCWD, path, path, mode)
ONE_PATH(fchmod, "chmod", (int file, mode_t mode), file, NULL, file, mode)
ONE_PATH(fchmodat, "chmod", (int at, const char *path, mode_t mode, int how), at, path, at, path, mode, how)
ONE_PATH(utimensat, "utime", (int at, const char *path, const struct timespec when[2], int how), at, path, at, path, when, how)
ONE_PATH(fsync, "fsync", (int file), file, NULL, file)
ONE_PATH(syncfs, "syncfs", (int file), file, NULL, file)

DIR *opendir(const char *path) {
    char buffer[PATH_MAX];
    REAL(DIR *, opendir, const char *);
    const char *where = whole(AT_FDCWD, path, buffer);
    CALL(DIR *, NULL, where, "", 0, "opendir", path);
}

ssize_t write(int file, const void *data, size_t bytes) {
    char buffer[PATH_MAX];
    REAL(ssize_t, write, int, const void *, size_t);
    if (file == log_to) return real(file, data, bytes);
    const char *path = whole(file, NULL, buffer);
    enum verdict verdict = meet(path);
    if (verdict == FAIL) return -1;
    ssize_t done = real(file, data, verdict == GO_AND_DIE ? bytes / 2 : bytes);
    if (done > 0) note("write", 0, path, "", data, done);
    if (verdict == GO_AND_DIE) die();
    return done;
}
