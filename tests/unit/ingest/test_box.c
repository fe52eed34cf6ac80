/* Archives and folders into a case: names, limits, reruns, any number of threads. */
#include <archive.h> /* first: see banned.h */
#include <archive_entry.h>

#include "tests/unit/store/dump.h"

#include "base/child.h"
#include "base/file.h"
#include "ingest/ingest.h"

#include <stdlib.h>

enum { ROOM = 8 << 20 };

/* --- archives --- */

struct made {
    struct archive *w;
    const char *path;
};

static const char *named(const char *name)
{
    (void)new_path();
    int i = test_files - 1;
    (void)snprintf(test_file[i].path, sizeof test_file[i].path, "%s/%s", test_dir, name);
    test_file[i].journal[0] = '\0';
    return test_file[i].path;
}

static struct made begin(const char *name, bool zip, int filter)
{
    struct made m = {archive_write_new(), named(name)};
    int rc = zip ? archive_write_set_format_zip(m.w) : archive_write_set_format_ustar(m.w);
    assert_int_equal(rc, ARCHIVE_OK);
    if (filter)
        assert_int_equal(archive_write_add_filter(m.w, filter), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(m.w, m.path), ARCHIVE_OK);
    return m;
}

static void add(struct made *m, const char *name, tt_str bytes, unsigned type)
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

static const char *end(struct made *m)
{
    assert_int_equal(archive_write_close(m->w), ARCHIVE_OK);
    assert_int_equal(archive_write_free(m->w), ARCHIVE_OK);
    return m->path;
}

/* --- what is told --- */

struct told {
    tt_arena *a;
    const char *text;
};

static tt_status tell(void *ctx, const tt_ingest_report *r, tt_err *err)
{
    struct told *t = ctx;
    TT_UNUSED(err);
    assert_int_equal(r->n_read, r->n_loaded + r->n_rejected + r->n_duplicate);
    t->text = tt_arena_printf(t->a, "%s%.*s %s %s%s%s %d=%d+%d+%d\n", t->text, TT_STR_ARG(r->name),
                              tt_kind_text(r->kind), r->format, r->known ? " known" : "",
                              r->opened ? " opened" : "", (int)r->n_read, (int)r->n_loaded,
                              (int)r->n_rejected, (int)r->n_duplicate);
    return TT_OK;
}

static tt_status tell_reject(void *ctx, const tt_reject *r, tt_err *err)
{
    struct told *t = ctx;
    TT_UNUSED(err);
    t->text = tt_arena_printf(t->a, "%s%.*s: %.*s [%.*s]\n", t->text, TT_STR_ARG(r->file),
                              TT_STR_ARG(r->reason), TT_STR_ARG(r->raw));
    return TT_OK;
}

static const char *load(tt_store *s, tt_arena *a, const char *path, const tt_ingest_options *opt)
{
    struct told t = {a, ""};
    tt_str one = tt_str_of(path);
    assert_ok(tt_ingest_files(s, &one, 1, opt, tell, &t, ERR));
    return t.text;
}

static const char *rejects(tt_store *s, tt_arena *a)
{
    struct told t = {a, ""};
    assert_ok(tt_store_each_reject(s, tell_reject, &t, ERR));
    return t.text;
}

static const char *contents(tt_store *s, tt_arena *a)
{
    tt_data d;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    return dump(a, &d, true);
}

static tt_status fine(void *ctx, const tt_verify_line *l, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(err);
    assert_true(l->ok);
    return TT_OK;
}

#define HEAD "payment_id,value_date,payer_name,payee_name,amount,currency\n"
#define ROW(n) "P" n ",2024-01-02,Ada,Bob,10.00,USD\n"

/* --- the tests --- */

