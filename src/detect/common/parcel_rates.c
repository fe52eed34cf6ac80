/* parcel_rates.c - see parcel_rates.h. */
#include "detect/common/parcel_rates.h"

#include "base/num.h"
#include "base/stat.h"

#include <math.h>

enum { NEAR = 10, LIGHT = 3 };

const tt_rate_row tt_rate_rows[TT_RATES] = {
    [TT_RATE_DOORS] = {0.05, 0.02, "names_at_shared_doors", ""},
    [TT_RATE_ONE_DOOR] = {0.1, 0.1, "names_at_shared_doors_with_the_fullest", ""},
    [TT_RATE_REPEAT] = {0.4, 0.05, "parcels_to_a_name_again", "go to a name that had one"},
    [TT_RATE_SERIAL] = {0.1, 0.1, "numbers_in_series", "are numbered one after the other"},
    [TT_RATE_CHEAP] = {0.1, 0.1, "light_values",
                       "are declared at less than a third of the usual value for a kilogram"},
    [TT_RATE_NAMELESS] = {0.05, 0.05, "names_that_are_none", "names are no names of persons"},
    [TT_RATE_HOMELESS] = {0.3, 0.1, "parcels_without_address", "have no address"},
    [TT_RATE_UNSIGNED] = {0.05, 0.05, "senders_that_are_none",
                          "names of senders are no names of persons"},
    [TT_RATE_SELF] = {0.02, 0.1, "parcels_to_oneself", "go to the name of who sends them"},
    [TT_RATE_ROAMING] = {0.02, 0.05, "names_at_several_doors", "names are at several doors"},
};

static int by_serial(const void *a, const void *b, void *ctx)
{
    const uint64_t *x = a, *y = b;
    TT_UNUSED(ctx);
    return *x < *y ? -1 : *x > *y;
}

static bool in_series(const tt_parcel *v, size_t n, tt_arena *a, double *k)
{
    uint64_t *x = tt_new_n(a, uint64_t, n + 1);
    for (size_t i = 0; x && i < n; i++)
        x[i] = v[i].serial;
    if (!x || !tt_sort(x, n, sizeof *x, by_serial, NULL))
        return false;
    for (size_t i = 0; i < n; i++)
        *k += x[i] && ((i && x[i] - x[i - 1] <= NEAR) || (i + 1 < n && x[i + 1] - x[i] <= NEAR));
    return true;
}

static double value_of_kg(const tt_parcel *p)
{
    return p->value == TT_NO_NUM || !(p->kg > 0) ? (double)NAN : (double)p->value / p->kg;
}

bool tt_parcels_usual_value(const tt_parcels *p, tt_arena *a, double *out)
{
    double *v = tt_new_n(a, double, p->n + 1);
    size_t n = 0;
    for (size_t i = 0; v && i < p->n; i++)
        if (!isnan(value_of_kg(&p->v[i])))
            v[n++] = value_of_kg(&p->v[i]);
    if (!v)
        return false;
    tt_sort_double(v, n);
    *out = n ? tt_median_sorted(v, n) : 0;
    return true;
}

/* --- who sends, who receives --- */

static const char *doubt_of(const tt_data *d, tt_ix entity)
{
    return tt_person_doubt(d->entities[entity].name);
}

/* A firm has the name that it likes. */
static bool may_be_unsigned(const tt_data *d, const tt_parcel *p)
{
    return p->from_name && (d->entities[p->sender].type == TT_ENTITY_PERSON ||
                            d->entities[p->sender].type == TT_ENTITY_UNKNOWN);
}

static bool is_to_self(const tt_parcel *p)
{
    return p->from_name && p->from_name == p->to_name;
}

/* A name and where it is, or who has it, by the parcel of that index. */
struct known {
    uint32_t name, at;
    size_t parcel;
};

static int by_name(const void *pa, const void *pb, void *ctx)
{
    const struct known *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->name != b->name)
        return a->name < b->name ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Names of senders, each once, and those of them that are none. */
static bool
count_senders(const tt_data *d, const tt_parcel *v, size_t n, struct known *x, tt_rates *out)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (may_be_unsigned(d, &v[i]))
            x[m++] = (struct known){v[i].from_name, v[i].sender, i};
    if (!tt_sort(x, m, sizeof *x, by_name, NULL))
        return false;
    for (size_t i = 0; i < m; i++) {
        if (i && x[i].name == x[i - 1].name)
            continue;
        out->of[TT_RATE_UNSIGNED]++;
        out->k[TT_RATE_UNSIGNED] += doubt_of(d, x[i].at) != NULL;
    }
    return true;
}

