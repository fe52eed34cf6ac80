/*
 * Files in a folder of their own: whole or not at all, fixed order, no trace of a failure.
 */
#include "tests/support/tt_test.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char home[] = "/tmp/tt-test-file-XXXXXX";
static char path_text[8][300];
static unsigned path_next;

/* A path below the folder of this test; good for the next seven calls. */
static const char *in_home(const char *name)
{
    char *p = path_text[path_next++ % TT_LEN(path_text)];
    (void)snprintf(p, sizeof path_text[0], "%s/%s", home, name);
    return p;
}

static void write_file(const char *name, tt_str bytes)
{
    tt_file_out *f;
    assert_ok(tt_file_out_open(in_home(name), &f, ERR));
    assert_ok(tt_file_out_write(f, bytes, ERR));
    assert_ok(tt_file_out_commit(f, NULL, ERR));
}

static void assert_file(const char *name, tt_str want)
{
    tt_file f;
    assert_ok(tt_file_open(in_home(name), 0, &f, ERR));
    assert_slice(f.bytes, want);
    tt_file_close(&f);
}

static size_t entries(tt_arena *a)
{
    tt_str_vec v = {0};
    assert_ok(tt_file_walk(home, a, &v, ERR));
    size_t n = v.n;
    tt_vec_release(&v);
    return n;
}

/* --- in and out --- */

static void what_is_written_is_read_back(void **state)
{
    tt_arena *a = *state;
    write_file("empty", TT_STR(""));
    assert_file("empty", TT_STR(""));
    write_file("small", TT_STR("a\0b\n"));
    assert_file("small", TT_STR("a\0b\n"));
    enum { N = 1000003 };
    char *big = tt_new_n(a, char, N);
    for (size_t i = 0; i < N; i++)
        big[i] = (char)(i * i >> 3);
    write_file("big", (tt_str){big, N});
    assert_file("big", (tt_str){big, N});
    tt_file_out *f; /* in many uneven pieces, against the buffer's edges */
    tt_sha256 sha, want;
    assert_ok(tt_file_out_open(in_home("pieces"), &f, ERR));
    for (size_t i = 0, step = 1; i < N; i += step, step = step * 3 % 70001 + 1)
        assert_ok(tt_file_out_write(f, tt_str_sub((tt_str){big, N}, i, step), ERR));
    assert_ok(tt_file_out_commit(f, &sha, ERR));
    assert_file("pieces", (tt_str){big, N});
    assert_ok(tt_sha256_of((tt_str){big, N}, &want, ERR));
    assert_memory_equal(sha.b, want.b, sizeof sha.b);
}

static void a_file_over_64_mib_is_mapped_and_the_same(void **state)
{
    TT_UNUSED(state);
    const size_t n = ((size_t)64 << 20) + 5;
    int fd = open(in_home("sparse"), O_RDWR | O_CREAT | O_EXCL, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, (off_t)n), 0);
    assert_int_equal(pwrite(fd, "end", 3, (off_t)n - 3), 3);
    (void)close(fd);
    tt_file f;
    assert_status(tt_file_open(in_home("sparse"), n - 1, &f, ERR), TT_ELIMIT);
    assert_ok(tt_file_open(in_home("sparse"), n, &f, ERR));
    assert_int_equal(f.bytes.n, n);
    assert_true(f.map_n > 0);
    assert_slice(tt_str_sub(f.bytes, n - 4, 9), TT_STR("\0end"));
    tt_file_done(&f, 100, 100);
    tt_file_done(&f, 1, n + 100);
    assert_slice(tt_str_sub(f.bytes, n - 4, 9), TT_STR("\0end"));
    tt_file_close(&f);
    assert_str(f.bytes, "");
    tt_file_close(&f);
    tt_file_close(NULL);
    (void)unlink(in_home("sparse"));
}

static void the_limit_on_size_is_exact(void **state)
{
    TT_UNUSED(state);
    tt_file f;
    write_file("ten", TT_STR("0123456789"));
    assert_ok(tt_file_open(in_home("ten"), 10, &f, ERR));
    tt_file_close(&f);
    assert_status(tt_file_open(in_home("ten"), 9, &f, ERR), TT_ELIMIT);
    assert_str(f.bytes, "");
    tt_file_close(&f);
}