static void each_file_of_an_archive_is_a_source_and_then_the_archive(void **state)
{
    tt_arena *a = *state;
    static const int filters[] = {0, ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD};
    static const char *const formats[] = {"tar", "gzip", "zstd", "zip"};
    for (int i = 0; i < 4; i++) {
        tt_store *s = open_case(new_path(), TT_STORE_CREATE);
        struct made m = begin("batch", i == 3, i < 3 ? filters[i] : 0);
        add(&m, "z.csv", TT_STR(HEAD ROW("1") ROW("2")), AE_IFREG);
        add(&m, "dir/a.csv", TT_STR(HEAD ROW("2") "P3,soon,A,B,1,USD\n"), AE_IFREG);
        const char *path = end(&m);
        assert_string_equal(
            load(s, a, path, NULL),
            tt_arena_printf(a,
                            "batch/dir/a.csv payment csv 2=1+1+0\nbatch/z.csv payment csv "
                            "2=1+0+1\nbatch unknown %s opened 0=0+0+0\n",
                            formats[i]));
        assert_string_equal(rejects(s, a), "batch/dir/a.csv: not a date [P3,soon,A,B,1,USD]\n");
        const char *before = contents(s, a);
        assert_string_equal(
            load(s, a, path, NULL),
            tt_arena_printf(a, "batch unknown %s known opened 0=0+0+0\n", formats[i]));
        assert_string_equal(contents(s, a), before);
        assert_ok(tt_store_verify(s, fine, NULL, ERR));
        tt_store_close(s);
    }
}

static void a_packed_file_is_named_after_its_archive(void **state)
{
    tt_arena *a = *state;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    static const char gz[] =
        "\x1f\x8b\x08\0\0\0\0\0\x02\xff\xcb\x48\xcd\xc9\xc9\x57\x28\xcf\x2f\xca\x49\x01\0\x85\x11"
        "\x4a\x0d\x0b\0\0\0";
    const char *path = named("hello.txt.gz");
    FILE *f = fopen(path, "wb");
    assert_int_equal(fwrite(gz, 1, sizeof gz - 1, f), sizeof gz - 1);
    assert_int_equal(fclose(f), 0);
    assert_string_equal(load(s, a, path, NULL), "hello.txt.gz/hello.txt unknown unknown 0=0+0+0\n"
                                                "hello.txt.gz unknown gzip opened 0=0+0+0\n");
    tt_store_close(s);
}

static void what_is_not_safe_is_a_reject_of_the_archive(void **state)
{
    tt_arena *a = *state;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    struct made m = begin("b.zip", true, 0);
    add(&m, "good.csv", TT_STR(HEAD ROW("1")), AE_IFREG);
    add(&m, "../up.csv", TT_STR(HEAD ROW("2")), AE_IFREG);
    add(&m, "/abs.csv", TT_STR(HEAD ROW("3")), AE_IFREG);
    add(&m, "link", TT_STR(""), AE_IFLNK);
    add(&m, "inner.tgz", TT_STR("\x1f\x8b\x08\0\0\0\0\0"), AE_IFREG);
    const char *path = end(&m);
    assert_string_equal(load(s, a, path, NULL),
                        "b.zip/good.csv payment csv 1=1+0+0\nb.zip/inner.tgz unknown gzip "
                        "1=0+1+0\nb.zip unknown zip opened 3=0+3+0\n");
    assert_string_equal(rejects(s, a), "b.zip: unsafe name in an archive [b.zip/../up.csv]\n"
                                       "b.zip: unsafe name in an archive [b.zip//abs.csv]\n"
                                       "b.zip: link in an archive [b.zip/link]\n"
                                       "b.zip/inner.tgz: archive that is not opened [gzip]\n");
    assert_ok(tt_store_verify(s, fine, NULL, ERR));
    tt_store_close(s);
}

/* 200 MB of zeros in 200 kB: stopped after the first of them. */
static void a_bomb_ends_in_a_reject(void **state)
{
    tt_arena *a = *state;
    static char zeros[1 << 20];
    for (int zip = 0; zip < 2; zip++) {
        tt_store *s = open_case(new_path(), TT_STORE_CREATE);
        struct made m = begin("bomb", zip, zip ? 0 : ARCHIVE_FILTER_GZIP);
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, "zeros.csv");
        archive_entry_set_size(e, 200 << 20);
        archive_entry_set_filetype(e, AE_IFREG);
        assert_int_equal(archive_write_header(m.w, e), ARCHIVE_OK);
        for (int i = 0; i < 200; i++)
            assert_int_equal(archive_write_data(m.w, zeros, sizeof zeros), sizeof zeros);
        archive_entry_free(e);
        const char *path = end(&m);
        assert_string_equal(load(s, a, path, NULL), zip ? "bomb unknown zip opened 1=0+1+0\n"
                                                        : "bomb unknown gzip opened 1=0+1+0\n");
        assert_string_equal(
            rejects(s, a), "bomb: archive that expands more than a hundredfold [bomb/zeros.csv]\n");
        tt_store_close(s);
    }
}

