/* seizures.c - what authorities took, counted as their own reports count it. */
#include "base/str.h"
#include "report/wildlife.h"

const char *tt_seized_by_text(tt_seized_by b)
{
    static const char *const texts[TT_SEIZED_BYS] = {"species", "country", "year", "route", "mode"};
    return texts[b];
}

struct keyed {
    tt_str key;
    tt_ix seizure;
};

tt_str tt_seizure_route(const tt_seizure *s, tt_arena *a)
{
    char from[3] = "?", to[3] = "?";
    tt_country last = s->destination ? s->destination : s->country;
    if (!s->origin && !last)
        return (tt_str){0};
    if (s->origin)
        tt_country_text(s->origin, from);
    if (last)
        tt_country_text(last, to);
    return tt_str_of(tt_arena_printf(a, "%s to %s", from, to));
}

static tt_str key_of(const tt_seizure *s, tt_seized_by by, tt_arena *a)
{
    char text[3] = "";
    int year, month, day;
    switch (by) {
    case TT_SEIZED_SPECIES:
        return s->species.n ? s->species : s->commodity;
    case TT_SEIZED_COUNTRY:
        tt_country_text(s->country, text);
        return tt_arena_str(a, tt_str_of(text));
    case TT_SEIZED_YEAR:
        if (s->date == TT_NO_DATE)
            return (tt_str){0};
        tt_civil_of(s->date, &year, &month, &day);
        return tt_str_of(tt_arena_printf(a, "%04d", year));
    case TT_SEIZED_ROUTE:
        return tt_seizure_route(s, a);
    default:
        return s->transport_mode;
    }
}

static int by_key(const void *pa, const void *pb, void *ctx)
{
    const struct keyed *a = pa, *b = pb;
    TT_UNUSED(ctx);
    return tt_str_cmp(a->key, b->key);
}

static int by_number(const void *pa, const void *pb, void *ctx)
{
    const tt_seized *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return tt_str_cmp(a->key, b->key);
}

static void count(tt_seized *x, const tt_seizure *s)
{
    x->n++;
    if (s->weight_kg == TT_NO_NUM)
        x->unweighed++;
    else if (x->kg != TT_NO_NUM && !tt_add_i64(x->kg, s->weight_kg, &x->kg))
        x->kg = TT_NO_NUM;
}

tt_status tt_seized_build(const tt_data *d, tt_arena *a, tt_wild_view *out, tt_err *err)
{
    struct keyed *v = tt_new_n(a, struct keyed, d->n_seizures + 1);
    out->n_seizures = d->n_seizures;
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no room for seizures");
    for (int by = 0; by < TT_SEIZED_BYS; by++) {
        tt_seized *rows = tt_new_n(a, tt_seized, d->n_seizures + 1);
        size_t n = 0;
        for (tt_ix i = 1; i <= d->n_seizures; i++)
            v[i - 1] = (struct keyed){key_of(&d->seizures[i], (tt_seized_by)by, a), i};
        if (!rows || (d->n_seizures && !tt_sort(v, d->n_seizures, sizeof(*v), by_key, NULL)))
            return tt_fail(err, TT_ENOMEM, "no room for seizures");
        for (size_t i = 0; i < d->n_seizures; i++) {
            if (!n || !tt_str_eq(rows[n - 1].key, v[i].key))
                rows[n++] = (tt_seized){.key = v[i].key};
            count(&rows[n - 1], &d->seizures[v[i].seizure]);
        }
        if (n && by != TT_SEIZED_YEAR && !tt_sort(rows, n, sizeof(*rows), by_number, NULL))
            return tt_fail(err, TT_ENOMEM, "no room for seizures");
        out->seized[by] = rows;
        out->n_seized[by] = n;
    }
    return TT_OK;
}
