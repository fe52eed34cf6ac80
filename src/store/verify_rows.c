/*
 * verify_rows.c - evidence against its hashes: mentions, rows, duplicates, seals and counts.
 *
 * Rows are read once, in the order in which they went in; on the way the parts of the seals are
 * made again, so memory holds one hash for each source and table, and 16 bytes for each row.
 */
#include "store/verify.h"

#include "base/str.h"

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room to verify the case");
}

static const char *unchecked(const tt_verify *v)
{
    return v->other_lists ? "; identifiers were checked with other lists than those of this "
                            "program, and are not checked again"
                          : "";
}

/* --- what is known --- */

/*
 * The runs of a table against what it holds: `there` has the identities of its rows up to the last
 * one that is in a run.
 */
static tt_status check_runs(tt_verify *v, unsigned what, const tt_hashmap *there, tt_err *err)
{
    const char *text = what == TT_KNOWN_MENTION ? "mention" : tt_kind_text((tt_kind)what);
    tt_known_merge *m;
    tt_hash key = {{0}}, before = {{0}};
    uint32_t value = 0;
    uint64_t n = 0;
    bool more = true, same = true;
    tt_status st = tt_known_merge_open(v->s, what, 0, NULL, &m, err);
    while (st == TT_OK && more) {
        st = tt_known_merge_next(m, &more, &key, &value, err);
        if (st != TT_OK || !more)
            break;
        same = same && tt_hashmap_find(there, key) == value &&
               (n == 0 || tt_hash_cmp(before, key) < 0);
        before = key;
        n++;
    }
    tt_known_merge_close(m);
    if (st == TT_OK && (!same || n != there->n))
        return tt_verify_bad(v, "the identities of '%s' are not those of its rows", text);
    return st;
}

/* --- mentions --- */

static tt_status keep_mention(tt_verify *v, tt_verify_mention *m, tt_err *err)
{
    for (int p = TT_PART_NAME; p < TT_PART_COUNT; p++) {
        if (!m->part[p].p)
            continue;
        m->part[p] = tt_arena_str(&v->arena, m->part[p]);
        if (!m->part[p].p)
            return no_room(err);
    }
    return tt_vec_push(&v->mentions, *m) ? TT_OK : no_room(err);
}

static tt_status check_mention(tt_verify *v, tt_verify_mention *m, tt_hashmap *seen, tt_err *err)
{
    tt_hash want;
    bool odd = m->id <= 0 || m->id >= TT_HASHMAP_NONE;
    tt_id_state check[TT_MENTION_CHECKS];
    tt_checks_of_mention(m->part, check);
    for (size_t i = 0; i < TT_MENTION_CHECKS && !v->other_lists; i++)
        odd = odd || m->check[i] != check[i];
    for (int p = TT_PART_NAME; p < TT_PART_COUNT; p++)
        odd = odd || (m->part[p].p && !m->part[p].n); /* written as NULL */
    TT_TRY(tt_mention_fp(v->s, m->part, &want, err));
    if (odd || tt_hash_cmp(m->fp, want) != 0)
        (void)tt_verify_bad(v, "mention %lld was changed", (long long)m->id);
    else if (tt_hashmap_find(seen, m->fp) != TT_HASHMAP_NONE)
        (void)tt_verify_bad(v, "mention %lld is there twice", (long long)m->id);
    else if (!tt_hashmap_reserve(seen, 1))
        return no_room(err);
    else
        tt_hashmap_put(seen, m->fp, (uint32_t)m->id);
    return keep_mention(v, m, err);
}

static tt_status read_mentions(tt_verify *v, tt_q *q, tt_hashmap *seen, tt_err *err)
{
    bool row, in_runs = true;
    for (;;) {
        tt_verify_mention m = {.id = 0};
        TT_TRY(tt_q_next(q, &row, err));
        if (row) {
            m.id = tt_q_get_int(q);
            tt_mention_read(q, &m.fp, m.part);
            for (size_t i = 0; i < TT_MENTION_CHECKS; i++)
                m.check[i] = tt_id_state_read(q);
        }
        if (in_runs && (!row || m.id > v->s->known[TT_KNOWN_MENTION].last_row)) {
            TT_TRY(check_runs(v, TT_KNOWN_MENTION, seen, err));
            in_runs = false;
        }
        if (!row)
            return TT_OK;
        TT_TRY(check_mention(v, &m, seen, err));
    }
}

