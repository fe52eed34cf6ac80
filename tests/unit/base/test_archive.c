/* Archives, made here by libarchive: what comes out, and what must not. */
#include <archive.h> /* first: see banned.h */
#include <archive_entry.h>

#include "tests/support/tt_test.h"

#include "base/archive.h"

enum { ROOM = 1 << 20 };

/* An archive in memory. */
struct made {
    struct archive *w;
    char *p;
    size_t n;
};

static struct made begin(tt_arena *a, bool zip, int filter)
{
    struct made m = {.w = archive_write_new(), .p = tt_new_n(a, char, ROOM)};
    assert_non_null(m.w);
    assert_non_null(m.p);
    int rc = zip ? archive_write_set_format_zip(m.w) : archive_write_set_format_ustar(m.w);
    assert_int_equal(rc, ARCHIVE_OK);
    if (filter)
        assert_int_equal(archive_write_add_filter(m.w, filter), ARCHIVE_OK);
    return m;
}

static void open_it(struct made *m)
{
    assert_int_equal(archive_write_set_bytes_per_block(m->w, 0), ARCHIVE_OK);
    assert_int_equal(archive_write_open_memory(m->w, m->p, ROOM, &m->n), ARCHIVE_OK);
}

static void put(struct made *m, const char *name, tt_str bytes, unsigned type)
{
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, name);
    archive_entry_set_size(e, (la_int64_t)bytes.n);
    archive_entry_set_filetype(e, type);
    archive_entry_set_perm(e, 0644);
    if (type == AE_IFLNK)
        archive_entry_set_symlink(e, "/etc/passwd");
    assert_int_equal(archive_write_header(m->w, e), ARCHIVE_OK);
    if (bytes.n)
        assert_int_equal(archive_write_data(m->w, bytes.p, bytes.n), bytes.n);
    archive_entry_free(e);
}

static tt_str end(struct made *m)
{
    assert_int_equal(archive_write_close(m->w), ARCHIVE_OK);
    assert_int_equal(archive_write_free(m->w), ARCHIVE_OK);
    return (tt_str){m->p, m->n};
}

static const char *const why_text[] = {"fine",    "name",    "link", "encrypted",
                                       "damaged", "expands", "limit"};

/* "a.csv fine [text]\n" for each entry. */
static const char *unpacked(tt_arena *a, tt_str bytes, const char *stem, tt_archive_limits limits)
{
    tt_spool spool;
    tt_archive_entries list = {0};
    tt_str all;
    tt_archive_in in = {bytes, tt_archive_sniff(bytes), tt_str_of(stem), limits, NULL};
    const char *text = "";
    tt_spool_init(&spool, NULL);
    assert_ok(tt_archive_unpack(&in, &spool, a, &list, ERR));
    assert_ok(tt_spool_end(&spool, &all, ERR));
    for (size_t i = 0; i < list.n; i++) {
        tt_str data = tt_str_sub(all, list.v[i].at, list.v[i].n);
        if (list.v[i].why != TT_ARCHIVE_FINE)
            data = TT_STR("");
        text = tt_arena_printf(a, "%s%.*s %s [%.*s]\n", text, TT_STR_ARG(list.v[i].name),
                               why_text[list.v[i].why], TT_STR_ARG(data));
    }
    tt_vec_release(&list);
    tt_spool_release(&spool);
    return text;
}

static const tt_archive_limits defaults;

static void members_come_in_order_of_their_names(void **state)
{
    tt_arena *a = *state;
    static const int filters[] = {0, ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD};
    for (size_t i = 0; i < 4; i++) {
        struct made m = begin(a, i == 3, i < 3 ? filters[i] : 0);
        open_it(&m);
        put(&m, "z.csv", TT_STR("last"), AE_IFREG);
        put(&m, "dir", TT_STR(""), AE_IFDIR);
        put(&m, "dir/b.csv", TT_STR("two"), AE_IFREG);
        put(&m, "dir/a.csv", TT_STR("one"), AE_IFREG);
        assert_string_equal(unpacked(a, end(&m), "x", defaults),
                            "dir/a.csv fine [one]\ndir/b.csv fine [two]\nz.csv fine [last]\n");
    }
}

static void one_packed_file_has_the_name_that_it_is_given(void **state)
{
    tt_arena *a = *state;
    static const tt_str gz = {
        "\x1f\x8b\x08\0\0\0\0\0\x02\xff\xcb\x48\xcd\xc9\xc9\x57\x28\xcf\x2f\xca\x49\x01\0\x85\x11"
        "\x4a\x0d\x0b\0\0\0",
        31};
    assert_int_equal(tt_archive_sniff(gz), TT_ARCHIVE_GZIP);
    assert_string_equal(unpacked(a, gz, "hello.txt", defaults), "hello.txt fine [hello world]\n");
    /* Cut: what came before the end is not kept. */
    assert_non_null(
        strstr(unpacked(a, tt_str_sub(gz, 0, 18), "hello.txt", defaults), "damaged []"));
}

