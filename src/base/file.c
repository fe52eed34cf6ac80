/*
 * file.c - files read whole, files written whole.
 *
 * A mapped file that somebody truncates while it is read kills the program (SIGBUS), so only
 * files of MAP_FROM bytes and more are mapped; smaller ones are read into memory, which is
 * about as fast and immune.
 */
#define _DEFAULT_SOURCE /* madvise: that of POSIX may keep what it is told to drop; d_type */
#include <dirent.h>     /* system headers before base/: see banned.h */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#include "base/str.h"

static const uint64_t map_from = (uint64_t)64 << 20;

enum { READ_STEP = 1 << 16, OUT_ROOM = 1 << 16 };

/* "cannot <verb> 'path': reason".  strerror is not thread-safe by the standard. */
static tt_status fail_errno(tt_err *err, const char *verb, const char *path)
{
    int code = errno;
    char reason[128];
    if (strerror_r(code, reason, sizeof reason) != 0)
        (void)snprintf(reason, sizeof reason, "error %d", code);
    return tt_fail(err, code == ENOMEM ? TT_ENOMEM : TT_EIO, "cannot %s '%s': %s", verb, path,
                   reason);
}

static int close_quietly(int fd)
{
    int keep = errno;
    int r = close(fd);
    errno = keep;
    return r;
}

/* --- in --- */

static tt_status too_large(const char *path, uint64_t max_bytes, tt_err *err)
{
    return tt_fail(err, TT_ELIMIT, "'%s' is larger than the limit of %llu bytes", path,
                   (unsigned long long)max_bytes);
}

/* To the end of the input, whatever size was expected. */
static tt_status
read_all(int fd, const char *path, size_t expected, uint64_t max_bytes, tt_file *out, tt_err *err)
{
    char *p = NULL;
    size_t n = 0, cap = 0;
    tt_status st = TT_OK;
    for (;;) {
        if (cap - n < 2) { /* one to see the end, one for the NUL */
            size_t more = n > 0          ? TT_MAX(n, (size_t)2)
                          : expected > 0 ? expected + 2
                                         : (size_t)READ_STEP;
            if (!tt_vec_room((void *)&p, &cap, n, more, 1)) {
                st = tt_fail(err, TT_ENOMEM, "no room for '%s'", path);
                break;
            }
        }
        ssize_t got = read(fd, p + n, cap - n - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            st = fail_errno(err, "read", path);
            break;
        }
        if (got == 0)
            break;
        n += (size_t)got;
        if (max_bytes && n > max_bytes) {
            st = too_large(path, max_bytes, err);
            break;
        }
        if (n == expected) /* of a regular file, and more was asked for */
            break;
    }
    if (st != TT_OK) {
        tt_mem_free(p);
        return st;
    }
    p[n] = '\0';
    *out = (tt_file){.bytes = {p, n}, .map = p};
    return TT_OK;
}

static tt_status open_fd(int fd, const char *path, uint64_t max_bytes, tt_file *out, tt_err *err)
{
    struct stat sb;
    if (fstat(fd, &sb) != 0)
        return fail_errno(err, "read", path);
    if (S_ISDIR(sb.st_mode))
        return tt_fail(err, TT_EIO, "cannot read '%s': it is a folder", path);
    uint64_t size = S_ISREG(sb.st_mode) && sb.st_size > 0 ? (uint64_t)sb.st_size : 0;
    if (max_bytes && size > max_bytes)
        return too_large(path, max_bytes, err);
    if (size > SIZE_MAX / 2)
        return tt_fail(err, TT_ENOMEM, "no room for '%s'", path);
    if (size < map_from)
        return read_all(fd, path, (size_t)size, max_bytes, out, err);
    void *map = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED)
        return read_all(fd, path, (size_t)size, max_bytes, out, err);
    (void)posix_madvise(map, (size_t)size, POSIX_MADV_SEQUENTIAL);
    *out = (tt_file){.bytes = {map, (size_t)size}, .map = map, .map_n = (size_t)size};
    return TT_OK;
}