static void what_cannot_be_read_says_why(void **state)
{
    TT_UNUSED(state);
    tt_file f;
    char want[400];
    assert_status(tt_file_open(in_home("absent"), 0, &f, ERR), TT_EIO);
    (void)snprintf(want, sizeof want, "cannot open '%s': No such file or directory",
                   in_home("absent"));
    assert_err_text(want);
    tt_file_close(&f);
    assert_status(tt_file_open(home, 0, &f, ERR), TT_EIO);
    (void)snprintf(want, sizeof want, "cannot read '%s': it is a folder", home);
    assert_err_text(want);
}

static tt_status read_from_pipe(uint64_t max_bytes, tt_file *f)
{
    int saved = dup(STDIN_FILENO), ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "from a pipe", 11), 11);
    (void)close(ends[1]);
    (void)dup2(ends[0], STDIN_FILENO);
    (void)close(ends[0]);
    tt_status st = tt_file_open("-", max_bytes, f, ERR);
    (void)dup2(saved, STDIN_FILENO);
    (void)close(saved);
    return st;
}

static void standard_input_is_read_to_its_end(void **state)
{
    TT_UNUSED(state);
    tt_file f;
    assert_ok(read_from_pipe(0, &f));
    assert_str(f.bytes, "from a pipe");
    tt_file_close(&f);
    assert_ok(read_from_pipe(11, &f));
    assert_str(f.bytes, "from a pipe");
    tt_file_close(&f);
    assert_status(read_from_pipe(10, &f), TT_ELIMIT);
    assert_str(f.bytes, "");
    tt_file_close(&f);
}

static void a_file_appears_only_when_it_is_whole(void **state)
{
    tt_arena *a = *state;
    tt_file_out *f;
    write_file("report", TT_STR("old"));
    size_t before = entries(a);
    assert_ok(tt_file_out_open(in_home("report"), &f, ERR));
    assert_ok(tt_file_out_write(f, TT_STR("new"), ERR));
    assert_file("report", TT_STR("old"));
    assert_int_equal(entries(a), before); /* the temporary is hidden */
    tt_file_out_abort(f);
    assert_file("report", TT_STR("old"));
    assert_ok(tt_file_out_open(in_home("report"), &f, ERR));
    assert_ok(tt_file_out_write(f, TT_STR("new"), ERR));
    assert_ok(tt_file_out_commit(f, NULL, ERR));
    assert_file("report", TT_STR("new"));
    struct stat sb;
    assert_int_equal(stat(in_home("report"), &sb), 0);
    assert_int_equal(sb.st_mode & 077, 0); /* a report is for nobody else */
    tt_file_out_abort(NULL);
}

static void what_cannot_be_written_leaves_nothing(void **state)
{
    TT_UNUSED(state);
    tt_file_out *f;
    assert_status(tt_file_out_open(in_home("no/such/folder"), &f, ERR), TT_EIO);
    assert_null(f);
    assert_status(tt_file_out_open(home, &f, ERR), TT_EIO); /* a folder */
    assert_null(f);
    if (access("/dev/full", W_OK) != 0)
        return;
    assert_ok(tt_file_out_open("/dev/full", &f, ERR));
    assert_ok(tt_file_out_write(f, TT_STR("x"), ERR)); /* still in the buffer */
    assert_status(tt_file_out_commit(f, NULL, ERR), TT_EIO);
    assert_err_text("cannot write '/dev/full': No space left on device");
    assert_true(tt_file_exists("/dev/full")); /* a device is written to, not replaced */
    char block[70000] = {0};
    assert_ok(tt_file_out_open("/dev/full", &f, ERR));
    assert_status(tt_file_out_write(f, (tt_str){block, sizeof block}, ERR), TT_EIO);
    assert_status(tt_file_out_write(f, TT_STR("more"), ERR), TT_EIO);
    assert_status(tt_file_out_commit(f, NULL, ERR), TT_EIO);
}

/* --- folders --- */

