/*
 * ahead.c - the work on the other threads: open, hash, recognise, read, pack.
 *
 * All that needs the case is left to the thread that takes the pieces.
 */
#include "ingest/ahead.h"

#include <stdatomic.h>

enum {
    PIECE = 256 << 10,    /* bytes of tape that are handed over at once */
    IN_FLIGHT = 16 << 20, /* that wait */
    LONG = 1 << 20,       /* bytes of a file that may be hashed while it is read */
    SMALL = 1 << 20       /* bytes of all items: not worth a thread */
};

tt_status tt_item_open(const tt_item *item, const tt_ingest_options *opt, tt_tools *tools,
                       tt_input *in, tt_err *err)
{
    tt_input_init(in);
    in->memo = &tools->sniff;
    if (item->path)
        return tt_input_open(in, item->path, item->size > 0, opt, err);
    tt_input_take(in, item->bytes, item->mapped);
    return TT_OK;
}

tt_status tt_item_describe(const tt_item *item, bool later, const tt_ingest_options *opt,
                           tt_input *in, tt_err *err)
{
    tt_str name = item->path ? tt_file_basename(item->path) : item->name;
    return tt_input_describe(in, name, later, opt, err);
}

bool tt_reading_opens(const tt_input *in, bool nested)
{
    return tt_input_is_box(in) && (!nested || in->pdf);
}

/* --- inputs: the thread that reads a long one and the one that takes its pieces both hold it ---
 */

struct held {
    tt_input in;
    atomic_uint n;
};

static tt_input *new_input(void)
{
    struct held *h = tt_mem_zalloc(1, sizeof *h);
    if (!h)
        return NULL;
    atomic_init(&h->n, 1);
    return &h->in;
}

static tt_input *hold(tt_input *in)
{
    struct held *h = (struct held *)in;
    atomic_fetch_add(&h->n, 1);
    return in;
}

static void drop_input(tt_input *in)
{
    struct held *h = (struct held *)in;
    if (!in || atomic_fetch_sub(&h->n, 1) > 1)
        return;
    tt_input_release(in);
    tt_mem_free(h);
}

void tt_reading_release(tt_reading_piece *p)
{
    tt_tape_release(&p->tape);
    tt_ready_release_all(&p->rows);
}

void tt_reading_drop(tt_ahead_piece *p)
{
    tt_reading_piece *piece = (tt_reading_piece *)(void *)p;
    if (!piece)
        return;
    drop_input(piece->in);
    tt_reading_release(piece);
    tt_mem_free(piece);
}

/* --- on a worker --- */

struct recorder {
    tt_ahead *q;
    size_t i;
    tt_input *head; /* for the first piece */
    bool whole;     /* in one piece */
    tt_tools *tools;
    tt_tape tape;
    tt_ready ready;    /* takes rows */
    tt_ready_vec rows; /* that are whole */
};

/* No more rows for this batch. */
static tt_status end_batch(struct recorder *r, tt_err *err)
{
    if (!r->ready.batch)
        return TT_OK;
    TT_TRY(tt_ready_end(&r->ready, r->tools->batcher, err));
    if (!tt_vec_push(&r->rows, r->ready))
        return tt_fail(err, TT_ENOMEM, "no room to read ahead");
    r->ready = (tt_ready){.sums = r->ready.sums};
    return TT_OK;
}

static size_t weight_of(const struct recorder *r)
{
    bool in_memory = r->head && !r->head->view.map_n;
    size_t n = r->tape.ops.cap + sizeof(tt_reading_piece) + (in_memory ? r->head->bytes.n : 0);
    for (size_t i = 0; i < r->rows.n; i++)
        n += tt_batch_bytes(r->rows.v[i].batch) + r->rows.v[i].cap * sizeof(tt_sum_part);
    return n;
}

/* All but the rows of a batch that is not whole. */
static tt_status hand_over(struct recorder *r, bool last, uint64_t n_rows, tt_err *err)
{
    tt_reading_piece *piece = tt_mem_zalloc(1, sizeof *piece);
    if (!piece)
        return tt_fail(err, TT_ENOMEM, "no room to read ahead");
    piece->p.weight = weight_of(r);
    piece->p.whole = r->whole && last;
    piece->in = r->head;
    piece->tape = r->tape;
    piece->rows = r->rows;
    piece->last = last;
    piece->n_rows = n_rows;
    r->head = NULL;
    r->rows = (tt_ready_vec){0};
    tt_tape_init(&r->tape);
    return tt_ahead_give(r->q, r->i, &piece->p, err);
}

/* The other thread has nothing to do before it knows the hash; this one looks at the bytes. */
static tt_status hand_over_bytes(struct recorder *r, tt_input *in, tt_err *err)
{
    tt_reading_piece *piece = tt_mem_zalloc(1, sizeof *piece);
    if (!piece)
        return tt_fail(err, TT_ENOMEM, "no room to read ahead");
    piece->p.weight = sizeof *piece;
    piece->in = hold(in);
    piece->to_hash = true;
    return tt_ahead_give(r->q, r->i, &piece->p, err);
}

static tt_status recorded(struct recorder *r, tt_status st, tt_err *err)
{
    if (st != TT_OK || r->whole || r->tape.ops.n < PIECE)
        return st;
    return hand_over(r, false, 0, err);
}

