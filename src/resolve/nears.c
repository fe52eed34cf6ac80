/* nears.c - pairs of entities that are nearly one, and what keeps them apart, for a person. */
#include "resolve/evidence.h"

static tt_ix entity_of(const tt_rs *w, uint32_t rec)
{
    const tt_rs_record *r = &w->rec[rec];
    return r->mention ? w->d->mentions[r->mention].entity : w->d->parties[r->party].entity;
}

static const char *why(const tt_evidence *e)
{
    static const char *const text[] = {
        [TT_FATE_WEAK] = "below the threshold", [TT_FATE_CONTACT] = "one office, other names",
        [TT_FATE_VETO] = "facts differ",        [TT_FATE_CHAIN] = "chain",
        [TT_FATE_AMBIGUOUS] = "several fit",    [TT_FATE_JOINED] = "joined"};
    return e->fate == TT_FATE_VETO && e->veto ? e->veto : text[e->fate];
}

static bool is_told(const tt_rs *w, const tt_evidence *e)
{
    const double least = w->param[e->fate == TT_FATE_WEAK ? TT_RS_REVIEW : TT_RS_NEAR];
    return e->fate != TT_FATE_JOINED && e->centibits >= (int32_t)(least * 100);
}

static const char *written(const tt_rs *w, const tt_gathered *f, const tt_evidence *e, tt_arena *a)
{
    const tt_datum *v = f->values.v;
    tt_str x, y;
    if (e->veto && e->veto_a) {
        x = tt_value_written(w, &v[e->veto_a], e->veto_rec_a);
        y = tt_value_written(w, &v[e->veto_b], e->veto_rec_b);
    } else {
        x = w->surface[w->rec[e->rec_a].surface].raw;
        y = w->surface[w->rec[e->rec_b].surface].raw;
    }
    return tt_arena_printf(a, "%.*s / %.*s", TT_STR_ARG(x), TT_STR_ARG(y));
}

static int by_entities(const void *a, const void *b, void *ctx)
{
    const tt_near *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* The strongest first: of two pairs of the same entities the first stays. */
static tt_status
collect(const tt_rs *w, const tt_gathered *f, uint64_t *cut, tt_map64 *seen, tt_err *err)
{
    size_t most = (size_t)w->param[TT_RS_MAX_NEARS];
    tt_data *d = w->d;
    for (size_t i = 0; i < f->evidence.n; i++) {
        const tt_evidence *e = &f->evidence.v[i];
        tt_ix a = entity_of(w, e->rec_a), b = entity_of(w, e->rec_b);
        uint32_t found;
        bool added;
        if (a == b || !is_told(w, e))
            continue;
        if (!tt_map64_intern(seen, (uint64_t)TT_MIN(a, b) << 32 | TT_MAX(a, b), 1, &found, &added))
            return tt_fail(err, TT_ENOMEM, "no room for nearly equal parties");
        if (!added)
            continue;
        if (d->n_nears == most) {
            ++*cut;
            continue;
        }
        const char *detail = written(w, f, e, d->arena);
        if (!detail)
            return tt_fail(err, TT_ENOMEM, "no room for nearly equal parties");
        d->nears[++d->n_nears] = (tt_near){.a = TT_MIN(a, b),
                                           .b = TT_MAX(a, b),
                                           .centibits = e->centibits,
                                           .why = why(e),
                                           .detail = {detail, strlen(detail)}};
    }
    return TT_OK;
}

tt_status tt_nears_write(const tt_rs *w, const tt_gathered *f, uint64_t *cut, tt_err *err)
{
    tt_data *d = w->d;
    tt_map64 seen;
    size_t room = TT_MIN(f->evidence.n, (size_t)w->param[TT_RS_MAX_NEARS]);
    d->n_nears = 0;
    *cut = 0;
    d->nears = tt_new_n(d->arena, tt_near, room + 1);
    if (!d->nears)
        return tt_fail(err, TT_ENOMEM, "no room for %zu nearly equal parties", room);
    tt_map64_init(&seen);
    tt_status st = collect(w, f, cut, &seen, err);
    tt_map64_release(&seen);
    if (st == TT_OK && d->n_nears &&
        !tt_sort(d->nears + 1, d->n_nears, sizeof(*d->nears), by_entities, NULL))
        st = tt_fail(err, TT_ENOMEM, "no room for nearly equal parties");
    if (st != TT_OK)
        d->n_nears = 0;
    return st;
}
