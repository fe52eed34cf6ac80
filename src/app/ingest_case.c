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
    tt_str_vec files;
    tt_arena scratch; /* of one result */
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
    *out = (tt_ingest_options){.talk = &c->talk, .threads = c->threads, .temp_folder = c->folder.p};
    if (!spec)
        return TT_OK;
    if (spec->kind) {
        out->kind = tt_kind_find(tt_str_of(spec->kind));
        if (out->kind == TT_KIND_NONE)
            return tt_fail(err, TT_EUSAGE, "unknown record kind '%s': see 'tradetrace schema'",
                           spec->kind);
    }
    if (spec->format && !tt_reader_find(tt_str_of(spec->format)))
        return tt_fail(err, TT_EUSAGE,
                       "unknown input format '%s': see 'tradetrace ingest --format list'",
                       spec->format);
    out->format = spec->format;
    out->strict = spec->strict != 0;
    out->max_file_bytes = spec->max_bytes;
    if (spec->map_path) {
        TT_TRY(read_map(spec->map_path, a, map, err));
        out->map = map;
    }
    return TT_OK;
}

/* --- results --- */

static const char *text_of(tt_arena *a, const char *p, size_t n)
{
    return tt_arena_str(a, (tt_str){p, n}).p;
}

static const char *date_of(tt_arena *a, tt_date day)
{
    char text[TT_NUM_TEXT];
    return day == TT_NO_DATE ? "" : text_of(a, text, tt_date_text(day, text));
}

static tt_status sums_of(struct job *j, const tt_sums *from, tt_ingest_result *out, tt_err *err)
{
    char text[TT_NUM_TEXT], code[4];
    tt_ingest_sum *sums = tt_new_n(&j->scratch, tt_ingest_sum, from->sum.n);
    bool fine = sums != NULL;
    for (size_t i = 0; fine && i < from->sum.n; i++) {
        const tt_sum *s = &from->sum.v[i];
        size_t len = 0;
        if (s->minor != TT_NO_NUM)
            len = tt_dec_text_fixed(s->minor, tt_ccy_exponent(s->ccy), text);
        tt_ccy_text(s->ccy, code);
        sums[i].kind = tt_kind_text(s->kind);
        sums[i].n = s->n;
        sums[i].currency = text_of(&j->scratch, code, strlen(code));
        sums[i].amount = text_of(&j->scratch, text, len);
        fine = sums[i].currency && sums[i].amount;
    }
    out->sums = sums;
    out->n_sums = from->sum.n;
    out->from = date_of(&j->scratch, from->first);
    out->to = date_of(&j->scratch, from->last);
    fine = fine && out->from && out->to;
    return fine ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the sums of a file");
}

static tt_status tell(void *ctx, const tt_ingest_report *r, tt_err *err)
{
    struct job *j = ctx;
    tt_ingest_result res = {
        .file = text_of(&j->scratch, r->name.p, r->name.n),
        .kind = tt_kind_text(r->kind),
        .format = r->format ? r->format : "unknown",
        .known = r->known,
        .opened = r->opened,
        .n_bytes = r->bytes,
        .n_read = r->n_read,
        .n_loaded = r->n_loaded,
        .n_rejected = r->n_rejected,
        .n_duplicate = r->n_duplicate,
        .n_flaws = r->n_flaws,
    };
    if (!res.file)
        return tt_fail(err, TT_ENOMEM, "no room for a file name");
    TT_TRY(sums_of(j, &r->sums, &res, err));
    j->fn(j->ctx, &res);
    tt_arena_reset(&j->scratch);
    return TT_OK;
}

/* --- files --- */

/* A folder may explain itself.  Named or found, in any order: the outcome is the same. */
static bool is_readme(tt_str name)
{
    return tt_str_is_nocase(name, "README.md") || tt_str_is_nocase(name, "README.txt") ||
           tt_str_is_nocase(name, "README");
}

static tt_status add_files(struct job *j, const char *path, tt_arena *a, tt_err *err)
{
    tt_str_vec found = {0};
    if (tt_str_is(tt_str_of(path), "-")) {
        bool fine = tt_vec_push(&j->files, TT_STR("-"));
        return fine ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a list of files");
    }
    if (!tt_file_exists(path))
        return tt_fail(err, TT_ENOTFOUND, "no such file or folder: '%s'", path);
    tt_status st = tt_file_walk(path, a, &found, err);
    for (size_t i = 0; st == TT_OK && i < found.n; i++) {
        tt_str name = tt_file_basename(found.v[i].p);
        if (is_readme(name))
            tt_log(&j->c->talk, TT_LOG_INFO, "ingest", "'%.*s' explains the folder: not read",
                   TT_STR_ARG(name));
        else if (!tt_vec_push(&j->files, found.v[i]))
            st = tt_fail(err, TT_ENOMEM, "no room for a list of files");
    }
    tt_vec_release(&found);
    return st;
}

TT_PUBLIC tt_status tt_case_ingest_all(tt_case *c, const char *const *paths, size_t n,
                                       const tt_ingest_spec *spec,
                                       void (*fn)(void *ctx, const tt_ingest_result *r), void *ctx,
                                       tt_err *err)
{
    tt_arena a;
    tt_mapping map;
    struct job j = {.c = c, .fn = fn, .ctx = ctx};

    tt_case_forget(c);
    tt_arena_init(&a, 0);
    tt_arena_init(&j.scratch, 0);
    tt_status st = options_of(c, spec, &a, &map, &j.opt, err);
    for (size_t i = 0; st == TT_OK && i < n; i++)
        st = add_files(&j, paths[i], &a, err);
    if (st == TT_OK)
        st = tt_ingest_files(c->store, j.files.v, j.files.n, &j.opt, fn ? tell : NULL, &j, err);
    tt_vec_release(&j.files);
    tt_arena_release(&j.scratch);
    tt_arena_release(&a);
    return st;
}

TT_PUBLIC tt_status tt_case_ingest(tt_case *c, const char *path, const tt_ingest_spec *spec,
                                   void (*fn)(void *ctx, const tt_ingest_result *r), void *ctx,
                                   tt_err *err)
{
    return tt_case_ingest_all(c, &path, 1, spec, fn, ctx, err);
}

TT_PUBLIC void
tt_readers_each(void (*fn)(void *ctx, const char *id, const char *title, const char *extensions),
                void *ctx)
{
    size_t n;
    const tt_reader *const *readers = tt_readers(&n);
    for (size_t i = 0; i < n; i++)
        fn(ctx, readers[i]->id, readers[i]->title, readers[i]->extensions);
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
