/*
 * decisions.c - what persons said: kept as written, replaced as a whole, loaded as pairs.
 */
#include "store/load.h"

#include "base/str.h"

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the decisions of a case");
}

/* --- one hash over all of it --- */

/* What was said, but not how it was written. */
static void hash_said(tt_hasher *h, const tt_decided *x)
{
    tt_hasher_add(h, x->is_a.b, sizeof x->is_a.b);
    tt_hasher_add(h, x->is_b.b, sizeof x->is_b.b);
    tt_hasher_add_str(h, tt_str_of(tt_said_text(x->said)));
    tt_hasher_add_str(h, x->who);
    tt_hasher_add_i64(h, x->when.day);
    tt_hasher_add_i64(h, x->when.sec);
    tt_hasher_add_str(h, x->why);
}

tt_status tt_decisions_seal(tt_store *s, const tt_decision_file *f, const tt_decided *v, size_t n,
                            tt_sha256 *out, tt_err *err)
{
    tt_hasher *h = &s->hasher;
    tt_hasher_reset(h);
    tt_hasher_add_str(h, f->name);
    tt_hasher_add(h, f->sha.b, sizeof f->sha.b);
    for (size_t i = 0; i < n; i++) {
        tt_hasher_add_i64(h, (int64_t)v[i].line);
        tt_hasher_add_str(h, v[i].a);
        tt_hasher_add_str(h, v[i].b);
        hash_said(h, &v[i]);
    }
    *out = tt_hasher_final(h);
    return h->failed ? tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto") : TT_OK;
}

void tt_decisions_told(const tt_decision_file *f, const tt_sha256 *seal, size_t n,
                       char out[TT_DECISIONS_TOLD])
{
    char sha[2 * sizeof f->sha.b + 1], all[2 * sizeof seal->b + 1];
    tt_hex(f->sha.b, sizeof f->sha.b, sha);
    tt_hex(seal->b, sizeof seal->b, all);
    (void)snprintf(out, TT_DECISIONS_TOLD, "file %s, %llu decisions %s", sha, (unsigned long long)n,
                   all);
}

/* --- write --- */

static tt_status write_said(tt_store *s, const tt_decided *x, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_DECISION_ROW_ADD, &q, err));
    tt_q_int(&q, (int64_t)x->line);
    tt_q_str(&q, x->a.p ? x->a : TT_STR(""));
    tt_q_str(&q, x->b);
    tt_q_hash(&q, x->is_a);
    tt_q_hash(&q, x->is_b);
    tt_q_text(&q, tt_said_text(x->said));
    tt_q_str(&q, x->who);
    tt_q_int_or_null(&q, x->when.day, TT_NO_DATE);
    tt_q_int_or_null(&q, x->when.sec, TT_NO_TIME);
    tt_q_str(&q, x->why);
    return tt_q_run(&q, err);
}

tt_status tt_store_decisions_write(tt_store *s, const tt_decision_file *f, const tt_decided *v,
                                   size_t n, tt_err *err)
{
    tt_q q;
    tt_sha256 seal;
    char told[TT_DECISIONS_TOLD];
    TT_TRY(tt_store_writable(s, err));
    TT_TRY(tt_q_open(s, TT_Q_DECISION_ROW_DROP, &q, err));
    TT_TRY(tt_q_run(&q, err));
    for (size_t i = 0; i < n; i++)
        TT_TRY(write_said(s, &v[i], err));
    TT_TRY(tt_decisions_seal(s, f, v, n, &seal, err));
    TT_TRY(tt_q_open(s, TT_Q_DECISION_FILE_PUT, &q, err));
    tt_q_str(&q, f->name);
    tt_q_blob(&q, f->sha.b, sizeof f->sha.b);
    tt_q_blob(&q, seal.b, sizeof seal.b);
    TT_TRY(tt_q_run(&q, err));
    tt_decisions_told(f, &seal, n, told);
    return tt_store_audit_add(s, "decide", tt_str_of(told), err);
}

/* --- read --- */

