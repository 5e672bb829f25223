/* Counts the calls that change files under one folder; at the one that is armed it kills the process or fails.
 *
 * Built by scripts/drills/layer.py and loaded before the C library (LD_PRELOAD), so that SQLite, RocksDB and Python all pass
 * through it. kind: 0 kill, otherwise the errno; ENOSPC stays from then on, as a full disk does.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static char under[PATH_MAX];
static size_t length;
static atomic_long calls;
static long armed;
static int kind;

void fault_arm(const char *folder, long at, int what) {
    strncpy(under, folder, sizeof under - 1);
    length = strlen(under);
    armed = at;
    kind = what;
    calls = 0;
}

long fault_calls(void) { return calls; }

static int strikes(const char *path, int takes_space) {
    if (!length || !path || strncmp(path, under, length)) return 0;
    long now = atomic_fetch_add(&calls, 1) + 1;
    if (!armed || now < armed) return 0;
    if (kind == 0) { if (now == armed) raise(SIGKILL); return 0; }
    if (kind == ENOSPC ? takes_space : now == armed) { errno = kind; return 1; }
    return 0;
}

static int strikes_file(int file, int takes_space) {
    char link[64], path[PATH_MAX];
    if (!length) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return strikes(path, takes_space);
}

#define REAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))
#define ON_FILE(type, name, space, parameters, arguments) \
    type name parameters { if (strikes_file(file, space)) return -1; return REAL(name) arguments; }
#define ON_PATH(name, space, parameters, arguments) \
    int name parameters { if (strikes(path, space)) return -1; return REAL(name) arguments; }

ON_FILE(ssize_t, write, 1, (int file, const void *data, size_t size), (file, data, size))
ON_FILE(ssize_t, writev, 1, (int file, const struct iovec *data, int count), (file, data, count))
ON_FILE(ssize_t, pwrite, 1, (int file, const void *data, size_t size, off_t at), (file, data, size, at))
ON_FILE(ssize_t, pwrite64, 1, (int file, const void *data, size_t size, off64_t at), (file, data, size, at))
ON_FILE(int, fsync, 0, (int file), (file))
ON_FILE(int, fdatasync, 0, (int file), (file))
ON_FILE(int, ftruncate, 0, (int file, off_t size), (file, size))
ON_FILE(int, ftruncate64, 0, (int file, off64_t size), (file, size))
ON_PATH(rename, 0, (const char *path, const char *target), (path, target))
ON_PATH(unlink, 0, (const char *path), (path))
ON_PATH(mkdir, 1, (const char *path, mode_t mode), (path, mode))

#define OPENING(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
        if ((flags & O_CREAT) && strikes(path, 0)) return -1; \
        return REAL(name)(path, flags, mode); \
    }
OPENING(open)
OPENING(open64)