tt_status tt_verify_mentions(tt_verify *v, tt_err *err)
{
    tt_q q;
    tt_hashmap seen;
    bool ours;
    TT_TRY(tt_lists_are_ours(v->s, &ours, err));
    v->other_lists = !ours;
    TT_TRY(tt_known_read(v->s, TT_KNOWN_MENTION, err));
    TT_TRY(tt_q_open(v->s, TT_Q_MENTION_ALL, &q, err));
    tt_hashmap_init(&seen, true);
    tt_status st = read_mentions(v, &q, &seen, err);
    tt_q_close(&q);
    tt_hashmap_release(&seen);
    tt_verify_good(v, "%zu mentions%s", v->mentions.n, unchecked(v));
    return st;
}

static const tt_verify_mention *find_mention(const tt_verify *v, int64_t id)
{
    size_t lo = 0, hi = v->mentions.n;
    TT_BISECT(size_t, lo, hi, mid, v->mentions.v[mid].id < id);
    return lo < v->mentions.n && v->mentions.v[lo].id == id ? &v->mentions.v[lo] : NULL;
}

/* --- parts of seals --- */

static tt_status end_part(tt_verify *v, tt_err *err)
{
    if (!v->in_part)
        return TT_OK;
    tt_verify_part *p = &v->parts.v[v->parts.n - 1];
    p->hash = tt_hasher_final(&v->seal.part[p->part]);
    bool failed = v->seal.part[p->part].failed;
    v->seal.used[p->part] = false;
    v->in_part = false;
    return failed ? tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto") : TT_OK;
}

/* The hasher for the next row of a table: rows of one source follow each other. */
static tt_status next_in_part(tt_verify *v, unsigned part, int64_t source, tt_hasher **h,
                              tt_verify_part **out, tt_err *err)
{
    if (!v->in_part || v->seal.source != source) {
        TT_TRY(end_part(v, err));
        if (!tt_vec_push(&v->parts, ((tt_verify_part){.source = source, .part = part})))
            return no_room(err);
        v->seal.source = source;
        v->in_part = true;
    }
    *out = &v->parts.v[v->parts.n - 1];
    (*out)->n++;
    return tt_seal_part(&v->seal, part, h, err);
}

/* --- rows --- */

static bool find_mentions(const tt_verify *v, const tt_row *row, tt_hash fp[TT_MAX_ROLES])
{
    for (unsigned i = 0; i < TT_MAX_ROLES; i++) {
        if (!row->mention[i])
            continue;
        const tt_verify_mention *m = find_mention(v, row->mention[i]);
        if (!m)
            return false;
        fp[i] = m->fp;
    }
    return true;
}

/* A value that is never written: an empty text, a time without its day. */
static bool has_odd_value(const tt_row *row)
{
    const tt_kind_info *info = tt_kind_get(row->r.kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        const tt_value *x = &row->r.v[i];
        if (info->fields[i].part != TT_PART_NONE)
            continue;
        if (x->set && !tt_value_known(&info->fields[i], x))
            return true;
        if (!x->set && info->fields[i].type == TT_FT_WHEN && x->sec != TT_NO_TIME)
            return true;
    }
    return false;
}

/* What is said of an identifier follows from its text. */
static bool has_wrong_check(tt_verify *v, const tt_row *row)
{
    const tt_plan *plan = &v->s->plan[row->r.kind];
    const tt_kind_info *info = tt_kind_get(row->r.kind);
    for (unsigned n = 0; n < plan->n_checks && !v->other_lists; n++) {
        size_t i = plan->check[n];
        if (row->check[i] != tt_checks_state(v->s->checked, info, row->r.v, i))
            return true;
    }
    return false;
}

