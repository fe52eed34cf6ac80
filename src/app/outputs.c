/*
 * outputs.c - the files that `run` writes beside the case: made, and made again to compare.
 */
#include "app/case_impl.h"

#include "base/file.h"
#include "base/str.h"
#include "tradetrace/export.h"
#include "tradetrace/ingest.h"
#include "tradetrace/report.h"

static tt_status
write_rejects(tt_case *c, const char *format, const char *path, tt_sha256 *sha, tt_err *err)
{
    uint64_t n = 0;
    TT_UNUSED(format);
    return tt_case_rejects_sha(c, path, &n, sha, err);
}

static tt_status
write_network(tt_case *c, const char *format, const char *path, tt_sha256 *sha, tt_err *err)
{
    return tt_case_export_sha(c, format, path, NULL, sha, err);
}

static const struct output {
    const char *file, *format;
    tt_status (*write)(tt_case *c, const char *format, const char *path, tt_sha256 *sha,
                       tt_err *err);
} outputs[] = {
    {"report.json", "json", tt_case_report_sha},
    {"report.html", "html", tt_case_report_sha},
    {"network.graphml", "graphml", write_network},
    {"network.gexf", "gexf", write_network},
    {"rejects.csv", "", write_rejects},
};

static const char NOWHERE[] = "/dev/null";

static tt_status
path_of(tt_arena *a, const char *folder, const char *file, const char **out, tt_err *err)
{
    *out = tt_arena_printf(a, "%s/%s", folder, file);
    return *out ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a path");
}

TT_PUBLIC tt_status tt_case_write_outputs(tt_case *c, const char *folder, tt_err *err)
{
    tt_arena a;
    tt_status st = TT_OK;
    tt_arena_init(&a, 0);
    for (size_t i = 0; st == TT_OK && i < TT_LEN(outputs); i++) {
        const char *path = NULL;
        st = path_of(&a, folder, outputs[i].file, &path, err);
        if (st == TT_OK)
            st = outputs[i].write(c, outputs[i].format, path, NULL, err);
    }
    tt_arena_release(&a);
    return st;
}

static tt_status hash_file(const char *path, bool *there, tt_sha256 *out, tt_err *err)
{
    tt_file f;
    *there = tt_file_exists(path);
    if (!*there)
        return TT_OK;
    TT_TRY(tt_file_open(path, 0, &f, err));
    tt_status st = tt_sha256_of(f.bytes, out, err);
    tt_file_close(&f);
    return st;
}

/* Made a second time into nowhere: only its hash counts. */
static tt_status compare(tt_case *c, const struct output *o, const char *folder, tt_arena *a,
                         tt_check *check, tt_err *err)
{
    const char *path = NULL;
    bool there = false;
    tt_sha256 was = {{0}}, is = {{0}};
    char hex[65];

    TT_TRY(path_of(a, folder, o->file, &path, err));
    TT_TRY(hash_file(path, &there, &was, err));
    TT_TRY(o->write(c, o->format, NOWHERE, &is, err));
    tt_hex(is.b, sizeof(is.b), hex);
    check->what = o->file;
    check->ok = there && memcmp(was.b, is.b, sizeof(is.b)) == 0;
    check->detail = !there      ? "the file is not there"
                    : check->ok ? tt_arena_printf(a, "sha256 %s", hex)
                                : "the file differs from what the case gives";
    return check->detail ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a check");
}

TT_PUBLIC tt_status tt_case_verify_outputs(tt_case *c, const char *folder,
                                           tt_status (*fn)(void *ctx, const tt_check *check,
                                                           tt_err *err),
                                           void *ctx, tt_err *err)
{
    tt_arena a;
    size_t n_bad = 0;
    tt_status st = TT_OK;
    tt_arena_init(&a, 0);
    for (size_t i = 0; st == TT_OK && i < TT_LEN(outputs); i++) {
        tt_check check = {0};
        st = compare(c, &outputs[i], folder, &a, &check, err);
        if (st == TT_OK) {
            n_bad += check.ok ? 0 : 1;
            st = fn(ctx, &check, err);
        }
    }
    tt_arena_release(&a);
    if (st == TT_OK && n_bad)
        return tt_fail(err, TT_EINTEGRITY, "%zu outputs differ from the case", n_bad);
    return st;
}