tt_status tt_file_open(const char *path, uint64_t max_bytes, tt_file *out, tt_err *err)
{
    *out = (tt_file){.bytes = TT_STR("")};
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, "standard input", 0, max_bytes, out, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_errno(err, "open", path);
    tt_status st = open_fd(fd, path, max_bytes, out, err);
    (void)close_quietly(fd);
    return st;
}

void tt_file_close(tt_file *f)
{
    if (!f)
        return;
    if (f->map_n)
        (void)munmap(f->map, f->map_n);
    else
        tt_mem_free(f->map);
    *f = (tt_file){.bytes = TT_STR("")};
}

/* Of a private mapping that is never written, this drops what can be read from the file again. */
void tt_file_done(const tt_file *f, size_t from, size_t to)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    to = TT_MIN(to, f->map_n);
    if (from >= to)
        return;
    char *first = (char *)f->map + from, *end = (char *)f->map + to;
    first -= (uintptr_t)first % page;
    (void)madvise(first, (size_t)(end - first), MADV_DONTNEED);
}

/* --- out --- */

struct tt_file_out {
    int fd;
    char *path;
    char *folder; /* of path; made early, so that no memory is needed once the file is in place */
    char *temp;   /* NULL: written straight to fd (standard output, a pipe, a device) */
    bool made;    /* temp exists */
    tt_hasher sha;
    tt_status status; /* the first failure: nothing is written after it */
    size_t n;
    char room[OUT_ROOM];
};

/* The first n bytes of s, and then `more`; NULL when memory is out. */
static char *join(const char *s, size_t n, const char *more)
{
    size_t m = strlen(more);
    char *p = tt_mem_zalloc(n + m + 1, 1);
    if (p) {
        memcpy(p, s, n);
        memcpy(p + n, more, m);
    }
    return p;
}

static char *copy_z(const char *s)
{
    return join(s, strlen(s), "");
}

/* Length of the part before the last name, with its '/'. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

static void free_out(tt_file_out *f)
{
    if (f->fd >= 0 && f->fd != STDOUT_FILENO)
        (void)close_quietly(f->fd);
    if (f->made)
        (void)unlink(f->temp);
    tt_hasher_release(&f->sha);
    tt_mem_free(f->temp);
    tt_mem_free(f->folder);
    tt_mem_free(f->path);
    tt_mem_free(f);
}

/* Opens the descriptor: stdout, something that is not a file, or a new temporary. */
static tt_status open_target(tt_file_out *f, tt_err *err)
{
    struct stat sb;
    if (strcmp(f->path, "-") == 0) {
        (void)fflush(stdout); /* what the program printed before comes before */
        f->fd = STDOUT_FILENO;
        return TT_OK;
    }
    if (stat(f->path, &sb) == 0 && !S_ISREG(sb.st_mode)) {
        f->fd = open(f->path, O_WRONLY | O_CLOEXEC); /* a folder fails here */
        return f->fd < 0 ? fail_errno(err, "write", f->path) : TT_OK;
    }
    size_t n = folder_length(f->path);
    f->folder = join(f->path, n, n ? "" : ".");
    f->temp = join(f->path, n, ".tradetrace-XXXXXX"); /* hidden, so that no walk reads it */
    if (!f->folder || !f->temp)
        return tt_fail(err, TT_ENOMEM, "no room for a file name");
    f->fd = mkstemp(f->temp); /* mode 0600: a report names people */
    if (f->fd < 0)
        return fail_errno(err, "create", f->path);
    f->made = true;
    (void)fcntl(f->fd, F_SETFD, FD_CLOEXEC);
    return TT_OK;
}

tt_status tt_file_out_open(const char *path, tt_file_out **out, tt_err *err)
{
    *out = NULL;
    tt_file_out *f = tt_mem_zalloc(1, sizeof *f);
    if (!f)
        return tt_fail(err, TT_ENOMEM, "no room to write '%s'", path);
    f->fd = -1;
    f->path = copy_z(path);
    tt_status st = f->path ? TT_OK : tt_fail(err, TT_ENOMEM, "no room to write '%s'", path);
    if (st == TT_OK)
        st = tt_hasher_init(&f->sha, err);
    if (st == TT_OK)
        st = open_target(f, err);
    if (st != TT_OK) {
        free_out(f);
        return st;
    }
    *out = f;
    return TT_OK;
}