tt_status tt_decisions_stored_seal(tt_store *s, bool *there, tt_sha256 *out, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_DECISION_FILE_GET, &q, err));
    TT_TRY(tt_q_next(&q, there, err));
    if (*there) {
        tt_sha256 sha;
        (void)tt_q_get_str(&q);
        (void)tt_q_get_bytes(&q, sha.b, sizeof sha.b);
        (void)tt_q_get_bytes(&q, out->b, sizeof out->b); /* a damaged one fits nothing */
    }
    tt_q_close(&q);
    return TT_OK;
}

static tt_status read_file(tt_store *s, tt_arena *a, tt_decision_file *f, tt_err *err)
{
    tt_q q;
    bool row;
    *f = (tt_decision_file){.name = {NULL, 0}};
    TT_TRY(tt_q_open(s, TT_Q_DECISION_FILE_GET, &q, err));
    TT_TRY(tt_q_next(&q, &row, err));
    if (row) {
        tt_str name = tt_q_get_str(&q);
        f->name = tt_arena_str(a, name.p ? name : TT_STR(""));
        (void)tt_q_get_bytes(&q, f->sha.b, sizeof f->sha.b);
    }
    tt_q_close(&q);
    return row && !f->name.p ? no_room(err) : TT_OK;
}

static tt_status keep(tt_arena *a, tt_str *text, tt_err *err)
{
    if (!text->p)
        return TT_OK;
    *text = tt_arena_str(a, *text);
    return text->p ? TT_OK : no_room(err);
}

static tt_status read_said(tt_q *q, tt_arena *a, tt_decided *x, tt_err *err)
{
    x->line = (uint64_t)tt_q_get_int(q);
    x->a = tt_q_get_str(q);
    TT_TRY(keep(a, &x->a, err));
    x->b = tt_q_get_str(q);
    TT_TRY(keep(a, &x->b, err));
    x->is_a = tt_q_get_hash(q);
    x->is_b = tt_q_get_hash(q);
    x->said = tt_said_parse(tt_q_get_str(q));
    x->who = tt_q_get_str(q);
    TT_TRY(keep(a, &x->who, err));
    int64_t day = tt_q_get_int_or(q, TT_NO_DATE), sec = tt_q_get_int_or(q, TT_NO_TIME);
    x->when = (tt_when){(tt_date)day, (int32_t)sec};
    x->why = tt_q_get_str(q);
    TT_TRY(keep(a, &x->why, err));
    if (x->said == TT_SAID_NOTHING || tt_said_of_finding(x->said) != !x->b.p)
        return tt_fail(err, TT_EDB, "case file: a decision says nothing");
    return TT_OK;
}

TT_VEC(said_vec, tt_decided);
TT_VEC(hash_vec, tt_hash);

static tt_status read_all(tt_store *s, tt_arena *a, said_vec *v, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(s, TT_Q_DECISION_ROW_ALL, &q, err));
    for (;;) {
        tt_decided x = {0};
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        tt_status st = read_said(&q, a, &x, err);
        if (st == TT_OK && !tt_vec_push(v, x))
            st = no_room(err);
        if (st != TT_OK) {
            tt_q_close(&q);
            return st;
        }
    }
}

tt_status tt_store_decisions_read(tt_store *s, tt_arena *a, tt_decision_file *f, tt_decided **out,
                                  size_t *n, tt_err *err)
{
    said_vec v = {0};
    *out = NULL;
    *n = 0;
    TT_TRY(read_file(s, a, f, err));
    tt_status st = read_all(s, a, &v, err);
    if (st == TT_OK) {
        *out = tt_new_n(a, tt_decided, v.n + 1);
        st = *out ? TT_OK : no_room(err);
    }
    if (st == TT_OK && v.n)
        memcpy(*out, v.v, v.n * sizeof *v.v);
    *n = st == TT_OK ? v.n : 0;
    tt_vec_release(&v);
    return st;
}