static tt_str file_bytes(tt_arena *a, const char *path)
{
    tt_file f;
    assert_ok(tt_file_open(path, 0, &f, ERR));
    tt_str copy = tt_arena_str(a, f.bytes);
    tt_file_close(&f);
    return copy;
}

/* Many small files, one large one, one that is known, rejects: the case file byte by byte. */
static void threads_never_change_a_byte(void **state)
{
    tt_arena *a = *state;
    tt_str paths[64];
    for (int i = 0; i < 64; i++) {
        const char *text = HEAD;
        tt_arena scratch;
        tt_arena_init(&scratch, 0);
        int rows = i == 7 ? 60000 : i == 9 ? 0 : 300;
        FILE *f = fopen(named(tt_arena_printf(a, "f%02d.csv", i)), "wb");
        paths[i] = tt_str_of(tt_arena_printf(a, "%s", test_file[test_files - 1].path));
        assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
        for (int k = 0; k < rows; k++) {
            tt_arena_reset(&scratch);
            text = tt_arena_printf(&scratch, "P%d-%d,2024-0%d-02,Ada %d,Bob,%d.00,USD\n", i / 2, k,
                                   k % 12 + 1, k % 50, k);
            assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
        }
        assert_int_equal(fclose(f), 0);
        tt_arena_release(&scratch);
    }
    tt_str want = {NULL, 0};
    const char *told = NULL;
    for (unsigned threads = 1; threads <= 4; threads++) {
        const char *path = new_path();
        tt_store *s = open_case(path, TT_STORE_CREATE);
        struct told t = {a, ""};
        tt_ingest_options opt = {.threads = threads};
        assert_ok(tt_ingest_files(s, paths + 7, 1, &opt, tell, &t, ERR)); /* hashed meanwhile */
        assert_ok(tt_ingest_files(s, paths, 64, &opt, tell, &t, ERR));
        assert_ok(tt_ingest_files(s, paths, 10, &opt, tell, &t, ERR));
        tt_store_close(s);
        tt_str got = file_bytes(a, path);
        want = want.p ? want : got;
        told = told ? told : t.text;
        assert_string_equal(t.text, told);
        assert_slice(got, want);
    }
}

/* The one that fails is not there, those before it are; with threads too. */
static void a_file_that_fails_leaves_the_others(void **state)
{
    tt_arena *a = *state;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    struct told t = {a, ""};
    tt_str paths[3];
    static const char *const texts[] = {HEAD ROW("1"), HEAD ROW("2") "P3,soon,A,B,1,USD\n",
                                        HEAD ROW("4")};
    for (int i = 0; i < 3; i++) {
        FILE *f = fopen(named(tt_arena_printf(a, "%d.csv", i)), "wb");
        paths[i] = tt_str_of(tt_arena_printf(a, "%s", test_file[test_files - 1].path));
        assert_int_equal(fwrite(texts[i], 1, strlen(texts[i]), f), strlen(texts[i]));
        assert_int_equal(fclose(f), 0);
    }
    tt_ingest_options opt = {.strict = true};
    assert_status(tt_ingest_files(s, paths, 3, &opt, tell, &t, ERR), TT_EREJECTS);
    assert_err_text("'1.csv' line 3: not a date: value_date");
    assert_string_equal(t.text, "0.csv payment csv 1=1+0+0\n");
    t.text = "";
    assert_ok(tt_ingest_files(s, paths, 3, NULL, tell, &t, ERR));
    assert_string_equal(t.text, "0.csv payment csv known 0=0+0+0\n1.csv payment csv 2=1+1+0\n"
                                "2.csv payment csv 1=1+0+0\n");
    tt_store_close(s);
}

static tt_status tell_sums(void *ctx, const tt_ingest_report *r, tt_err *err)
{
    struct told *t = ctx;
    TT_UNUSED(err);
    for (size_t i = 0; i < r->sums.sum.n; i++) {
        char ccy[4];
        tt_ccy_text(r->sums.sum.v[i].ccy, ccy);
        t->text =
            tt_arena_printf(t->a, "%s%s %s %d %lld; ", t->text, tt_kind_text(r->sums.sum.v[i].kind),
                            ccy, (int)r->sums.sum.v[i].n, (long long)r->sums.sum.v[i].minor);
    }
    t->text = tt_arena_printf(t->a, "%s%d days", t->text, (int)(r->sums.last - r->sums.first));
    return TT_OK;
}