static tt_status write_all(tt_file_out *f, const char *p, size_t n, tt_err *err)
{
    tt_hasher_add(&f->sha, p, n);
    while (n > 0) {
        ssize_t put = write(f->fd, p, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return fail_errno(err, "write", f->path);
        p += put;
        n -= (size_t)put;
    }
    return TT_OK;
}

static tt_status flush(tt_file_out *f, tt_err *err)
{
    size_t n = f->n;
    f->n = 0;
    return write_all(f, f->room, n, err);
}

tt_status tt_file_out_write(tt_file_out *f, tt_str bytes, tt_err *err)
{
    if (f->status != TT_OK)
        return tt_fail(err, f->status, "cannot write '%s' after a failure", f->path);
    if (bytes.n > OUT_ROOM - f->n)
        f->status = flush(f, err);
    if (f->status == TT_OK && bytes.n > OUT_ROOM) {
        f->status = write_all(f, bytes.p, bytes.n, err);
    } else if (f->status == TT_OK && bytes.n > 0) {
        memcpy(f->room + f->n, bytes.p, bytes.n);
        f->n += bytes.n;
    }
    return f->status;
}

/* After this a power cut cannot bring the old name table back. */
static tt_status sync_folder(const tt_file_out *f, tt_err *err)
{
    int fd = open(f->folder, O_RDONLY | O_CLOEXEC);
    tt_status st = TT_OK;
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL)) /* EINVAL: not a thing of this system */
        st = fail_errno(err, "sync the folder of", f->path);
    if (fd >= 0)
        (void)close_quietly(fd);
    return st;
}

static tt_status move_into_place(tt_file_out *f, tt_err *err)
{
    if (fsync(f->fd) != 0)
        return fail_errno(err, "sync", f->path);
    int closed = close(f->fd);
    f->fd = -1;
    if (closed != 0)
        return fail_errno(err, "close", f->path);
    if (rename(f->temp, f->path) != 0)
        return fail_errno(err, "rename to", f->path);
    f->made = false;
    return sync_folder(f, err);
}

tt_status tt_file_out_commit(tt_file_out *f, tt_sha256 *sha, tt_err *err)
{
    tt_status st = f->status;
    if (st != TT_OK)
        (void)tt_fail(err, st, "cannot write '%s' after a failure", f->path);
    if (st == TT_OK)
        st = flush(f, err);
    tt_sha256 digest = tt_hasher_final(&f->sha);
    if (st == TT_OK && f->sha.failed)
        st = tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto");
    if (st == TT_OK && f->temp)
        st = move_into_place(f, err);
    if (st == TT_OK && sha)
        *sha = digest;
    free_out(f);
    return st;
}

void tt_file_out_abort(tt_file_out *f)
{
    if (f)
        free_out(f);
}

/* --- folders --- */

bool tt_file_is_dir(const char *path)
{
    struct stat sb;
    return stat(path, &sb) == 0 && S_ISDIR(sb.st_mode);
}

bool tt_file_is_plain(const char *path)
{
    struct stat sb;
    return strcmp(path, "-") != 0 && stat(path, &sb) == 0 && S_ISREG(sb.st_mode);
}

uint64_t tt_file_size(const char *path)
{
    struct stat sb;
    bool plain = strcmp(path, "-") != 0 && stat(path, &sb) == 0 && S_ISREG(sb.st_mode);
    return plain ? (uint64_t)sb.st_size : 0;
}

bool tt_file_exists(const char *path)
{
    struct stat sb;
    return stat(path, &sb) == 0;
}