tt_status tt_store_decisions_hash(tt_store *s, tt_hash *out, tt_err *err)
{
    tt_arena a;
    tt_decision_file f;
    tt_decided *v;
    size_t n, pairs = 0;
    tt_hasher *h = &s->hasher;
    *out = (tt_hash){{0}};
    tt_arena_init(&a, 0);
    tt_status st = tt_store_decisions_read(s, &a, &f, &v, &n, err);
    tt_hasher_reset(h);
    for (size_t i = 0; i < n; i++) {
        if (tt_said_of_finding(v[i].said))
            continue;
        hash_said(h, &v[i]);
        tt_hasher_add_str(h, tt_hash_is_zero(v[i].is_a) ? v[i].a : TT_STR(""));
        tt_hasher_add_str(h, tt_hash_is_zero(v[i].is_b) ? v[i].b : TT_STR(""));
        pairs++;
    }
    if (st == TT_OK && pairs) {
        *out = tt_hasher_final_hash(h);
        if (h->failed)
            st = tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto");
    }
    tt_arena_release(&a);
    return st;
}

tt_status tt_store_finding_ids(tt_store *s, tt_arena *a, tt_hash **out, size_t *n, tt_err *err)
{
    hash_vec v = {0};
    tt_q q;
    bool row = true;
    TT_TRY(tt_q_open(s, TT_Q_D_FINDING_IDS, &q, err));
    tt_status st = tt_q_next(&q, &row, err);
    while (st == TT_OK && row) {
        st = tt_vec_push(&v, tt_q_get_hash(&q)) ? tt_q_next(&q, &row, err) : no_room(err);
    }
    tt_q_close(&q);
    *out = st == TT_OK ? tt_new_n(a, tt_hash, v.n + 1) : NULL;
    if (st == TT_OK && !*out)
        st = no_room(err);
    if (st == TT_OK && v.n)
        memcpy(*out, v.v, v.n * sizeof *v.v);
    *n = st == TT_OK ? v.n : 0;
    tt_vec_release(&v);
    return st;
}

/* --- pairs of the case in memory --- */

/* What a text names now: as it was bound, else whoever has come since. */
static tt_status named_now(tt_who_index *x, tt_hash is, tt_str text, tt_hash *out, tt_err *err)
{
    tt_who who;
    *out = is;
    if (!tt_hash_is_zero(is))
        return TT_OK;
    TT_TRY(tt_who_find(x, text, &who, err));
    *out = who.is;
    return TT_OK;
}

static int by_pair(const void *a, const void *b, void *ctx)
{
    const tt_decision *x = a, *y = b;
    TT_UNUSED(ctx);
    int c = tt_hash_cmp(x->a, y->a);
    c = c ? c : tt_hash_cmp(x->b, y->b);
    if (c)
        return c;
    if (x->when != y->when)
        return x->when < y->when ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static tt_status take_pair(tt_load *l, tt_who_index *x, const tt_decided *v, tt_err *err)
{
    tt_data *d = l->d;
    tt_hash a, b;
    TT_TRY(named_now(x, v->is_a, v->a, &a, err));
    TT_TRY(named_now(x, v->is_b, v->b, &b, err));
    int order = tt_hash_cmp(a, b);
    if (tt_hash_is_zero(a) || tt_hash_is_zero(b) || order == 0)
        return TT_OK;
    d->decisions[++d->n_decisions] = (tt_decision){
        .a = order < 0 ? a : b,
        .b = order < 0 ? b : a,
        .verdict = (tt_verdict)(v->said - TT_SAID_SAME),
        .who = v->who,
        .why = v->why,
        .when = v->when.day,
        .line = v->line,
    };
    return TT_OK;
}

tt_status tt_load_decisions(tt_load *l, tt_err *err)
{
    tt_data *d = l->d;
    tt_decision_file f;
    tt_decided *v;
    size_t n;
    tt_who_index *x = NULL;
    TT_TRY(tt_store_decisions_read(l->s, l->a, &f, &v, &n, err));
    d->decisions = tt_new_n(l->a, tt_decision, n + 1);
    if (!d->decisions)
        return no_room(err);
    if (!n)
        return TT_OK;
    TT_TRY(tt_who_index_new(d, &x, err));
    tt_status st = TT_OK;
    for (size_t i = 0; i < n && st == TT_OK; i++)
        if (!tt_said_of_finding(v[i].said))
            st = take_pair(l, x, &v[i], err);
    tt_who_index_free(x);
    if (st == TT_OK &&
        !tt_sort(d->decisions + 1, d->n_decisions, sizeof *d->decisions, by_pair, NULL))
        st = no_room(err);
    return st;
}