static tt_status check_row(tt_verify *v, tt_row *row, tt_err *err)
{
    const char *kind = tt_kind_text(row->r.kind);
    tt_hashmap *seen = &v->rows[row->r.kind];
    tt_hash want, mention[TT_MAX_ROLES] = {{{0}}};
    bool whole = find_mentions(v, row, mention) && !has_odd_value(row) && !has_wrong_check(v, row);
    TT_TRY(tt_row_hash(v->s, row->r.kind, row->r.v, mention, &want, err));
    if (!whole || tt_hash_cmp(want, row->hash) != 0)
        return tt_verify_bad(v, "row %lld of '%s_row' was changed", (long long)row->id, kind);
    if (tt_hashmap_find(seen, row->hash) != TT_HASHMAP_NONE)
        return tt_verify_bad(v, "row %lld of '%s_row' is there twice", (long long)row->id, kind);
    if (!tt_hashmap_reserve(seen, 1))
        return no_room(err);
    tt_hashmap_put(seen, row->hash, 0);
    return TT_OK;
}

static tt_status check_kind(tt_verify *v, tt_kind kind, uint64_t *n, tt_err *err)
{
    tt_q q;
    bool more, in_runs = true;
    int64_t last = 0; /* rows are numbered from 1 without a gap */
    tt_row row = {0};
    TT_TRY(tt_known_read(v->s, kind, err));
    tt_hasher *h;
    tt_verify_part *part;
    TT_TRY(tt_q_open(v->s, tt_row_query[kind].all, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &more, err));
        if (more)
            TT_TRY(tt_row_read(&q, kind, &row, err));
        if (in_runs && (!more || row.id > v->s->known[kind].last_row)) {
            TT_TRY(check_runs(v, kind, &v->rows[kind], err));
            in_runs = false;
        }
        if (!more)
            return end_part(v, err);
        TT_TRY(check_row(v, &row, err));
        if (row.id != ++last)
            (void)tt_verify_bad(v, "row %lld of '%s_row' was moved", (long long)row.id,
                                tt_kind_text(kind));
        TT_TRY(next_in_part(v, (unsigned)kind, row.source, &h, &part, err));
        tt_seal_row(h, row.hash, row.r.line, row.r.offset, row.r.raw.n);
        if (++*n % 8192 == 0)
            TT_TRY(tt_progress(&v->s->talk, "verify", *n, 0, err));
    }
}

tt_status tt_verify_rows(tt_verify *v, tt_err *err)
{
    uint64_t n = 0;
    for (unsigned k = 1; k < TT_KIND_COUNT; k++)
        TT_TRY(check_kind(v, (tt_kind)k, &n, err));
    tt_verify_good(v, "%llu rows%s", (unsigned long long)n, unchecked(v));
    return TT_OK;
}

/* --- duplicates, flaws, columns --- */

