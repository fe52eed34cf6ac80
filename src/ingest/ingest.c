/*
 * ingest.c - files into the case, each wholly or not at all.
 *
 * The only place that joins readers and the store.  What a row means is the reader's business, what
 * a duplicate is the store's; here are the transactions, archives, and files that nobody
 * recognises.
 *
 * A transaction ends after so many rows, bytes or files, never after so much time: the same call
 * makes the same file.
 */
#include "ingest/ingest.h"

#include "base/file.h"
#include "base/str.h"
#include "ingest/ahead.h"
#include "ingest/box.h"

enum { GROUP_ROWS = 65536, GROUP_FILES = 1024 };
static const uint64_t group_bytes = (uint64_t)64 << 20;

TT_VEC(report_vec, tt_ingest_report);

struct run {
    tt_store *s;
    const tt_ingest_options *opt;
    tt_ingest_fn *fn;
    void *ctx;
    tt_load_progress progress;
    tt_tools tools;
    /* The open transaction. */
    bool open;
    uint64_t rows, bytes, files;
    report_vec reports; /* of its files */
    tt_arena names;
};

/* --- transactions --- */

static void forget_reports(struct run *r)
{
    for (size_t i = 0; i < r->reports.n; i++)
        tt_sums_release(&r->reports.v[i].sums);
    r->reports.n = 0;
    tt_arena_reset(&r->names);
}

static tt_status open_group(struct run *r, tt_err *err)
{
    if (r->open)
        return TT_OK;
    TT_TRY(tt_store_begin(r->s, err));
    r->open = true;
    r->rows = r->bytes = r->files = 0;
    return TT_OK;
}

static void give_up_group(struct run *r)
{
    if (r->open)
        tt_store_rollback(r->s);
    r->open = false;
    forget_reports(r);
}

static tt_status close_group(struct run *r, tt_err *err)
{
    tt_status st = TT_OK;
    if (!r->open)
        return TT_OK;
    st = tt_store_commit(r->s, err);
    if (st != TT_OK) {
        give_up_group(r);
        return st;
    }
    r->open = false;
    for (size_t i = 0; st == TT_OK && r->fn && i < r->reports.n; i++)
        st = r->fn(r->ctx, &r->reports.v[i], err);
    forget_reports(r);
    return st;
}

/* Before the file is in the case, so that nothing can fail afterwards. */
static tt_status room_for_report(struct run *r, tt_str name, tt_str *kept, tt_err *err)
{
    *kept = tt_arena_str(&r->names, name);
    if (!kept->p || !tt_vec_reserve(&r->reports, 1))
        return tt_fail(err, TT_ENOMEM, "no room for a report");
    return TT_OK;
}

/* Takes the sums of the report. */
static tt_status add_report(struct run *r, tt_str name, tt_ingest_report *report, tt_err *err)
{
    tt_ingest_report kept = *report;
    kept.name = name;
    r->reports.v[r->reports.n++] = kept; /* room_for_report */
    tt_sums_init(&report->sums);
    r->rows += report->n_read;
    r->bytes += report->bytes;
    r->files++;
    r->progress.rows += report->n_read;
    bool full = r->rows >= GROUP_ROWS || r->bytes >= group_bytes || r->files >= GROUP_FILES;
    return full ? close_group(r, err) : TT_OK;
}

/* --- one source --- */

/* Where the rows of an input come from: this thread, or the queue. */
struct rows {
    const tt_input *in;
    tt_reading_piece *piece; /* the first, taken already; NULL: from `in` itself */
    tt_reading *reading;     /* where the others are */
    size_t i;
    const tt_box *box; /* an archive or a PDF: what could not be taken out of it */
};

static tt_status feed_box(const struct rows *rows, const tt_feed *feed, uint64_t *n, tt_err *err)
{
    const tt_archive_entries *list = &rows->box->entries;
    *n = 0;
    for (size_t i = 0; i < list->n; i++) {
        const tt_archive_entry *e = &list->v[i];
        if (e->why == TT_ARCHIVE_FINE)
            continue;
        tt_flaw f = {.lost = TT_LOST_RECORD, .reason = tt_reason_text(tt_box_reason(e->why))};
        f.raw = e->name;
        ++*n;
        TT_TRY(feed->sink.flaw(feed->sink.ctx, &f, err));
    }
    return TT_OK;
}

