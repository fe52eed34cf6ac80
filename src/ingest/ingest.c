/*
 * ingest.c - one file into the case, wholly or not at all.
 *
 * The only place that joins a reader and the store.  What a row means is the reader's business,
 * what a duplicate is the store's; here are the transaction, the counts, and files that nobody
 * recognises.
 */
#include "ingest/ingest.h"

#include "base/file.h"
#include "base/str.h"
#include "base/unicode.h"
#include "ingest/sniff.h"
#include "read/decode.h"

enum {
    RAW_MAX = 64 << 10,    /* bytes of a flaw's raw text; the whole row is in the kept bytes */
    PROGRESS_EVERY = 2048, /* calls of the sink */
    SURE = 30              /* of a reader that recognised more than "it is text" */
};

struct job {
    tt_store *s;
    const tt_ingest_options *opt;
    tt_ingest_report *report;
    const tt_reader *reader; /* NULL: not recognised */
    tt_str bytes, text;      /* as in the file, and decoded */
    uint64_t n_bad;          /* sequences that could not be decoded */
    tt_arena decoded, scratch;
    tt_source_in source;
    int64_t rowid;
    uint64_t line, calls; /* where the reader is */
    uint64_t n_rows;      /* as the reader counted them */
};

/* --- the sink --- */

static tt_status called(struct job *j, uint64_t line, uint64_t offset, tt_err *err)
{
    j->line = line;
    if (++j->calls % PROGRESS_EVERY != 0)
        return TT_OK;
    return tt_progress(j->opt->talk, "ingest", offset, j->text.n, err);
}

static tt_status on_record(void *ctx, const tt_record *r, tt_err *err)
{
    struct job *j = ctx;
    bool duplicate = false;
    TT_TRY(called(j, r->line, r->offset, err));
    TT_TRY(tt_store_record_add(j->s, j->rowid, r, &duplicate, err));
    if (duplicate)
        j->report->n_duplicate++;
    else
        j->report->n_loaded++;
    return TT_OK;
}

/* Text that any client of the case file can show, and not endless. */
static tt_status presentable(tt_str raw, tt_arena *a, tt_str *out, tt_err *err)
{
    tt_text_flaws flaws = {false, false};
    tt_str s = tt_str_sub(raw, 0, RAW_MAX);
    *out = s;
    if (raw.n <= RAW_MAX && tt_text_is_clean(s))
        return TT_OK;
    s = tt_text_clean(s, a, &flaws);
    if (s.p && raw.n > RAW_MAX) {
        const char *cut = tt_arena_printf(a, "%.*s ... (%zu bytes)", TT_STR_ARG(s), raw.n);
        s = tt_str_of(cut);
    }
    *out = s;
    return s.p ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the text of a flaw");
}

static tt_status on_flaw(void *ctx, const tt_flaw *f, tt_err *err)
{
    struct job *j = ctx;
    tt_flaw kept = *f;
    tt_arena a;
    TT_TRY(called(j, f->line, f->offset, err));
    if (f->lost == TT_LOST_RECORD && j->opt->strict)
        return tt_fail(err, TT_EREJECTS, "%s%s%s", f->reason, f->field ? ": " : "",
                       f->field ? f->field : "");
    tt_arena_init(&a, 0);
    tt_status st = presentable(f->raw, &a, &kept.raw, err);
    if (st == TT_OK)
        st = tt_store_flaw_add(j->s, j->rowid, &kept, err);
    tt_arena_release(&a);
    if (f->lost == TT_LOST_RECORD)
        j->report->n_rejected++;
    else
        j->report->n_flaws++;
    return st;
}

static tt_status on_column(void *ctx, tt_str name, tt_err *err)
{
    struct job *j = ctx;
    return tt_store_unknown_column_add(j->s, j->rowid, name, err);
}

/* --- what the file is --- */

static tt_status decode(struct job *j, tt_err *err)
{
    const tt_mapping *map = j->opt->map;
    const char *encoding = map && map->encoding.n ? map->encoding.p : tt_sniff_encoding(j->bytes);
    j->source.encoding = "UTF-8";
    j->text = j->bytes;
    if (!encoding || tt_str_is_nocase(tt_str_of(encoding), "UTF-8"))
        return TT_OK;
    j->source.encoding = encoding;
    return tt_unicode_decode(j->bytes, encoding, &j->decoded, &j->text, &j->n_bad, err);
}

