/*
 * ingest_case.c - files and folders into a case, and what was rejected out of it.
 */
#include "app/case_impl.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/str.h"
#include "ingest/ingest.h"
#include "tradetrace/ingest.h"

struct job {
    tt_case *c;
    tt_ingest_options opt;
    tt_arena *scratch;
    void (*fn)(void *ctx, const tt_ingest_result *r);
    void *ctx;
};

static tt_status read_map(const char *path, tt_arena *a, tt_mapping *out, tt_err *err)
{
    tt_file f;
    if (!tt_file_exists(path))
        return tt_fail(err, TT_ENOTFOUND, "no such file: '%s'", path);
    TT_TRY(tt_file_open(path, 1u << 20, &f, err));
    tt_status st = tt_mapping_parse(f.bytes, a, out, err);
    tt_file_close(&f);
    return st;
}

static tt_status options_of(tt_case *c, const tt_ingest_spec *spec, tt_arena *a, tt_mapping *map,
                            tt_ingest_options *out, tt_err *err)
{
    *out = (tt_ingest_options){.talk = &c->talk};
    if (!spec)
        return TT_OK;
    if (spec->kind) {
        out->kind = tt_kind_find(tt_str_of(spec->kind));
        if (out->kind == TT_KIND_NONE)
            return tt_fail(err, TT_EUSAGE, "unknown record kind '%s': see 'tradetrace schema'",
                           spec->kind);
    }
    if (spec->format && !tt_reader_find(tt_str_of(spec->format)))
        return tt_fail(err, TT_EUSAGE, "unknown input format '%s'", spec->format);
    out->format = spec->format;
    out->strict = spec->strict != 0;
    if (spec->map_path) {
        TT_TRY(read_map(spec->map_path, a, map, err));
        out->map = map;
    }
    return TT_OK;
}

static tt_status ingest_one(struct job *j, const char *path, tt_err *err)
{
    tt_ingest_report r;
    TT_TRY(tt_ingest_file(j->c->store, path, &j->opt, j->scratch, &r, err));
    if (!j->fn)
        return TT_OK;
    const char *name = tt_arena_printf(j->scratch, "%.*s", TT_STR_ARG(r.name));
    if (!name)
        return tt_fail(err, TT_ENOMEM, "no room for a file name");
    tt_ingest_result res = {
        .file = name,
        .kind = tt_kind_text(r.kind),
        .format = r.format ? r.format : "unknown",
        .known = r.known,
        .n_read = r.n_read,
        .n_loaded = r.n_loaded,
        .n_rejected = r.n_rejected,
        .n_duplicate = r.n_duplicate,
        .n_flaws = r.n_flaws,
    };
    j->fn(j->ctx, &res);
    return TT_OK;
}

/* A folder may explain itself.  Named or found, in any order: the outcome is the same. */
static bool is_readme(tt_str name)
{
    return tt_str_is_nocase(name, "README.md") || tt_str_is_nocase(name, "README.txt") ||
           tt_str_is_nocase(name, "README");
}

static tt_status ingest_all(struct job *j, const char *path, tt_arena *a, tt_err *err)
{
    tt_str_vec files = {0};
    tt_status st = TT_OK;

    if (tt_str_is(tt_str_of(path), "-"))
        return ingest_one(j, path, err);
    if (!tt_file_exists(path))
        return tt_fail(err, TT_ENOTFOUND, "no such file or folder: '%s'", path);
    st = tt_file_walk(path, a, &files, err);
    for (size_t i = 0; st == TT_OK && i < files.n; i++) {
        tt_str name = tt_file_basename(files.v[i].p);
        if (is_readme(name)) {
            tt_log(&j->c->talk, TT_LOG_INFO, "ingest", "'%.*s' explains the folder: not read",
                   TT_STR_ARG(name));
            continue;
        }
        st = tt_progress(&j->c->talk, "ingest", i, files.n, err);
        if (st == TT_OK)
            st = ingest_one(j, files.v[i].p, err);
        tt_arena_reset(j->scratch);
    }
    tt_vec_release(&files);
    return st;
}

TT_PUBLIC tt_status tt_case_ingest(tt_case *c, const char *path, const tt_ingest_spec *spec,
                                   void (*fn)(void *ctx, const tt_ingest_result *r), void *ctx,
                                   tt_err *err)
{
    tt_arena a, scratch;
    tt_mapping map;
    struct job j = {.c = c, .scratch = &scratch, .fn = fn, .ctx = ctx};

    tt_case_forget(c);
    tt_arena_init(&a, 0);
    tt_arena_init(&scratch, 0);
    tt_status st = options_of(c, spec, &a, &map, &j.opt, err);
    if (st == TT_OK)
        st = ingest_all(&j, path, &a, err);
    tt_arena_release(&scratch);
    tt_arena_release(&a);
    return st;
}

/* --- rejects.csv --- */

struct rejects {
    tt_buf row;
    tt_file_out *out;
    uint64_t n;
};

static void add_number(tt_buf *b, uint64_t v)
{
    char text[TT_NUM_TEXT];
    if (v)
        tt_buf_add(b, (tt_str){text, tt_u64_text(v, text)});
    tt_buf_add_c(b, ',');
}

static tt_status add_reject(void *ctx, const tt_reject *r, tt_err *err)
{
    struct rejects *w = ctx;
    tt_buf_reset(&w->row);
    tt_csv_add_field(&w->row, r->file, true);
    tt_buf_add_c(&w->row, ',');
    add_number(&w->row, r->line);
    add_number(&w->row, r->column);
    tt_csv_add_field(&w->row, r->field, true);
    tt_buf_add_c(&w->row, ',');
    tt_csv_add_field(&w->row, r->reason, true);
    tt_buf_add_c(&w->row, ',');
    tt_csv_add_field(&w->row, r->raw, true);
    tt_buf_add_z(&w->row, "\r\n");
    w->n++;
    TT_TRY(tt_buf_status(&w->row, err));
    return tt_file_out_write(w->out, tt_buf_str(&w->row), err);
}

tt_status
tt_case_rejects_sha(tt_case *c, const char *path, uint64_t *n_rejects, tt_sha256 *sha, tt_err *err)
{
    struct rejects w = {0};
    TT_TRY(tt_file_out_open(path, &w.out, err));
    tt_buf_init(&w.row, 0);
    tt_status st = tt_file_out_write(w.out, TT_STR("file,line,column,field,reason,raw\r\n"), err);
    if (st == TT_OK)
        st = tt_store_each_reject(c->store, add_reject, &w, err);
    tt_buf_release(&w.row);
    if (st != TT_OK) {
        tt_file_out_abort(w.out);
        return st;
    }
    *n_rejects = w.n;
    return tt_file_out_commit(w.out, sha, err);
}

TT_PUBLIC tt_status tt_case_rejects(tt_case *c, const char *path, uint64_t *n_rejects, tt_err *err)
{
    return tt_case_rejects_sha(c, path, n_rejects, NULL, err);
}
