/*
 * load.c - rows of one source into the store, and the counts.
 */
#include "ingest/load.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/str.h"
#include "read/decode.h"

enum {
    RAW_MAX = 64 << 10, /* at most TT_TAPE_RAW; bytes of a flaw's raw text; the whole row is in the
                           kept bytes */
    PROGRESS_EVERY = 2048 /* calls of the sink */
};

static tt_status called(tt_load *l, uint64_t n, uint64_t line, uint64_t offset, tt_err *err)
{
    uint64_t before = l->calls / PROGRESS_EVERY;
    l->line = line;
    l->calls += n;
    if (l->calls / PROGRESS_EVERY == before)
        return TT_OK;
    tt_load_progress *p = l->progress;
    const tt_talk *talk = l->opt->talk;
    uint64_t done = p->done + TT_MIN(offset, l->source.bytes);
    if (talk && talk->rows)
        talk->rows(talk->ctx, p->rows + l->calls);
    return tt_progress(talk, "ingest", done, TT_MAX(p->total, done), err);
}

static tt_status add_ready(tt_load *l, tt_ready *rows, tt_err *err)
{
    bool duplicate[TT_BATCH_ROWS];
    size_t n = tt_batch_count(rows->batch);
    uint64_t offset, line = tt_batch_last_line(rows->batch, &offset);
    TT_TRY(called(l, n, line, offset, err));
    TT_TRY(tt_store_batch_add(l->s, l->rowid, rows->batch, duplicate, err));
    for (size_t i = 0; i < n; i++) {
        l->report.n_duplicate += duplicate[i];
        l->report.n_loaded += !duplicate[i];
        if (!duplicate[i] && !tt_sums_add(&l->report.sums, &rows->part[i]))
            return tt_fail(err, TT_ENOMEM, "no room for the sums");
    }
    return TT_OK;
}

tt_status tt_load_ready(tt_load *l, tt_ready *rows, tt_err *err)
{
    tt_status st = rows->batch ? add_ready(l, rows, err) : TT_OK;
    tt_ready_release(rows);
    return st;
}

static tt_status settle(tt_load *l, tt_err *err)
{
    TT_TRY(tt_ready_end(&l->ready, l->tools->batcher, err));
    return tt_load_ready(l, &l->ready, err);
}

static tt_status on_record(void *ctx, const tt_record *r, tt_err *err)
{
    tt_load *l = ctx;
    if (tt_ready_is_over(&l->ready, r))
        TT_TRY(settle(l, err));
    l->line = r->line;
    return tt_ready_add(&l->ready, &l->tools->batcher, r, err);
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
    tt_load *l = ctx;
    tt_flaw kept = *f;
    tt_arena a;
    TT_TRY(called(l, 1, f->line, f->offset, err));
    if (f->lost == TT_LOST_RECORD && l->opt->strict)
        return tt_fail(err, TT_EREJECTS, "%s%s%s", f->reason, f->field ? ": " : "",
                       f->field ? f->field : "");
    tt_arena_init(&a, 0);
    tt_status st = presentable(f->raw, &a, &kept.raw, err);
    if (st == TT_OK)
        st = tt_store_flaw_add(l->s, l->rowid, &kept, err);
    tt_arena_release(&a);
    if (f->lost == TT_LOST_RECORD)
        l->report.n_rejected++;
    else
        l->report.n_flaws++;
    return st;
}

static tt_status on_column(void *ctx, tt_str name, tt_err *err)
{
    tt_load *l = ctx;
    return tt_store_unknown_column_add(l->s, l->rowid, name, err);
}

static tt_status on_chunk(void *ctx, int64_t n, tt_str packed, tt_err *err)
{
    tt_load *l = ctx;
    if (packed.p)
        return tt_store_chunk_add(l->s, l->rowid, n, packed, err);
    TT_TRY(tt_input_pack(l->in, (uint64_t)n, &l->tools->packer, &l->packed, err));
    tt_file_done(&l->in->view, (size_t)(n * TT_STORE_CHUNK), (size_t)((n + 1) * TT_STORE_CHUNK));
    return tt_store_chunk_add(l->s, l->rowid, n, tt_buf_str(&l->packed), err);
}

tt_feed tt_load_feed(tt_load *l)
{
    return (tt_feed){{l, on_record, on_flaw, on_column}, on_chunk, NULL};
}

tt_status
tt_load_begin(tt_load *l, tt_store *s, const tt_ingest_options *opt, tt_load_progress *progress,
              tt_tools *tools, const tt_input *in, tt_err *err)
{
    TT_ASSERT(in->hashed);
    *l = (tt_load){
        .s = s, .opt = opt, .progress = progress, .in = in, .tools = tools, .source = in->source};
    tt_buf_init(&l->packed, 0);
    l->report = (tt_ingest_report){
        .name = in->source.name,
        .kind = in->source.kind,
        .format = in->source.format,
        .recognised = in->reader != NULL,
        .bytes = in->source.bytes,
    };
    tt_sums_init(&l->report.sums);
    TT_TRY(tt_store_source_find(s, &in->source, &l->rowid, err));
    l->report.known = l->rowid != 0;
    if (l->report.known)
        return tt_store_source_name(s, l->rowid, in->source.name, err);
    return tt_store_source_add(s, &in->source, &l->rowid, err);
}

static void add_count(tt_buf *b, const char *what, uint64_t n)
{
    char text[TT_NUM_TEXT];
    tt_buf_add_z(b, what);
    tt_buf_add(b, (tt_str){text, tt_u64_text(n, text)});
}

/* By hand: there may be many small files, and printf is slow. */
static tt_status audit(tt_load *l, tt_err *err)
{
    const tt_ingest_report *r = &l->report;
    char sha[2 * sizeof l->source.sha.b + 1];
    tt_buf b;
    tt_hex(l->source.sha.b, sizeof l->source.sha.b, sha);
    tt_buf_init(&b, 0);
    tt_buf_add_z(&b, "sha256 ");
    tt_buf_add_z(&b, sha);
    tt_buf_add_z(&b, " kind ");
    tt_buf_add_z(&b, tt_kind_text(r->kind));
    tt_buf_add_z(&b, " format ");
    tt_buf_add_z(&b, r->format);
    add_count(&b, " read ", r->n_read);
    add_count(&b, " loaded ", r->n_loaded);
    add_count(&b, " rejected ", r->n_rejected);
    add_count(&b, " duplicate ", r->n_duplicate);
    tt_status st = tt_buf_status(&b, err);
    if (st == TT_OK)
        st = tt_store_audit_add(l->s, "ingest", tt_buf_str(&b), err);
    tt_buf_release(&b);
    return st;
}

tt_status tt_load_end(tt_load *l, uint64_t n_rows, tt_err *err)
{
    tt_ingest_report *r = &l->report;
    r->n_read = n_rows;
    TT_TRY(settle(l, err));
    TT_ASSERT(r->n_read == r->n_loaded + r->n_rejected + r->n_duplicate);
    if (r->n_read != r->n_loaded + r->n_rejected + r->n_duplicate)
        return tt_fail(err, TT_EINTERNAL, "rows read are not those loaded, rejected and duplicate");
    if (!tt_sums_sort(&r->sums))
        return tt_fail(err, TT_ENOMEM, "no room for the sums");
    TT_TRY(tt_store_source_done(l->s, l->rowid, r->n_read, r->n_loaded, r->n_rejected,
                                r->n_duplicate, err));
    return audit(l, err);
}

void tt_load_release(tt_load *l)
{
    tt_ready_release(&l->ready);
    tt_buf_release(&l->packed);
    tt_sums_release(&l->report.sums);
}