static tt_status on_record(void *ctx, const tt_record *rec, tt_err *err)
{
    struct recorder *r = ctx;
    if (tt_ready_is_over(&r->ready, rec)) {
        TT_TRY(end_batch(r, err));
        if (!r->whole)
            TT_TRY(hand_over(r, false, 0, err));
    }
    return tt_ready_add(&r->ready, &r->tools->batcher, rec, err);
}

static tt_status on_flaw(void *ctx, const tt_flaw *f, tt_err *err)
{
    struct recorder *r = ctx;
    return recorded(r, tt_tape_flaw(&r->tape, f, err), err);
}

static tt_status on_column(void *ctx, tt_str name, tt_err *err)
{
    struct recorder *r = ctx;
    return recorded(r, tt_tape_column(&r->tape, name, err), err);
}

static tt_status on_chunk(void *ctx, int64_t n, tt_str packed, tt_err *err)
{
    struct recorder *r = ctx;
    return recorded(r, tt_tape_chunk(&r->tape, n, packed, err), err);
}

/* Packing is for who has less to do; what comes of it is the same. */
static bool leave_packing(void *ctx)
{
    const struct recorder *r = ctx;
    return !r->whole && tt_ahead_is_hungry(r->q, r->i);
}

static tt_feed feed_of(struct recorder *r)
{
    return (tt_feed){{r, on_record, on_flaw, on_column}, on_chunk, leave_packing};
}

/* What a small one is, without its bytes: thousands may wait. */
static tt_input *head_of(const tt_input *in)
{
    tt_input *head = new_input();
    if (!head)
        return NULL;
    *head = *in; /* not its memory: */
    tt_arena_init(&head->arena, 0);
    head->file = head->view = (tt_file){.bytes = TT_STR("")};
    tt_spool_init(&head->spool, NULL);
    head->bytes = head->text = TT_STR("");
    head->source.name = tt_arena_str(&head->arena, in->source.name);
    head->source.encoding = tt_arena_printf(&head->arena, "%s", in->source.encoding);
    if (head->source.name.p && head->source.encoding)
        return head;
    drop_input(head);
    return NULL;
}

static tt_status read_item(struct recorder *r, const tt_reading *reading, tt_input *in, tt_err *err)
{
    uint64_t n_rows = 0;
    tt_feed feed = feed_of(r);
    r->whole = tt_input_is_small(in);
    r->head = r->whole ? head_of(in) : hold(in);
    if (!r->head)
        return tt_fail(err, TT_ENOMEM, "no room to read ahead");
    /* At once when it is long: the case may know it. */
    if (!r->whole)
        TT_TRY(hand_over(r, false, 0, err));
    TT_TRY(tt_input_feed(in, reading->opt, r->tools, &feed, &n_rows, err));
    TT_TRY(end_batch(r, err));
    return hand_over(r, true, n_rows, err);
}

static tt_status work(tt_ahead *q, size_t i, unsigned thread, void *ctx, tt_err *err)
{
    tt_reading *reading = ctx;
    struct recorder r = {.q = q, .i = i, .tools = &reading->tools[thread]};
    tt_input *in = new_input();
    if (!in)
        return tt_fail(err, TT_ENOMEM, "no room to read ahead");
    tt_tape_init(&r.tape);
    const tt_item *item = &reading->items[i];
    bool later = item->size > LONG && tt_ahead_is_hungry(q, i);
    tt_status st = tt_item_open(item, reading->opt, r.tools, in, err);
    if (st == TT_OK && later)
        st = hand_over_bytes(&r, in, err);
    if (st == TT_OK)
        st = tt_item_describe(item, later, reading->opt, in, err);
    if (st == TT_OK && tt_reading_opens(in, reading->nested)) {
        r.head = in;
        in = NULL;
        st = hand_over(&r, true, 0, err);
    } else if (st == TT_OK) {
        st = read_item(&r, reading, in, err);
    }
    tt_tape_release(&r.tape);
    tt_ready_release(&r.ready);
    tt_ready_release_all(&r.rows);
    drop_input(r.head);
    drop_input(in);
    return st;
}

/* --- on this thread --- */

tt_status tt_reading_here(const tt_input *in, const tt_ingest_options *opt, tt_tools *tools,
                          tt_reading_piece *out, tt_err *err)
{
    struct recorder r = {.whole = true, .tools = tools};
    tt_feed feed = feed_of(&r);
    tt_tape_init(&r.tape);
    *out = (tt_reading_piece){.last = true};
    tt_status st = tt_input_feed(in, opt, tools, &feed, &out->n_rows, err);
    if (st == TT_OK)
        st = end_batch(&r, err);
    tt_ready_release(&r.ready);
    out->tape = r.tape;
    out->rows = r.rows;
    return st;
}

tt_status tt_reading_start(tt_reading *r, const tt_item *items, size_t n, bool nested,
                           const tt_ingest_options *opt, tt_err *err)
{
    uint64_t size = 0;
    *r = (tt_reading){.items = items, .opt = opt, .nested = nested};
    for (size_t i = 0; i < n && size <= SMALL; i++)
        size += items[i].size;
    if (opt->threads < 2 || size <= SMALL)
        return TT_OK;
    tt_ahead_in in = {.n = n,
                      .threads = opt->threads,
                      .limit = IN_FLIGHT,
                      .work = work,
                      .drop = tt_reading_drop,
                      .ctx = r};
    return tt_ahead_open(&in, &r->q, err);
}

void tt_reading_end(tt_reading *r)
{
    tt_ahead_close(r->q);
    r->q = NULL;
    for (size_t i = 0; i < TT_LEN(r->tools); i++)
        tt_tools_release(&r->tools[i]);
}