static void folders_are_made_all_the_way(void **state)
{
    TT_UNUSED(state);
    assert_ok(tt_file_mkdirs(in_home("made/by//one/call/"), ERR));
    assert_true(tt_file_is_dir(in_home("made/by/one/call")));
    assert_ok(tt_file_mkdirs(in_home("made/by"), ERR));
    write_file("made/file", TT_STR("x"));
    assert_status(tt_file_mkdirs(in_home("made/file/below"), ERR), TT_EIO);
    assert_status(tt_file_mkdirs(in_home("made/file"), ERR), TT_EIO);
    assert_false(tt_file_is_dir(in_home("made/file")));
    assert_true(tt_file_exists(in_home("made/file")));
    assert_false(tt_file_exists(in_home("made/fil")));
}

static void a_walk_is_sorted_and_skips_what_is_no_plain_file(void **state)
{
    tt_arena *a = *state;
    static const char *const names[] = {"w/b.csv", "w/a/z.csv", "w/a/.hidden", "w/.git/x",
                                        "w/B.csv", "w/a.csv",   "w/a-b/c"};
    assert_ok(tt_file_mkdirs(in_home("w/a"), ERR));
    assert_ok(tt_file_mkdirs(in_home("w/.git"), ERR));
    assert_ok(tt_file_mkdirs(in_home("w/a-b"), ERR));
    assert_ok(tt_file_mkdirs(in_home("w/empty"), ERR));
    for (size_t i = 0; i < TT_LEN(names); i++)
        write_file(names[i], TT_STR("x"));
    assert_int_equal(symlink(in_home("w/b.csv"), in_home("w/link.csv")), 0);
    assert_int_equal(symlink(in_home("w"), in_home("w/a/loop")), 0);
    assert_int_equal(mkfifo(in_home("w/fifo"), 0600), 0);
    static const char *const want[] = {"w/B.csv", "w/a-b/c", "w/a.csv", "w/a/z.csv", "w/b.csv"};
    tt_str_vec v = {0};
    assert_true(tt_vec_push(&v, TT_STR("zz was here before")));
    assert_ok(tt_file_walk(in_home("w"), a, &v, ERR));
    assert_int_equal(v.n, 1 + TT_LEN(want));
    assert_str(v.v[0], "zz was here before");
    for (size_t i = 0; i < TT_LEN(want); i++) {
        assert_str(v.v[i + 1], in_home(want[i]));
        assert_int_equal(v.v[i + 1].p[v.v[i + 1].n], '\0');
    }
    v.n = 0;
    assert_ok(tt_file_walk(in_home("w/link.csv"), a, &v, ERR)); /* named, so it is meant */
    assert_int_equal(v.n, 1);
    assert_str(v.v[0], in_home("w/link.csv"));
    assert_status(tt_file_walk(in_home("nothing"), a, &v, ERR), TT_EIO);
    assert_int_equal(v.n, 1);
    tt_vec_release(&v);
}

static void names_are_cut_from_paths(void **state)
{
    TT_UNUSED(state);
    assert_str(tt_file_basename("a/b/c.csv"), "c.csv");
    assert_str(tt_file_basename("c.csv"), "c.csv");
    assert_str(tt_file_basename("/c.csv"), "c.csv");
    assert_str(tt_file_basename("a/b/"), "b");
    assert_str(tt_file_basename("/"), "/");
    assert_str(tt_file_basename("//"), "/");
    assert_str(tt_file_basename(""), "");
}

/* --- torture --- */

static tt_status write_walk_read(tt_arena *a, tt_str_vec *v, tt_file *in)
{
    tt_file_out *f;
    TT_TRY(tt_file_mkdirs(in_home("t/u"), NULL));
    TT_TRY(tt_file_out_open(in_home("t/u/file"), &f, NULL));
    tt_status st = tt_file_out_write(f, TT_STR("tortured"), NULL);
    if (st != TT_OK) {
        tt_file_out_abort(f);
        return st;
    }
    TT_TRY(tt_file_out_commit(f, NULL, NULL));
    TT_TRY(tt_file_walk(in_home("t"), a, v, NULL));
    return tt_file_open(in_home("t/u/file"), 0, in, NULL);
}

