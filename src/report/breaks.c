/* breaks.c - documents that have no counterpart, counted by kind and reason. */
#include "report/breaks.h"

#include "base/str.h"
#include "report/words.h"

enum { TYPES = TT_BREAK_LIMIT + 1 };

/* Place k of KINDS * KINDS is kind k / KINDS without kind k % KINDS. */
static uint64_t count(const tt_data *d, size_t place, uint64_t n[TYPES])
{
    uint64_t all = 0;
    memset(n, 0, TYPES * sizeof(*n));
    for (size_t i = 1; i <= d->n_breaks; i++)
        if ((size_t)d->breaks[i].kind * TT_KIND_COUNT + d->breaks[i].wants == place) {
            n[d->breaks[i].type]++;
            all++;
        }
    return all;
}

void tt_breaks_json(const tt_data *d, tt_jw *w)
{
    uint64_t n[TYPES];
    tt_jw_array(w);
    for (size_t k = 0; k < (size_t)TT_KIND_COUNT * TT_KIND_COUNT; k++) {
        tt_kind kind = (tt_kind)(k / TT_KIND_COUNT), wants = (tt_kind)(k % TT_KIND_COUNT);
        if (!tt_kind_is_document(kind) || !tt_kind_is_document(wants) || !count(d, k, n))
            continue;
        for (size_t t = 0; t < TYPES; t++) {
            if (!n[t])
                continue;
            tt_jw_object(w);
            tt_jw_kz(w, "kind", tt_kind_text(kind));
            tt_jw_kz(w, "wants", tt_kind_text(wants));
            tt_jw_kz(w, "type", tt_break_text((tt_break_type)t));
            tt_jw_ku64(w, "count", n[t]);
            tt_jw_object_end(w);
        }
    }
    tt_jw_array_end(w);
}

bool tt_breaks_words(const tt_data *d, size_t *at, tt_buf *b)
{
    uint64_t n[TYPES];
    for (; *at < (size_t)TT_KIND_COUNT * TT_KIND_COUNT; ++*at) {
        tt_kind kind = (tt_kind)(*at / TT_KIND_COUNT), wants = (tt_kind)(*at % TT_KIND_COUNT);
        if (!tt_kind_is_document(kind) || !tt_kind_is_document(wants) || !count(d, *at, n))
            continue;
        const char *sep = ": ";
        if (kind == wants) /* an invoice that wants an invoice takes one back */
            tt_buf_add_z(b, "credit note without its invoice");
        else
            tt_buf_addf(b, "%s without %s", tt_kind_text(kind), tt_kind_text(wants));
        for (size_t t = 0; t < TYPES; t++) {
            if (!n[t])
                continue;
            tt_buf_add_z(b, sep);
            tt_words_count(b, n[t]);
            tt_buf_addf(b, " %s", tt_break_text((tt_break_type)t));
            sep = ", ";
        }
        ++*at;
        return true;
    }
    return false;
}

void tt_breaks_of(const tt_data *d, tt_kind kind, tt_ix doc, tt_buf *b)
{
    size_t low = 1, high = d->n_breaks + 1;
    TT_BISECT(size_t, low, high, mid,
              d->breaks[mid].kind < kind ||
                  (d->breaks[mid].kind == kind && d->breaks[mid].doc < doc));
    for (; low <= d->n_breaks; low++) {
        const tt_break *x = &d->breaks[low];
        if (x->kind != kind || x->doc != doc)
            break;
        tt_buf_addf(b, "no %s: %s", tt_kind_text(x->wants), tt_break_text(x->type));
        if (x->best_kind != TT_KIND_NONE)
            tt_buf_addf(b, "; best of %u: %.*s", x->n_candidates,
                        TT_STR_ARG(tt_data_head(d, x->best_kind, x->best)->number));
        tt_buf_add_c(b, '\n');
    }
}