static tt_status play(struct rows *rows, tt_load *l, uint64_t *n_rows, tt_err *err)
{
    tt_feed feed = tt_load_feed(l);
    tt_reading_piece *piece = rows->piece;
    tt_status st = TT_OK;
    while (piece) {
        tt_ahead_piece *next = NULL;
        bool last = piece->last;
        st = tt_tape_play(&piece->tape, &feed, err);
        for (size_t i = 0; i < piece->rows.n && st == TT_OK; i++)
            st = tt_load_ready(l, &piece->rows.v[i], err);
        *n_rows = piece->n_rows;
        if (piece != rows->piece)
            tt_reading_drop(&piece->p);
        if (st != TT_OK || last)
            return st;
        TT_TRY(tt_ahead_take(rows->reading->q, rows->i, &next, err));
        piece = (tt_reading_piece *)(void *)next;
    }
    return tt_fail(err, TT_EINTERNAL, "a file that was read ahead has no end");
}

static tt_status load_rows(struct run *r, struct rows *rows, tt_load *l, tt_err *err)
{
    uint64_t n = 0;
    TT_TRY(tt_load_begin(l, r->s, r->opt, &r->progress, &r->tools, rows->in, err));
    if (l->report.known)
        return TT_OK;
    tt_feed feed = tt_load_feed(l);
    if (rows->box && rows->box->holds)
        TT_TRY(feed_box(rows, &feed, &n, err));
    else if (rows->piece)
        TT_TRY(play(rows, l, &n, err));
    else
        TT_TRY(tt_input_feed(rows->in, r->opt, &r->tools, &feed, &n, err));
    return tt_load_end(l, n, err);
}

/* The place is added once, here. */
static tt_status fail_in(tt_str name, uint64_t line, tt_status st, const tt_err *e, tt_err *err)
{
    if (line > 0)
        return tt_fail(err, st, "'%.*s' line %llu: %s", TT_STR_ARG(name), (unsigned long long)line,
                       e->text);
    return tt_fail(err, st, "'%.*s': %s", TT_STR_ARG(name), e->text);
}

static void say_what_it_is(const struct run *r, const tt_input *in)
{
    const char *what = in->office    ? "is a document of an office program: save its sheet as CSV"
                       : in->archive ? "is an archive that is not opened: unpack it first"
                       : in->pdf     ? "has no invoice as XML in it"
                                     : "is not recognised: name its kind, its format or a map";
    if (in->tied)
        tt_log(r->opt->talk, TT_LOG_WARN, "ingest",
               "'%.*s' could be two formats, one is %s: name it", TT_STR_ARG(in->source.name),
               in->tied->id);
    tt_log(r->opt->talk, TT_LOG_WARN, "ingest", "'%.*s' %s", TT_STR_ARG(in->source.name), what);
}

/* A savepoint costs each page that the file touches, about twenty times the bytes of a small file.
 * When one of those fails it is the case that fails, and then the group is lost as it is when the
 * group ends so. */
static bool needs_savepoint(const struct run *r, const tt_input *in)
{
    return r->opt->strict || !tt_input_is_small(in);
}

static tt_status load_safely(struct run *r, struct rows *rows, tt_load *l, tt_err *err)
{
    bool point = needs_savepoint(r, rows->in);
    if (point)
        TT_TRY(tt_store_savepoint(r->s, err));
    tt_status st = load_rows(r, rows, l, err);
    if (st == TT_OK)
        return point ? tt_store_release(r->s, err) : TT_OK;
    if (!point || tt_store_rollback_to(r->s, NULL) != TT_OK)
        give_up_group(r);
    return st;
}

static tt_status load_source(struct run *r, struct rows *rows, tt_err *err)
{
    tt_err e = {.code = TT_OK};
    tt_load l = {.line = 0};
    tt_str name;
    TT_TRY(room_for_report(r, rows->in->source.name, &name, err));
    TT_TRY(open_group(r, err));
    tt_status st = load_safely(r, rows, &l, &e);
    l.report.opened = rows->box && rows->box->holds;
    if (st != TT_OK)
        st = fail_in(rows->in->source.name, l.line, st, &e, err);
    else
        st = add_report(r, name, &l.report, err);
    tt_load_release(&l);
    if (st == TT_OK && !rows->in->reader && !l.report.opened)
        say_what_it_is(r, rows->in);
    return st;
}

/* --- archives --- */

