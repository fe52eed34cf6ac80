/*
 * decide_open.c - a decisions file to fill in: what was decided, then what is open.
 *
 * All of it is in the file, because a file replaces what was decided before.  Columns behind `why`
 * are for the reader and are ignored when the file comes back; what a spreadsheet would take for a
 * formula gets an apostrophe, which is taken off again.
 */
#include "app/decide.h"

#include "base/csv.h"
#include "base/str.h"

static const char HEADER[] = "a,b,verdict,who,when,why,a_name,a_country,b_name,b_country,bits,"
                             "open_because,detail\r\n";

struct writer {
    const tt_data *d;
    tt_who_index *x;
    tt_file_out *out;
    tt_buf row;
    uint64_t *decided; /* pairs of entities, ascending: smaller << 32 | larger */
    size_t n_decided;
};

static void field(struct writer *w, tt_str s, bool last)
{
    tt_csv_add_field(&w->row, s, true);
    tt_buf_add_z(&w->row, last ? "\r\n" : ",");
}

static tt_status flush(struct writer *w, tt_err *err)
{
    TT_TRY(tt_buf_status(&w->row, err));
    TT_TRY(tt_file_out_write(w->out, tt_buf_str(&w->row), err));
    tt_buf_reset(&w->row);
    return TT_OK;
}

/* Name and country; both empty for nobody. */
static void entity(struct writer *w, tt_ix e)
{
    char country[3] = "";
    tt_country_text(e ? w->d->entities[e].country : TT_COUNTRY_NONE, country);
    field(w, e ? w->d->entities[e].name : (tt_str){NULL, 0}, false);
    field(w, tt_str_of(country), false);
}

static tt_ix entity_of(struct writer *w, tt_hash is, tt_err *err, tt_status *st)
{
    tt_who who = {.n = 0};
    if (*st == TT_OK && !tt_hash_is_zero(is))
        *st = tt_who_find(w->x, tt_str_of(tt_id_text_of('e', is).s), &who, err);
    return who.entity;
}

static uint64_t pair_of(tt_ix a, tt_ix b)
{
    return (uint64_t)TT_MIN(a, b) << 32 | TT_MAX(a, b);
}

/* What a text was taken for; as written when that was nothing. */
static void named(struct writer *w, char letter, tt_hash is, tt_str text)
{
    tt_id_text id = tt_id_text_of(letter, is);
    field(w, tt_hash_is_zero(is) ? text : tt_str_of(id.s), false);
}

static tt_status write_decided(struct writer *w, const tt_decided *v, tt_err *err)
{
    bool finding = tt_said_of_finding(v->said);
    char when[TT_NUM_TEXT];
    tt_status st = TT_OK;
    tt_ix a = finding ? 0 : entity_of(w, v->is_a, err, &st);
    tt_ix b = finding ? 0 : entity_of(w, v->is_b, err, &st);
    TT_TRY(st);
    if (a && b)
        w->decided[w->n_decided++] = pair_of(a, b);
    named(w, finding ? 'f' : 'e', v->is_a, v->a);
    named(w, 'e', v->is_b, v->b);
    field(w, tt_str_of(tt_said_text(v->said)), false);
    field(w, v->who, false);
    (void)tt_when_text(v->when, when);
    field(w, tt_str_of(when), false);
    field(w, v->why, false);
    entity(w, a);
    entity(w, b);
    tt_buf_add_z(&w->row, ",,\r\n");
    return flush(w, err);
}

static int by_pair(const void *a, const void *b, void *ctx)
{
    const uint64_t *x = a, *y = b;
    TT_UNUSED(ctx);
    return (*x > *y) - (*x < *y);
}

static bool is_decided(const struct writer *w, const tt_near *x)
{
    uint64_t pair = pair_of(x->a, x->b);
    size_t lo = 0, hi = w->n_decided;
    TT_BISECT(size_t, lo, hi, mid, w->decided[mid] < pair);
    return lo < w->n_decided && w->decided[lo] == pair;
}

static tt_status write_near(struct writer *w, const tt_near *x, tt_err *err)
{
    char bits[TT_NUM_TEXT];
    tt_id_text a = tt_id_text_of('e', w->d->entities[x->a].id);
    tt_id_text b = tt_id_text_of('e', w->d->entities[x->b].id);
    field(w, tt_str_of(a.s), false);
    field(w, tt_str_of(b.s), false);
    tt_buf_add_z(&w->row, ",,,,");
    entity(w, x->a);
    entity(w, x->b);
    (void)tt_dec_text_fixed(x->centibits, 2, bits);
    tt_buf_addf(&w->row, "%s,", bits);
    field(w, tt_str_of(x->why), false);
    field(w, x->detail, true);
    return flush(w, err);
}

static tt_status
write_all(struct writer *w, const tt_decided *v, size_t n, unsigned long long *n_open, tt_err *err)
{
    *n_open = 0;
    tt_buf_add_z(&w->row, "\xEF\xBB\xBF");
    tt_buf_add_z(&w->row, HEADER);
    for (size_t i = 0; i < n; i++)
        TT_TRY(write_decided(w, &v[i], err));
    if (!tt_sort(w->decided, w->n_decided, sizeof *w->decided, by_pair, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for the decisions");
    for (size_t i = 1; i <= w->d->n_nears; i++) {
        if (is_decided(w, &w->d->nears[i]))
            continue;
        TT_TRY(write_near(w, &w->d->nears[i], err));
        ++*n_open;
    }
    return flush(w, err);
}

static tt_status
write_file(struct writer *w, tt_case *c, const char *path, unsigned long long *n_open, tt_err *err)
{
    tt_decision_file f;
    tt_decided *v;
    size_t n;
    TT_TRY(tt_store_decisions_read(c->store, &c->arena, &f, &v, &n, err));
    w->decided = tt_new_n(&c->arena, uint64_t, n + 1);
    if (!w->decided)
        return tt_fail(err, TT_ENOMEM, "no room for the decisions");
    TT_TRY(tt_file_out_open(path, &w->out, err));
    tt_status st = write_all(w, v, n, n_open, err);
    if (st != TT_OK) {
        tt_file_out_abort(w->out);
        return st;
    }
    return tt_file_out_commit(w->out, NULL, err);
}

TT_PUBLIC tt_status tt_case_decide_open(tt_case *c, const char *path, unsigned long long *n_open,
                                        tt_err *err)
{
    struct writer w = {.d = &c->data};
    TT_TRY(tt_case_load_parties(c, err));
    if (!c->have_entities)
        return tt_fail(err, TT_EUSAGE, "the case was never resolved: run 'tradetrace resolve'");
    TT_TRY(tt_who_index_new(&c->data, &w.x, err));
    tt_buf_init(&w.row, 0);
    tt_status st = write_file(&w, c, path, n_open, err);
    tt_buf_release(&w.row);
    tt_who_index_free(w.x);
    return st;
}