/* Names of receivers whose door is known, by name and door.  What is no name is anywhere. */
static bool list_names(const tt_porter *w, const tt_parcel *v, size_t n, struct known *x, size_t *m)
{
    *m = 0;
    for (size_t i = 0; i < n; i++)
        if (v[i].to_name && tt_porter_is_door(w, v[i].door) && !doubt_of(w->d, v[i].receiver))
            x[(*m)++] = (struct known){v[i].to_name, v[i].door, i};
    return tt_sort(x, *m, sizeof *x, by_name, NULL);
}

/* From i on: the end of one name, and whether it is at several doors. */
static size_t end_of_name(const struct known *x, size_t m, size_t i, bool *several)
{
    size_t end = i + 1;
    while (end < m && x[end].name == x[i].name)
        end++;
    *several = x[end - 1].at != x[i].at;
    return end;
}

static bool
count_roaming(const tt_porter *w, const tt_parcel *v, size_t n, struct known *x, tt_rates *out)
{
    size_t m;
    bool several;
    if (!list_names(w, v, n, x, &m))
        return false;
    for (size_t i = 0; i < m;) {
        i = end_of_name(x, m, i, &several);
        out->of[TT_RATE_ROAMING]++;
        out->k[TT_RATE_ROAMING] += several;
    }
    return true;
}

bool tt_parcels_doubtful(const tt_porter *w, const tt_parcel *v, size_t n, tt_arena *a, bool *out)
{
    struct known *x = tt_new_n(a, struct known, n + 1);
    size_t m;
    bool several;
    if (!x || !list_names(w, v, n, x, &m))
        return false;
    for (size_t i = 0, end; i < m; i = end) {
        end = end_of_name(x, m, i, &several);
        for (size_t k = i; k < end; k++)
            out[x[k].parcel] = several;
    }
    for (size_t i = 0; i < n; i++)
        out[i] |= !v[i].addressed || is_to_self(&v[i]) || doubt_of(w->d, v[i].receiver) ||
                  (may_be_unsigned(w->d, &v[i]) && doubt_of(w->d, v[i].sender));
    return true;
}

/* --- all of them --- */

static void count_doors(const tt_crowded *c, tt_rates *out)
{
    uint32_t rest = c->located - c->top;
    out->k[TT_RATE_DOORS] = tt_crowded_shared(c, true);
    out->of[TT_RATE_DOORS] = rest ? rest - 1 : 0;
    out->k[TT_RATE_ONE_DOOR] = tt_crowded_shared(c, false);
    out->of[TT_RATE_ONE_DOOR] = c->located ? c->located - 1 : 0;
}

bool tt_rates_count(tt_porter *w, const tt_crowded *c, double usual_value, tt_arena *a,
                    tt_rates *out)
{
    const tt_parcel *v = &w->v[c->from];
    const uint32_t *of = &w->of[c->from];
    size_t n = c->to - c->from;
    *out = (tt_rates){0};
    count_doors(c, out);
    out->of[TT_RATE_REPEAT] = out->of[TT_RATE_HOMELESS] = out->of[TT_RATE_SERIAL] = (double)n;
    out->k[TT_RATE_REPEAT] = (double)n - c->names;
    out->of[TT_RATE_NAMELESS] = c->names; /* each with its first parcel */
    for (size_t i = 0; i < n; i++) {
        double value = value_of_kg(&v[i]);
        out->k[TT_RATE_HOMELESS] += !v[i].addressed;
        out->of[TT_RATE_SELF] += v[i].from_name && v[i].to_name;
        out->k[TT_RATE_SELF] += is_to_self(&v[i]);
        out->of[TT_RATE_CHEAP] += !isnan(value);
        out->k[TT_RATE_CHEAP] += value * LIGHT < usual_value;
        if (!w->in_window[of[i]]++)
            out->k[TT_RATE_NAMELESS] += doubt_of(w->d, w->names[of[i]].entity) != NULL;
    }
    for (size_t i = 0; i < n; i++)
        w->in_window[of[i]] = 0;
    struct known *x = tt_new_n(a, struct known, n + 1);
    return x && count_senders(w->d, v, n, x, out) && count_roaming(w, v, n, x, out) &&
           in_series(v, n, a, &out->k[TT_RATE_SERIAL]);
}