static tt_status
load_items(struct run *r, const tt_item *items, size_t n, bool nested, tt_err *err);

static tt_status is_known(struct run *r, const tt_input *in, bool *out, tt_err *err)
{
    int64_t rowid = 0;
    TT_TRY(open_group(r, err));
    TT_TRY(tt_store_source_find(r->s, &in->source, &rowid, err));
    *out = rowid != 0;
    return TT_OK;
}

static tt_status load_entries(struct run *r, tt_box *box, tt_err *err)
{
    size_t n = 0;
    tt_item *items = tt_new_n(&box->arena, tt_item, box->entries.n);
    if (!items)
        return tt_fail(err, TT_ENOMEM, "no room for a list of files");
    for (size_t i = 0; i < box->entries.n; i++) {
        const tt_archive_entry *e = &box->entries.v[i];
        if (e->why != TT_ARCHIVE_FINE)
            continue;
        tt_str bytes = tt_str_sub(box->bytes, (size_t)e->at, (size_t)e->n);
        items[n++] =
            (tt_item){.name = e->name, .bytes = bytes, .mapped = box->spool.map, .size = e->n};
        r->progress.total += e->n;
    }
    return load_items(r, items, n, true, err);
}

/* The files in it, and then itself: a rerun after an interruption opens it again. */
static tt_status load_box(struct run *r, const tt_input *in, tt_err *err)
{
    tt_box box = {.holds = true};
    tt_err e = {.code = TT_OK};
    bool known = false;
    TT_TRY(is_known(r, in, &known, err));
    struct rows rows = {.in = in, .box = &box};
    if (known)
        return load_source(r, &rows, err);
    tt_status st = tt_box_open(&box, in, r->opt, &e);
    if (st != TT_OK)
        st = fail_in(in->source.name, 0, st, &e, err);
    if (st == TT_OK)
        st = load_entries(r, &box, err);
    if (st == TT_OK)
        st = load_source(r, &rows, err);
    tt_box_release(&box);
    return st;
}

/* --- lists of files --- */

static tt_status load_small(struct run *r, struct rows *rows, tt_err *err)
{
    tt_reading_piece whole;
    tt_err e = {.code = TT_OK};
    bool known = false;
    TT_TRY(is_known(r, rows->in, &known, err));
    if (known)
        return load_source(r, rows, err);
    rows->piece = &whole;
    tt_status st = tt_reading_here(rows->in, r->opt, &r->tools, &whole, &e);
    st = st == TT_OK ? load_source(r, rows, err) : fail_in(rows->in->source.name, 0, st, &e, err);
    tt_reading_release(&whole);
    return st;
}

/* README files explain a folder; the caller leaves them out. */
static tt_status load_here(struct run *r, const tt_item *item, bool nested, tt_err *err)
{
    tt_input in;
    tt_err e = {.code = TT_OK};
    tt_status st = tt_item_open(item, r->opt, &r->tools, &in, &e);
    if (st == TT_OK)
        st = tt_item_describe(item, false, r->opt, &in, &e);
    struct rows rows = {.in = &in};
    if (st != TT_OK)
        st = fail_in(item->path ? tt_file_basename(item->path) : item->name, 0, st, &e, err);
    else if (tt_reading_opens(&in, nested))
        st = load_box(r, &in, err);
    else if (tt_input_is_small(&in))
        st = load_small(r, &rows, err);
    else
        st = load_source(r, &rows, err);
    tt_input_release(&in);
    return st;
}

/* The piece that says what it is.  What comes before is hashed here while that is found out. */
static tt_status take_first(tt_reading *reading, size_t i, tt_reading_piece **out, tt_err *err)
{
    tt_ahead_piece *p = NULL;
    *out = NULL;
    TT_TRY(tt_ahead_take(reading->q, i, &p, err));
    tt_reading_piece *first = (tt_reading_piece *)(void *)p;
    if (first && first->to_hash) {
        tt_status st = tt_input_hash(first->in, err);
        tt_reading_drop(p);
        TT_TRY(st);
        TT_TRY(tt_ahead_take(reading->q, i, &p, err));
    }
    *out = (tt_reading_piece *)(void *)p;
    return TT_OK;
}