static void unsafe_names_links_and_devices_are_left_out(void **state)
{
    tt_arena *a = *state;
    struct made m = begin(a, false, 0);
    open_it(&m);
    put(&m, "/etc/passwd", TT_STR("x"), AE_IFREG);
    put(&m, "a/../../b", TT_STR("x"), AE_IFREG);
    put(&m, "..\\b", TT_STR("x"), AE_IFREG);
    put(&m, "C:\\b", TT_STR("x"), AE_IFREG);
    put(&m, "link", TT_STR(""), AE_IFLNK);
    put(&m, "pipe", TT_STR(""), AE_IFIFO);
    put(&m, "..good..", TT_STR("yes"), AE_IFREG);
    assert_string_equal(unpacked(a, end(&m), "x", defaults),
                        "..\\b name []\n..good.. fine [yes]\n/etc/passwd name []\nC:\\b name []\n"
                        "a/../../b name []\nlink link []\npipe link []\n");
}

static void encrypted_entries_are_left_out(void **state)
{
    tt_arena *a = *state;
    struct made m = begin(a, true, 0);
    if (archive_write_set_options(m.w, "zip:encryption=zipcrypt") != ARCHIVE_OK)
        skip();
    assert_int_equal(archive_write_set_passphrase(m.w, "secret"), ARCHIVE_OK);
    open_it(&m);
    put(&m, "a.csv", TT_STR("text"), AE_IFREG);
    assert_string_equal(unpacked(a, end(&m), "x", defaults), "a.csv encrypted []\n");
}

/* 64 MiB of zeros: 64 KiB as a zip file. */
static void what_expands_without_end_is_stopped(void **state)
{
    tt_arena *a = *state;
    static char zeros[1 << 20];
    for (int zip = 0; zip < 2; zip++) {
        struct made m = begin(a, zip, zip ? 0 : ARCHIVE_FILTER_GZIP);
        open_it(&m);
        put(&m, "a.csv", TT_STR("good"), AE_IFREG);
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, "bomb.csv");
        archive_entry_set_size(e, 64 << 20);
        archive_entry_set_filetype(e, AE_IFREG);
        assert_int_equal(archive_write_header(m.w, e), ARCHIVE_OK);
        for (int i = 0; i < 64; i++)
            assert_int_equal(archive_write_data(m.w, zeros, sizeof zeros), sizeof zeros);
        archive_entry_free(e);
        tt_str bytes = end(&m);
        assert_true(bytes.n < 70000);
        assert_string_equal(unpacked(a, bytes, "x", defaults),
                            "a.csv fine [good]\nbomb.csv expands []\n");
        tt_archive_limits wide = {.ratio = 2000};
        assert_non_null(strstr(unpacked(a, bytes, "x", wide), "bomb.csv fine"));
        tt_archive_limits small = {.ratio = 2000, .total_bytes = 1 << 20};
        assert_non_null(strstr(unpacked(a, bytes, "x", small), "bomb.csv limit"));
    }
}

/* What begins like the end of a tar file is a file all the same; and a bomb of zeros is one. */
static void packed_zeros_are_a_file(void **state)
{
    tt_arena *a = *state;
    static char zeros[1 << 20];
    for (int mib = 0; mib < 2; mib++) {
        struct made m = {.w = archive_write_new(), .p = tt_new_n(a, char, ROOM)};
        assert_int_equal(archive_write_set_format_raw(m.w), ARCHIVE_OK);
        assert_int_equal(archive_write_add_filter_gzip(m.w), ARCHIVE_OK);
        open_it(&m);
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_filetype(e, AE_IFREG);
        assert_int_equal(archive_write_header(m.w, e), ARCHIVE_OK);
        for (int i = 0; i < (mib ? 64 : 1); i++)
            assert_true(archive_write_data(m.w, zeros, mib ? sizeof zeros : 2000) > 0);
        archive_entry_free(e);
        const char *text = unpacked(a, end(&m), "zeros", defaults);
        assert_int_equal(strncmp(text, mib ? "zeros expands" : "zeros fine", 10), 0);
    }
}

static void too_many_entries_end_the_unpacking(void **state)
{
    tt_arena *a = *state;
    struct made m = begin(a, true, 0);
    open_it(&m);
    put(&m, "b", TT_STR("2"), AE_IFREG);
    put(&m, "a", TT_STR("1"), AE_IFREG);
    put(&m, "c", TT_STR("3"), AE_IFREG);
    tt_archive_limits two = {.entries = 2};
    assert_string_equal(unpacked(a, end(&m), "x", two), "a fine [1]\nb fine [2]\n limit []\n");
}