tt_status tt_verify_duplicates(tt_verify *v, tt_err *err)
{
    tt_q q;
    bool row;
    uint64_t n = 0;
    tt_hasher *h;
    tt_verify_part *part;
    TT_TRY(tt_q_open(v->s, TT_Q_DUPLICATE_ROW_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            break;
        tt_str word = tt_q_get_str(&q);
        tt_kind kind = tt_kind_find(word);
        int64_t source = tt_q_get_int(&q);
        uint64_t line = (uint64_t)tt_q_get_int(&q), offset = (uint64_t)tt_q_get_int(&q);
        uint64_t bytes = (uint64_t)tt_q_get_int(&q);
        tt_hash hash = tt_q_get_hash(&q);
        n++;
        if (kind == TT_KIND_NONE || tt_hashmap_find(&v->rows[kind], hash) == TT_HASHMAP_NONE)
            (void)tt_verify_bad(v, "duplicate %llu is one of a row that is not there",
                                (unsigned long long)n);
        TT_TRY(next_in_part(v, TT_SEAL_DUPLICATE, source, &h, &part, err));
        tt_seal_duplicate(h, word, hash, line, offset, bytes);
    }
    tt_verify_good(v, "%llu rows that came in again", (unsigned long long)n);
    return end_part(v, err);
}

static tt_status read_flaws(tt_verify *v, tt_err *err)
{
    tt_q q;
    bool row;
    tt_hasher *h;
    tt_verify_part *part;
    TT_TRY(tt_q_open(v->s, TT_Q_FLAW_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return end_part(v, err);
        int64_t source = tt_q_get_int(&q);
        tt_flaw_row f = {.lost = tt_q_get_str(&q), .reason = tt_q_get_str(&q)};
        f.field = tt_q_get_str(&q);
        f.column = tt_q_get_int_or(&q, 0);
        f.line = tt_q_get_int(&q);
        f.offset = tt_q_get_int(&q);
        f.raw = tt_q_get_str(&q);
        TT_TRY(next_in_part(v, TT_SEAL_FLAW, source, &h, &part, err));
        part->n_rejected += tt_str_is(f.lost, "record");
        tt_seal_flaw(h, &f);
    }
}

static tt_status read_columns(tt_verify *v, tt_err *err)
{
    tt_q q;
    bool row;
    tt_hasher *h;
    tt_verify_part *part;
    TT_TRY(tt_q_open(v->s, TT_Q_UNKNOWN_COLUMN_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return end_part(v, err);
        int64_t source = tt_q_get_int(&q);
        TT_TRY(next_in_part(v, TT_SEAL_COLUMN, source, &h, &part, err));
        tt_hasher_add_str(h, tt_q_get_str(&q));
    }
}

/* --- sources --- */

static int by_source(const void *a, const void *b, void *ctx)
{
    const tt_verify_part *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->part > y->part) - (x->part < y->part);
}

/* The parts of one source are next in the list; what follows belongs to others. */
static tt_status check_source(tt_verify *v, const tt_source_row *r, size_t *at, tt_err *err)
{
    tt_hasher *h = &v->hasher;
    uint64_t loaded = 0, duplicate = 0, rejected = 0;
    tt_seal_source(h, r);
    for (; *at < v->parts.n && v->parts.v[*at].source == r->id; ++*at) {
        const tt_verify_part *p = &v->parts.v[*at];
        tt_hasher_add_i64(h, p->part);
        tt_hasher_add(h, p->hash.b, sizeof p->hash.b);
        rejected += p->n_rejected;
        if (p->part < TT_KIND_COUNT)
            loaded += p->n;
        else if (p->part == TT_SEAL_DUPLICATE)
            duplicate += p->n;
    }
    tt_sha256 seal = tt_hasher_final(h);
    if (h->failed)
        return tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto");
    if (!r->whole)
        return tt_verify_bad(v, "source %lld was not loaded to its end", (long long)r->id);
    if ((int64_t)loaded != r->n_loaded || (int64_t)duplicate != r->n_duplicate ||
        (int64_t)rejected != r->n_rejected ||
        r->n_read != r->n_loaded + r->n_rejected + r->n_duplicate)
        return tt_verify_bad(v, "the rows of source %lld do not add up", (long long)r->id);
    if (memcmp(seal.b, r->seal.b, sizeof seal.b) != 0)
        return tt_verify_bad(v, "source %lld, or what is known of it, was changed",
                             (long long)r->id);
    return TT_OK;
}

tt_status tt_verify_sources(tt_verify *v, tt_err *err)
{
    tt_q q;
    bool row;
    size_t at = 0, n = 0;
    int64_t n_read = 0;
    tt_source_row r;
    TT_TRY(read_flaws(v, err));
    TT_TRY(read_columns(v, err));
    if (!tt_sort(v->parts.v, v->parts.n, sizeof *v->parts.v, by_source, NULL))
        return no_room(err);
    TT_TRY(tt_q_open(v->s, TT_Q_SOURCE_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            break;
        tt_source_read(&q, &r);
        TT_TRY(check_source(v, &r, &at, err));
        n++;
        n_read += r.n_read;
    }
    if (at < v->parts.n)
        return tt_verify_bad(v, "rows of a source that is not there");
    tt_verify_good(v, "%zu sources, %lld rows read: loaded, rejected and duplicate add up", n,
                   (long long)n_read);
    return TT_OK;
}