/* A payment of two rows counts once; a duplicate row does not; JPY has no decimals. */
static void sums_are_told(void **state)
{
    tt_arena *a = *state;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    struct told t = {a, ""};
    const char *text =
        "payment_id,value_date,payer_name,payee_name,amount,currency,invoice_number\n"
        "P1,2024-01-02,Ada,Bob,10.50,USD,I1\n"
        "P1,2024-01-02,Ada,Bob,10.50,USD,I2\n"
        "P2,2024-01-12,Ada,Bob,1,USD,\n"
        "P2,2024-01-12,Ada,Bob,1,USD,\n"
        "P3,2024-01-01,Ada,Bob,500,JPY,\n"
        "P4,never,Ada,Bob,9,USD,\n";
    FILE *f = fopen(named("sums.csv"), "wb");
    tt_str path = tt_str_of(test_file[test_files - 1].path);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
    assert_ok(tt_ingest_files(s, &path, 1, NULL, tell_sums, &t, ERR));
    assert_string_equal(t.text, "payment JPY 1 500; payment USD 2 1150; 11 days");
    tt_store_close(s);
}

/* A PDF with these attachments, each with its text. */
static const char *
pdf(tt_arena *a, const char *file, const char *const names[2], const char *const texts[2])
{
    size_t at[8];
    const char *p = "%PDF-1.7\n";
    const char *objects[7] = {
        tt_arena_printf(a,
                        "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [ "
                        "(%s) 4 0 R (%s) 6 0 R ] >> >> >>",
                        names[0], names[1]),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"};
    for (int i = 0; i < 2; i++) {
        objects[3 + 2 * i] =
            tt_arena_printf(a, "<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>",
                            names[i], names[i], 5 + 2 * i);
        objects[4 + 2 * i] =
            tt_arena_printf(a, "<< /Type /EmbeddedFile /Length %zu >>\nstream\n%s\nendstream",
                            strlen(texts[i]), texts[i]);
    }
    for (int i = 0; i < 7; i++) {
        at[i] = strlen(p);
        p = tt_arena_printf(a, "%s%d 0 obj\n%s\nendobj\n", p, i + 1, objects[i]);
    }
    at[7] = strlen(p);
    p = tt_arena_printf(a, "%sxref\n0 8\n0000000000 65535 f \n", p);
    for (int i = 0; i < 7; i++)
        p = tt_arena_printf(a, "%s%010zu 00000 n \n", p, at[i]);
    p = tt_arena_printf(a, "%strailer << /Size 8 /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", p,
                        at[7]);
    FILE *f = fopen(named(file), "wb");
    assert_int_equal(fwrite(p, 1, strlen(p), f), strlen(p));
    assert_int_equal(fclose(f), 0);
    return test_file[test_files - 1].path;
}

static void the_invoice_in_a_pdf_is_taken_out_by_its_name(void **state)
{
    tt_arena *a = *state;
    if (!tt_child_find("pdfdetach", a)) {
        print_message("no pdfdetach: skipped\n");
        skip();
    }
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    const char *const names[] = {"factur-x.xml", "notes.txt"}, *const other[] = {"a.xml", "b.xml"};
    tt_file f;
    assert_ok(tt_file_open("samples/read/ubl/invoice.xml", 0, &f, ERR));
    const char *const texts[] = {tt_arena_printf(a, "%.*s", TT_STR_ARG(f.bytes)), "hello"};
    tt_file_close(&f);
    assert_string_equal(load(s, a, pdf(a, "inv.pdf", names, texts), NULL),
                        "inv.pdf/factur-x.xml invoice ubl 2=2+0+0\n"
                        "inv.pdf unknown pdf opened 0=0+0+0\n");
    assert_string_equal(load(s, a, pdf(a, "none.pdf", other, texts), NULL),
                        "none.pdf unknown pdf 0=0+0+0\n");
    assert_ok(tt_store_verify(s, fine, NULL, ERR));
    tt_store_close(s);
}

TT_TEST_MAIN("ingest/box", TT_TEST(each_file_of_an_archive_is_a_source_and_then_the_archive),
             TT_TEST(a_packed_file_is_named_after_its_archive),
             TT_TEST(what_is_not_safe_is_a_reject_of_the_archive), TT_TEST(a_bomb_ends_in_a_reject),
             TT_TEST(threads_never_change_a_byte), TT_TEST(a_file_that_fails_leaves_the_others),
             TT_TEST(sums_are_told), TT_TEST(the_invoice_in_a_pdf_is_taken_out_by_its_name))
