/* mirrors.c - see mirrors.h. */
#include "detect/common/mirrors.h"

#include "detect/common/worth.h"

static int order(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int cmp_line(const void *pa, const void *pb, void *ctx)
{
    const tt_mirror_line *a = pa, *b = pb;
    const int by[] = {order(a->from, b->from),     order(a->to, b->to),
                      order(a->hs6, b->hs6),       (a->day > b->day) - (a->day < b->day),
                      order(a->at.doc, b->at.doc), order(a->at.line, b->at.line)};
    TT_UNUSED(ctx);
    for (size_t i = 0; i < TT_LEN(by); i++)
        if (by[i])
            return by[i];
    return 0;
}

static bool same_lane(const tt_mirror_line *a, const tt_mirror_line *b)
{
    return a->from == b->from && a->to == b->to && a->hs6 == b->hs6;
}

/* Which declarations have one of the other side that answers for them. */
static tt_status find_paired(const tt_data *d, tt_arena *a, bool **out, tt_err *err)
{
    tt_couple *c;
    size_t n;
    *out = tt_new_n(a, bool, d->n_declarations + 1);
    if (!*out)
        return tt_fail(err, TT_ENOMEM, "no room for declarations");
    TT_TRY(tt_couples_of(d, TT_KIND_DECLARATION, TT_KIND_DECLARATION, a, &c, &n, err));
    for (size_t i = 0; i < n; i++)
        (*out)[c[i].a.doc] = (*out)[c[i].b.doc] = true;
    return TT_OK;
}

static tt_country country_of(const tt_data *d, tt_ix mention)
{
    return mention ? d->mentions[mention].country : TT_COUNTRY_NONE;
}

/* False when the line cannot be laid beside one of the other side. */
static bool line_of(const tt_data *d, tt_ix line, const bool *paired, tt_mirror_line *out)
{
    const tt_line *l = &d->declaration_lines[line];
    const tt_declaration *dec = &d->declarations[l->doc];
    tt_ref at = {TT_KIND_DECLARATION, l->doc, line};
    tt_worth w = tt_worth_of(d, at, TT_FREIGHT_UNKNOWN);
    bool in = dec->type != TT_DOC_EXPORT;
    tt_country own = country_of(d, in ? dec->importer : dec->exporter);
    tt_country far = country_of(d, in ? dec->exporter : dec->importer);
    if (dec->partner)
        far = dec->partner;
    *out = (tt_mirror_line){.from = in ? far : own,
                            .to = in ? own : far,
                            .hs6 = tt_hs_prefix(l->hs, 6),
                            .day = dec->head.date.day,
                            .in = in,
                            .paired = paired[l->doc],
                            .exporter = tt_data_entity(d, dec->exporter),
                            .importer = tt_data_entity(d, dec->importer),
                            .value = w.value,
                            .mass = w.mass,
                            .at = at};
    return own && far && own != far && tt_hs_digits(l->hs) >= 6 && out->day != TT_NO_DATE &&
           w.value > 0;
}

tt_status tt_mirrors_build(const tt_data *d, tt_arena *a, tt_mirrors *out, tt_err *err)
{
    bool *paired;
    *out = (tt_mirrors){.lines = tt_new_n(a, tt_mirror_line, d->n_declaration_lines + 1)};
    if (!out->lines)
        return tt_fail(err, TT_ENOMEM, "no room for declarations");
    TT_TRY(find_paired(d, a, &paired, err));
    for (tt_ix i = 1; i <= d->n_declaration_lines; i++) {
        if (line_of(d, i, paired, &out->lines[out->n_lines]))
            out->n_lines++;
        else
            out->n_without++;
    }
    out->v = tt_new_n(a, tt_mirror, out->n_lines + 1);
    if (!out->v || !tt_sort(out->lines, out->n_lines, sizeof *out->lines, cmp_line, NULL))
        return tt_fail(err, TT_ENOMEM, "no room to sort declarations");
    for (size_t i = 0; i < out->n_lines; i++) {
        const tt_mirror_line *l = &out->lines[i];
        if (!i || !same_lane(l - 1, l))
            out->v[out->n++] = (tt_mirror){l->from, l->to, l->hs6, i, 0};
        out->v[out->n - 1].n++;
    }
    return TT_OK;
}

tt_mirror_sum
tt_mirror_side(const tt_mirrors *l, size_t first, size_t n, bool in, tt_date from, tt_date to)
{
    tt_mirror_sum s = {0};
    for (size_t i = first; i < first + n; i++) {
        const tt_mirror_line *x = &l->lines[i];
        if (x->in != in || x->day < from || x->day > to)
            continue;
        s.value += x->value;
        s.squares += x->value * x->value;
        s.mass += x->mass;
        s.paired += x->paired ? x->value : 0;
        s.n++;
        s.no_mass += x->mass <= 0;
    }
    return s;
}

static bool same_chapter(const tt_mirror *a, const tt_mirror *b)
{
    return a->from == b->from && a->to == b->to && tt_hs_chapter(a->hs6) == tt_hs_chapter(b->hs6);
}

tt_mirror tt_mirror_chapter(const tt_mirrors *l, size_t i)
{
    tt_mirror c = l->v[i];
    for (size_t k = i; k > 0 && same_chapter(&l->v[k - 1], &l->v[i]); k--) {
        c.first = l->v[k - 1].first;
        c.n += l->v[k - 1].n;
    }
    for (size_t k = i + 1; k < l->n && same_chapter(&l->v[k], &l->v[i]); k++)
        c.n += l->v[k].n;
    return c;
}

static int cmp_pair(const void *pa, const void *pb, void *ctx)
{
    const tt_mirror_pair *a = pa, *b = pb;
    int by = order(a->exporter, b->exporter);
    TT_UNUSED(ctx);
    return by ? by : order(a->importer, b->importer);
}

tt_status tt_mirror_pairs(const tt_mirrors *l, const tt_mirror *lane, const tt_date days[4],
                          tt_arena *a, tt_mirror_pair **out, size_t *n, tt_err *err)
{
    tt_mirror_pair *v = tt_new_n(a, tt_mirror_pair, lane->n + 1);
    size_t m = 0;
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no room for parties of declarations");
    for (size_t i = lane->first; i < lane->first + lane->n; i++) {
        const tt_mirror_line *x = &l->lines[i];
        const tt_date *window = &days[x->in ? 2 : 0];
        if (x->day >= window[0] && x->day <= window[1])
            v[m++] = (tt_mirror_pair){x->exporter, x->importer, x->in ? 0 : x->value,
                                      x->in ? x->value : 0};
    }
    if (!tt_sort(v, m, sizeof *v, cmp_pair, NULL))
        return tt_fail(err, TT_ENOMEM, "no room to sort parties of declarations");
    *n = 0;
    for (size_t i = 0; i < m; i++) {
        if (*n && !cmp_pair(&v[*n - 1], &v[i], NULL)) {
            v[*n - 1].out += v[i].out;
            v[*n - 1].in += v[i].in;
        } else {
            v[(*n)++] = v[i];
        }
    }
    *out = v;
    return TT_OK;
}