/* Every prefix, and every byte turned: an answer each time. */
static void broken_archives_never_break_us(void **state)
{
    tt_arena *a = *state;
    for (int i = 0; i < 3; i++) {
        struct made m = begin(a, i == 0, i == 2 ? ARCHIVE_FILTER_GZIP : 0);
        open_it(&m);
        put(&m, "dir/a.csv", TT_STR("one,two,three\n1,2,3\n"), AE_IFREG);
        put(&m, "b.csv", TT_STR("x"), AE_IFREG);
        tt_str bytes = end(&m);
        char *p = tt_new_n(a, char, bytes.n);
        tt_arena scratch;
        tt_arena_init(&scratch, 0);
        for (size_t n = 4; n < TT_MIN(bytes.n, (size_t)1600); n++) {
            memcpy(p, bytes.p, n);
            if (tt_archive_sniff((tt_str){p, n}) != TT_ARCHIVE_NONE)
                (void)unpacked(&scratch, (tt_str){p, n}, "x", defaults);
            memcpy(p, bytes.p, bytes.n);
            p[n] = (char)(p[n] ^ 0x41);
            (void)unpacked(&scratch, (tt_str){p, bytes.n}, "x", defaults);
            tt_arena_reset(&scratch);
        }
        tt_arena_release(&scratch);
    }
}

/* The way other programs write names: UTF-8 with its flag, and DOS. */
static void names_are_utf8(void **state)
{
    tt_arena *a = *state;
    static const char zip[] =
        "PK\3\4\x14\0\0\x08\0\0\0\0\0\0\x43\xbe\xb7\xe8\1\0\0\0\1\0\0\0\4\0\0\0\xc3\xbc.aa"
        "PK\3\4\x14\0\0\0\0\0\0\0\0\0\x43\xbe\xb7\xe8\1\0\0\0\1\0\0\0\2\0\0\0\x81!a"
        "PK\1\2\x14\x03\x14\0\0\x08\0\0\0\0\0\0\x43\xbe\xb7\xe8\1\0\0\0\1\0\0\0\4\0\0\0\0\0\0\0\0\0"
        "\0\0\xa4\x81\0\0\0\0\xc3\xbc.a"
        "PK\1\2\x14\0\x14\0\0\0\0\0\0\0\0\0\x43\xbe\xb7\xe8\1\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0\0\0"
        "\0\0\0\0\x23\0\0\0\x81!"
        "PK\5\6\0\0\0\0\2\0\2\0\x62\0\0\0\x44\0\0\0\0";
    assert_string_equal(unpacked(a, (tt_str){zip, sizeof zip - 1 + 0}, "x", defaults),
                        "\xc3\xbc! fine [a]\n\xc3\xbc.a fine [a]\n");
}

static void office_documents_are_no_archives(void **state)
{
    tt_arena *a = *state;
    struct made m = begin(a, true, 0);
    open_it(&m);
    put(&m, "[Content_Types].xml", TT_STR("<Types/>"), AE_IFREG);
    put(&m, "xl/workbook.xml", TT_STR("<x/>"), AE_IFREG);
    assert_string_equal(tt_archive_office(end(&m)), "xlsx");
    m = begin(a, true, 0);
    open_it(&m);
    put(&m, "a.csv", TT_STR("xl/ word/"), AE_IFREG);
    assert_null(tt_archive_office(end(&m)));
    assert_null(tt_archive_office(TT_STR("[Content_Types].xml xl/")));
}

static void it_survives_each_allocation_that_fails(void **state)
{
    tt_arena *a = *state;
    struct made m = begin(a, true, 0);
    open_it(&m);
    put(&m, "b.csv", TT_STR("two"), AE_IFREG);
    put(&m, "a.csv", TT_STR("one"), AE_IFREG);
    tt_str bytes = end(&m);
    tt_status st = TT_OK;
    TT_TORTURE(st, {
        tt_spool spool;
        tt_archive_entries list = {0};
        tt_arena used;
        tt_archive_in in = {.bytes = bytes, .kind = TT_ARCHIVE_ZIP};
        tt_arena_init(&used, 0);
        tt_spool_init(&spool, NULL);
        st = tt_archive_unpack(&in, &spool, &used, &list, ERR);
        assert_true(st != TT_OK || list.n == 2);
        tt_vec_release(&list);
        tt_spool_release(&spool);
        tt_arena_release(&used);
    });
}

TT_TEST_MAIN("base/archive", TT_TEST(members_come_in_order_of_their_names),
             TT_TEST(one_packed_file_has_the_name_that_it_is_given),
             TT_TEST(unsafe_names_links_and_devices_are_left_out),
             TT_TEST(encrypted_entries_are_left_out), TT_TEST(what_expands_without_end_is_stopped),
             TT_TEST(packed_zeros_are_a_file), TT_TEST(too_many_entries_end_the_unpacking),
             TT_TEST(broken_archives_never_break_us), TT_TEST(names_are_utf8),
             TT_TEST(office_documents_are_no_archives),
             TT_TEST(it_survives_each_allocation_that_fails))