tt_str tt_file_basename(const char *path)
{
    tt_str s = tt_str_of(path);
    while (s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    for (size_t i = s.n; i-- > 0;)
        if (s.p[i] == '/' && s.n > 1)
            return (tt_str){s.p + i + 1, s.n - i - 1};
    return s;
}

tt_status tt_file_mkdirs(const char *path, tt_err *err)
{
    char *part = copy_z(path);
    if (!part)
        return tt_fail(err, TT_ENOMEM, "no room for a file name");
    tt_status st = TT_OK;
    for (size_t i = 1; st == TT_OK && i <= strlen(path); i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        part[i] = '\0';
        if (mkdir(part, 0700) != 0 && (errno != EEXIST || !tt_file_is_dir(part)))
            st = fail_errno(err, "create the folder", part);
        part[i] = path[i];
    }
    tt_mem_free(part);
    return st;
}

/* --- walk --- */

struct walk {
    tt_arena *arena;
    tt_str_vec *out;
    tt_str_vec
        folders; /* still to be read: a list, not recursion, as the input decides the depth */
};

static tt_status push(tt_str_vec *v, tt_str path, tt_err *err)
{
    if (!path.p || !tt_vec_push(v, path))
        return tt_fail(err, TT_ENOMEM, "no room for a list of files");
    return TT_OK;
}

/* What an entry is, as DT_REG and its like; most folders say it, and a file less is looked at. */
static int type_of(DIR *dir, const struct dirent *e)
{
    struct stat sb;
    if (e->d_type != DT_UNKNOWN)
        return e->d_type;
    if (fstatat(dirfd(dir), e->d_name, &sb, AT_SYMLINK_NOFOLLOW) != 0)
        return -1;
    return S_ISDIR(sb.st_mode) ? DT_DIR : S_ISREG(sb.st_mode) ? DT_REG : DT_UNKNOWN;
}

static tt_status
take_entry(struct walk *w, DIR *dir, const char *folder, const struct dirent *e, tt_err *err)
{
    if (e->d_name[0] == '.')
        return TT_OK;
    int type = type_of(dir, e), why = errno;
    if (type < 0 && why == ENOENT)
        return TT_OK; /* gone meanwhile */
    if (type >= 0 && type != DT_DIR && type != DT_REG)
        return TT_OK;
    size_t n = strlen(folder);
    const char *slash = n > 0 && folder[n - 1] == '/' ? "" : "/";
    const char *path = tt_arena_printf(w->arena, "%s%s%s", folder, slash, e->d_name);
    if (!path)
        return tt_fail(err, TT_ENOMEM, "no room for a list of files");
    errno = why;
    if (type < 0)
        return fail_errno(err, "read", path);
    return push(type == DT_DIR ? &w->folders : w->out, tt_str_of(path), err);
}

static tt_status read_folder(struct walk *w, const char *folder, tt_err *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return fail_errno(err, "open the folder", folder);
    tt_status st = TT_OK;
    while (st == TT_OK) {
        errno = 0;
        const struct dirent *e = readdir(dir);
        if (!e) {
            st = errno ? fail_errno(err, "read the folder", folder) : TT_OK;
            break;
        }
        st = take_entry(w, dir, folder, e, err);
    }
    (void)closedir(dir);
    return st;
}

static int by_path(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_str_cmp(*(const tt_str *)a, *(const tt_str *)b);
}

tt_status tt_file_walk(const char *path, tt_arena *a, tt_str_vec *out, tt_err *err)
{
    struct stat sb;
    struct walk w = {.arena = a, .out = out};
    size_t had = out->n;
    if (stat(path, &sb) != 0)
        return fail_errno(err, "open", path);
    tt_str root = tt_arena_str(a, tt_str_of(path));
    tt_status st = push(S_ISDIR(sb.st_mode) ? &w.folders : out, root, err);
    while (st == TT_OK && w.folders.n > 0)
        st = read_folder(&w, w.folders.v[--w.folders.n].p, err);
    if (st == TT_OK && !tt_sort(out->v + had, out->n - had, sizeof *out->v, by_path, NULL))
        st = tt_fail(err, TT_ENOMEM, "no room for a list of files");
    if (st != TT_OK)
        out->n = had;
    tt_vec_release(&w.folders);
    return st;
}