static tt_status load_ahead(struct run *r, tt_reading *reading, size_t i, bool nested, tt_err *err)
{
    const tt_item *item = &reading->items[i];
    tt_reading_piece *first;
    tt_err e = {.code = TT_OK};
    tt_status st = take_first(reading, i, &first, &e);
    if (st != TT_OK)
        return fail_in(item->path ? tt_file_basename(item->path) : item->name, 0, st, &e, err);
    TT_ASSERT(first && first->in && first->in->hashed);
    struct rows rows = {.in = first->in, .reading = reading, .i = i, .piece = first};
    if (tt_reading_opens(first->in, nested))
        st = load_box(r, first->in, err);
    else
        st = load_source(r, &rows, err);
    tt_reading_drop(&first->p);
    tt_ahead_skip(reading->q, i);
    return st;
}

static tt_status load_items(struct run *r, const tt_item *items, size_t n, bool nested, tt_err *err)
{
    tt_reading reading;
    const tt_talk *talk = r->opt->talk;
    TT_TRY(tt_reading_start(&reading, items, n, nested, r->opt, err));
    tt_status st = TT_OK;
    for (size_t i = 0; st == TT_OK && i < n; i++) {
        uint64_t before = r->progress.done;
        if (talk && talk->rows)
            talk->rows(talk->ctx, r->progress.rows);
        st = tt_progress(talk, "ingest", before, TT_MAX(r->progress.total, before), err);
        if (st == TT_OK)
            st = reading.q ? load_ahead(r, &reading, i, nested, err)
                           : load_here(r, &items[i], nested, err);
        r->progress.done += items[i].size;
    }
    tt_reading_end(&reading);
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

static tt_status load_paths(struct run *r, const tt_str *paths, size_t n, tt_arena *a, tt_err *err)
{
    tt_item *items = tt_new_n(a, tt_item, n);
    if (!items)
        return tt_fail(err, TT_ENOMEM, "no room for a list of files");
    for (size_t i = 0; i < n; i++) {
        items[i] = (tt_item){.path = paths[i].p, .size = tt_file_size(paths[i].p)};
        r->progress.total += items[i].size;
    }
    tt_status st = load_items(r, items, n, false, err);
    /* What was loaded before a failure stays; it is too late to be canceled. */
    tt_status closed = close_group(r, st == TT_OK ? err : NULL);
    if (st == TT_OK && closed == TT_OK)
        (void)!tt_progress(r->opt->talk, "ingest", r->progress.done, r->progress.done, NULL);
    return st == TT_OK ? closed : st;
}

tt_status tt_ingest_files(tt_store *s, const tt_str *paths, size_t n, const tt_ingest_options *opt,
                          tt_ingest_fn *fn, void *ctx, tt_err *err)
{
    static const tt_ingest_options defaults;
    struct run r = {.s = s, .opt = opt ? opt : &defaults, .fn = fn, .ctx = ctx};
    tt_arena a;
    TT_TRY(check_options(r.opt, err));
    tt_arena_init(&a, 0);
    tt_arena_init(&r.names, 0);
    tt_status st = load_paths(&r, paths, n, &a, err);
    forget_reports(&r);
    tt_tools_release(&r.tools);
    tt_vec_release(&r.reports);
    tt_arena_release(&r.names);
    tt_arena_release(&a);
    return st;
}

struct last {
    tt_arena *a;
    tt_ingest_report report;
};

static tt_status keep_last(void *ctx, const tt_ingest_report *r, tt_err *err)
{
    struct last *last = ctx;
    tt_sum *sums = tt_new_n(last->a, tt_sum, r->sums.sum.n);
    last->report = *r;
    last->report.name = tt_arena_str(last->a, r->name);
    if (!last->report.name.p || !sums)
        return tt_fail(err, TT_ENOMEM, "no room for a report");
    if (r->sums.sum.n)
        memcpy(sums, r->sums.sum.v, r->sums.sum.n * sizeof *sums);
    last->report.sums.sum = (tt_sum_vec){sums, r->sums.sum.n, 0};
    last->report.sums.payments = (tt_map64){0};
    return TT_OK;
}

tt_status tt_ingest_file(tt_store *s, const char *path, const tt_ingest_options *opt, tt_arena *a,
                         tt_ingest_report *out, tt_err *err)
{
    struct last last = {.a = a, .report = {.format = "unknown"}};
    tt_str one = tt_str_of(path);
    tt_status st = tt_ingest_files(s, &one, 1, opt, keep_last, &last, err);
    *out = st == TT_OK ? last.report : (tt_ingest_report){.format = "unknown"};
    return st;
}