static void recognise(struct job *j)
{
    const tt_mapping *map = j->opt->map;
    const tt_reader *tied = NULL;
    int sure = 0;
    tt_str format = j->opt->format ? tt_str_of(j->opt->format) : map ? map->format : TT_STR("");
    j->reader = format.n ? tt_reader_find(format) : tt_sniff_reader(j->text, &sure, &tied);
    if (tied)
        tt_log(j->opt->talk, TT_LOG_WARN, "ingest",
               "'%.*s' could be two formats, one is %s: name it", TT_STR_ARG(j->source.name),
               tied->id);
    /* Any text could be CSV with one column: that is no format to name. */
    bool named = format.n > 0 || sure >= SURE;
    j->source.format = j->reader && named ? j->reader->id : "unknown";
    j->source.kind = TT_KIND_NONE;
    if (j->reader)
        j->source.kind = j->opt->kind ? j->opt->kind : j->reader->kind(j->text, map);
    if (j->source.kind == TT_KIND_NONE)
        j->reader = NULL;
}

/* Everything but the bytes that decides how they are read; zero when all of it is default. */
static tt_status reading_hash(const tt_ingest_options *opt, tt_hash *out, tt_err *err)
{
    static const tt_hash none;
    tt_hasher h;
    *out = none;
    if (!opt->map && !opt->kind && !opt->format && !opt->limits.field_bytes &&
        !opt->limits.row_bytes)
        return TT_OK;
    TT_TRY(tt_hasher_init(&h, err));
    tt_hasher_add(&h, opt->map ? opt->map->sha.b : none.b, sizeof none.b);
    tt_hasher_add_i64(&h, (int64_t)opt->kind);
    tt_hasher_add_str(&h, tt_str_of(opt->format));
    tt_hasher_add_i64(&h, (int64_t)opt->limits.field_bytes);
    tt_hasher_add_i64(&h, (int64_t)opt->limits.row_bytes);
    *out = tt_hasher_final_hash(&h);
    bool failed = h.failed;
    tt_hasher_release(&h);
    return failed ? tt_fail(err, TT_ENOMEM, "no room for a hash") : TT_OK;
}

static tt_status describe(struct job *j, const char *path, tt_arena *a, tt_err *err)
{
    tt_text_flaws flaws = {false, false};
    j->source.name = tt_text_clean(tt_file_basename(path), a, &flaws);
    if (!j->source.name.p)
        return tt_fail(err, TT_ENOMEM, "no room for a name");
    j->source.bytes = j->bytes.n;
    TT_TRY(tt_sha256_of(j->bytes, &j->source.sha, err));
    TT_TRY(reading_hash(j->opt, &j->source.map, err));
    TT_TRY(decode(j, err));
    recognise(j);
    *j->report = (tt_ingest_report){
        .name = j->source.name,
        .kind = j->source.kind,
        .format = j->source.format,
        .recognised = j->reader != NULL,
    };
    return TT_OK;
}

/* --- loading --- */

static tt_status read_rows(struct job *j, tt_err *err)
{
    tt_sink sink = {j, on_record, on_flaw, on_column};
    tt_read_in in = {
        .bytes = j->text,
        .kind = j->source.kind,
        .forced = j->opt->kind != TT_KIND_NONE,
        .map = j->opt->map,
        .limits = j->opt->limits,
        .scratch = &j->scratch,
        .talk = j->opt->talk,
        .n_rows = &j->n_rows,
    };
    if (j->n_bad > 0) {
        char text[TT_NUM_TEXT];
        tt_flaw f = {.lost = TT_NOTED, .reason = tt_reason_text(TT_REASON_ENCODING), .line = 1};
        f.raw = (tt_str){text, tt_u64_text(j->n_bad, text)};
        TT_TRY(on_flaw(j, &f, err));
    }
    return j->reader->read(&in, &sink, err);
}

static tt_status audit(struct job *j, tt_err *err)
{
    const tt_ingest_report *r = j->report;
    char sha[2 * sizeof j->source.sha.b + 1];
    tt_hex(j->source.sha.b, sizeof j->source.sha.b, sha);
    tt_arena a;
    tt_arena_init(&a, 0);
    const char *detail = tt_arena_printf(
        &a, "sha256 %s kind %s format %s read %llu loaded %llu rejected %llu duplicate %llu", sha,
        tt_kind_text(r->kind), r->format, (unsigned long long)r->n_read,
        (unsigned long long)r->n_loaded, (unsigned long long)r->n_rejected,
        (unsigned long long)r->n_duplicate);
    tt_status st = detail ? tt_store_audit_add(j->s, "ingest", tt_str_of(detail), err)
                          : tt_fail(err, TT_ENOMEM, "no room for an audit entry");
    tt_arena_release(&a);
    return st;
}

