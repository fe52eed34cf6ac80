/*
 * spool.c - a buffer that moves into an unlinked file when it grows.
 */
#include <errno.h> /* system headers before base/: see banned.h */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/spool.h"

#include "base/arena.h"

static tt_status fail_errno(const char *what, const char *path, tt_err *err)
{
    char reason[128];
    int code = errno;
    if (strerror_r(code, reason, sizeof reason) != 0)
        (void)snprintf(reason, sizeof reason, "error %d", code);
    return tt_fail(err, TT_EIO, "cannot %s '%s': %s", what, path, reason);
}

static tt_status failed(const char *what, tt_err *err)
{
    return fail_errno(what, "a temporary file", err);
}

void tt_spool_init(tt_spool *s, const char *folder)
{
    *s = (tt_spool){.folder = folder ? folder : "/tmp", .fd = -1};
    tt_buf_init(&s->mem, TT_SPOOL_MEMORY);
}

void tt_spool_release(tt_spool *s)
{
    if (s->map)
        (void)munmap(s->map, (size_t)s->n);
    if (s->fd >= 0)
        (void)close(s->fd);
    tt_buf_release(&s->mem);
    tt_spool_init(s, s->folder);
}

static tt_status write_all(tt_spool *s, tt_str bytes, tt_err *err)
{
    while (bytes.n > 0) {
        ssize_t put = write(s->fd, bytes.p, bytes.n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return failed("write", err);
        bytes = (tt_str){bytes.p + put, bytes.n - (size_t)put};
    }
    return TT_OK;
}

/* From memory into a file that has no name. */
static tt_status move_out(tt_spool *s, tt_err *err)
{
    static const char name[] = "/.tradetrace-XXXXXX";
    tt_buf path;
    tt_buf_init(&path, 0);
    tt_buf_add_z(&path, s->folder);
    tt_buf_add_z(&path, name);
    tt_status st = tt_buf_status(&path, err);
    if (st == TT_OK) {
        s->fd = mkstemp(path.p);
        st = s->fd < 0 ? failed("create", err) : TT_OK;
    }
    if (st == TT_OK) {
        (void)unlink(path.p);
        (void)fcntl(s->fd, F_SETFD, FD_CLOEXEC);
        st = write_all(s, tt_buf_str(&s->mem), err);
    }
    tt_buf_release(&path);
    tt_buf_release(&s->mem);
    return st;
}

tt_status tt_spool_add(tt_spool *s, tt_str bytes, tt_err *err)
{
    if (s->fd < 0 && bytes.n > TT_SPOOL_MEMORY - s->mem.n)
        TT_TRY(move_out(s, err));
    if (s->fd >= 0) {
        TT_TRY(write_all(s, bytes, err));
    } else {
        tt_buf_add(&s->mem, bytes);
        TT_TRY(tt_buf_status(&s->mem, err));
    }
    s->n += bytes.n;
    return TT_OK;
}

tt_status tt_spool_cut(tt_spool *s, uint64_t n, tt_err *err)
{
    TT_ASSERT(n <= s->n && !s->map);
    s->n = n;
    if (s->fd < 0) {
        s->mem.n = (size_t)n;
        return TT_OK;
    }
    if (ftruncate(s->fd, (off_t)n) != 0 || lseek(s->fd, (off_t)n, SEEK_SET) < 0)
        return failed("cut", err);
    return TT_OK;
}

tt_status tt_spool_end(tt_spool *s, tt_str *out, tt_err *err)
{
    *out = TT_STR("");
    if (s->fd < 0) {
        *out = (tt_str){s->mem.p ? s->mem.p : "", (size_t)s->n};
        return TT_OK;
    }
    if (s->n == 0)
        return TT_OK;
    void *map = mmap(NULL, (size_t)s->n, PROT_READ, MAP_PRIVATE, s->fd, 0);
    if (map == MAP_FAILED)
        return failed("read", err);
    s->map = map;
    *out = (tt_str){map, (size_t)s->n};
    return TT_OK;
}

static tt_status read_fd(tt_spool *s, int fd, const char *path, uint64_t max_bytes, tt_err *err)
{
    char block[64 << 10];
    for (;;) {
        ssize_t got = read(fd, block, sizeof block);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_errno("read", path, err);
        if (got == 0)
            return TT_OK;
        if (max_bytes && s->n + (uint64_t)got > max_bytes)
            return tt_fail(err, TT_ELIMIT, "'%s' is larger than the limit of %llu bytes", path,
                           (unsigned long long)max_bytes);
        TT_TRY(tt_spool_add(s, (tt_str){block, (size_t)got}, err));
    }
}

tt_status tt_spool_read(tt_spool *s, const char *path, uint64_t max_bytes, tt_str *out, tt_err *err)
{
    bool is_input = strcmp(path, "-") == 0;
    struct stat sb;
    *out = TT_STR("");
    int fd = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_errno("open", path, err);
    tt_status st = TT_OK;
    if (fstat(fd, &sb) == 0 && S_ISDIR(sb.st_mode))
        st = tt_fail(err, TT_EIO, "cannot read '%s': it is a folder", path);
    if (st == TT_OK)
        st = read_fd(s, fd, is_input ? "standard input" : path, max_bytes, err);
    if (!is_input)
        (void)close(fd);
    return st == TT_OK ? tt_spool_end(s, out, err) : st;
}