static void a_walk_that_fails_adds_nothing(void **state)
{
    tt_arena *a = *state;
    tt_str_vec v = {0};
    tt_status st;
    assert_ok(tt_file_mkdirs(in_home("v"), ERR));
    write_file("v/1", TT_STR(""));
    write_file("v/2", TT_STR(""));
    write_file("v/3", TT_STR(""));
    TT_TORTURE(st, {
        tt_vec_release(&v);
        tt_arena_reset(a);
        st = tt_file_walk(in_home("v"), a, &v, NULL);
        assert_true(st == TT_OK || v.n == 0);
    });
    assert_int_equal(v.n, 3);
    tt_vec_release(&v);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_str_vec v = {0};
    tt_file in = {0};
    tt_status st;
    TT_TORTURE(st, {
        tt_file_close(&in);
        tt_vec_release(&v);
        tt_arena_reset(a);
        st = write_walk_read(a, &v, &in);
        assert_true(st == TT_OK || v.n <= 1);
    });
    assert_str(in.bytes, "tortured");
    assert_int_equal(v.n, 1);
    assert_str(v.v[0], in_home("t/u/file"));
    tt_file_close(&in);
    tt_vec_release(&v);
}

/* --- the folder --- */

static int make_home(void **state)
{
    TT_UNUSED(state);
    return mkdtemp(home) ? 0 : -1;
}

/* Whether another process finds the file locked. */
static bool is_locked(const char *path)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        int fd = open(path, O_RDWR);
        _exit(fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 ? lock.l_type != F_UNLCK : 2);
    }
    assert_true(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
    return WEXITSTATUS(status) == 1;
}

static void writing_early_keeps_bytes_and_locks(void **state)
{
    TT_UNUSED(state);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    write_file("small", TT_STR("twelve bytes"));
    const char *path = in_home("small");
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0 && fcntl(fd, F_SETLK, &lock) == 0);
    assert_int_equal(pwrite(fd, "TWELVE", 6, 0), 6);
    tt_file_write_early(path);
    assert_true(is_locked(path));
    assert_int_equal(close(fd), 0);
    assert_false(is_locked(path));
    assert_file("small", TT_STR("TWELVE bytes"));
    tt_file_write_early(path); /* nobody has it open */
    tt_file_write_early(in_home("nowhere"));
    tt_file_write_early(NULL);
}

/* Nothing but what the tests made: no temporary is left anywhere. */
static int clear_home(void **state)
{
    TT_UNUSED(state);
    static const char *const files[] = {
        "empty",      "small",     "big",         "pieces",   "ten",     "report",  "made/file",
        "w/b.csv",    "w/a/z.csv", "w/a/.hidden", "w/.git/x", "w/B.csv", "w/a.csv", "w/a-b/c",
        "w/link.csv", "w/a/loop",  "w/fifo",      "t/u/file", "v/1",     "v/2",     "v/3"};
    static const char *const folders[] = {
        "made/by/one/call", "made/by/one", "made/by", "made", "w/a", "w/.git", "w/a-b",
        "w/empty",          "w",           "t/u",     "t",    "v"};
    for (size_t i = 0; i < TT_LEN(files); i++)
        (void)unlink(in_home(files[i]));
    for (size_t i = 0; i < TT_LEN(folders); i++)
        (void)rmdir(in_home(folders[i]));
    return rmdir(home);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TT_TEST(what_is_written_is_read_back),
        TT_TEST(a_file_over_64_mib_is_mapped_and_the_same),
        TT_TEST(the_limit_on_size_is_exact),
        TT_TEST(what_cannot_be_read_says_why),
        TT_TEST(standard_input_is_read_to_its_end),
        TT_TEST(a_file_appears_only_when_it_is_whole),
        TT_TEST(what_cannot_be_written_leaves_nothing),
        TT_TEST(folders_are_made_all_the_way),
        TT_TEST(a_walk_is_sorted_and_skips_what_is_no_plain_file),
        TT_TEST(names_are_cut_from_paths),
        TT_TEST(writing_early_keeps_bytes_and_locks),
        TT_TEST(a_walk_that_fails_adds_nothing),
        TT_TEST(every_allocation_may_fail),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return _cmocka_run_group_tests("base/file", tests, TT_LEN(tests), make_home, clear_home);
}