/* Inside the transaction. */
static tt_status load(struct job *j, tt_err *err)
{
    tt_ingest_report *r = j->report;
    TT_TRY(tt_store_source_add(j->s, &j->source, &j->rowid, err));
    if (j->reader || j->bytes.n <= TT_STORE_KEEP_UNKNOWN)
        TT_TRY(tt_store_bytes_add(j->s, j->rowid, j->bytes, err));
    if (j->reader)
        TT_TRY(read_rows(j, err));
    r->n_read = j->n_rows;
    TT_ASSERT(r->n_read == r->n_loaded + r->n_rejected + r->n_duplicate);
    if (r->n_read != r->n_loaded + r->n_rejected + r->n_duplicate)
        return tt_fail(err, TT_EINTERNAL, "rows read are not those loaded, rejected and duplicate");
    TT_TRY(tt_store_source_done(j->s, j->rowid, r->n_read, r->n_loaded, r->n_rejected,
                                r->n_duplicate, err));
    TT_TRY(audit(j, err));
    TT_TRY(tt_progress(j->opt->talk, "ingest", j->text.n, j->text.n, err));
    return tt_store_commit(j->s, err);
}

static tt_status known_again(struct job *j, int64_t rowid, tt_err *err)
{
    j->report->known = true;
    TT_TRY(tt_store_source_name(j->s, rowid, j->source.name, err));
    return tt_store_commit(j->s, err);
}

static tt_status ingest(struct job *j, const char *path, tt_arena *a, tt_err *err)
{
    int64_t rowid = 0;
    TT_TRY(describe(j, path, a, err));
    TT_TRY(tt_store_begin(j->s, err));
    tt_status st = tt_store_source_find(j->s, &j->source, &rowid, err);
    if (st == TT_OK)
        st = rowid ? known_again(j, rowid, err) : load(j, err);
    if (st != TT_OK)
        tt_store_rollback(j->s);
    if (st == TT_OK && !j->reader)
        tt_log(j->opt->talk, TT_LOG_WARN, "ingest",
               "'%.*s' is not recognised: name its kind, its format or a map",
               TT_STR_ARG(j->source.name));
    return st;
}

static tt_status check_options(const tt_ingest_options *opt, tt_err *err)
{
    if (opt->format && !tt_reader_find(tt_str_of(opt->format)))
        return tt_fail(err, TT_EUSAGE, "unknown format '%s'", opt->format);
    if (opt->kind && !tt_kind_get(opt->kind))
        return tt_fail(err, TT_EUSAGE, "unknown kind");
    if (opt->map && opt->kind && opt->map->kind != opt->kind)
        return tt_fail(err, TT_EUSAGE, "the map makes %s records, not %s",
                       tt_kind_text(opt->map->kind), tt_kind_text(opt->kind));
    return TT_OK;
}

/* The place is added once, here. */
static tt_status
fail_in(const struct job *j, const char *path, tt_status st, const tt_err *e, tt_err *err)
{
    tt_str name = tt_file_basename(path);
    if (j->line > 0)
        return tt_fail(err, st, "'%.*s' line %llu: %s", TT_STR_ARG(name),
                       (unsigned long long)j->line, e->text);
    return tt_fail(err, st, "'%.*s': %s", TT_STR_ARG(name), e->text);
}

tt_status tt_ingest_file(tt_store *s, const char *path, const tt_ingest_options *opt, tt_arena *a,
                         tt_ingest_report *out, tt_err *err)
{
    static const tt_ingest_options defaults;
    tt_file file;
    tt_err e = {.code = TT_OK};
    struct job j = {.s = s, .opt = opt ? opt : &defaults, .report = out};
    *out = (tt_ingest_report){.format = "unknown"};
    TT_TRY(check_options(j.opt, err));
    TT_TRY(tt_file_open(path, j.opt->max_file_bytes, &file, err));
    j.bytes = file.bytes;
    tt_arena_init(&j.decoded, 0);
    tt_arena_init(&j.scratch, 0);
    tt_status st = ingest(&j, path, a, &e);
    tt_arena_release(&j.scratch);
    tt_arena_release(&j.decoded);
    tt_file_close(&file);
    if (st == TT_OK)
        return TT_OK;
    *out = (tt_ingest_report){.format = "unknown"};
    return fail_in(&j, path, st, &e, err);
}
