/* course.c - see course.h. */
#include "detect/common/course.h"

#include "base/vec.h"
#include "detect/common/goods.h"
#include "detect/common/shared.h"

static double over_all(const tt_seas *seas, const tt_voyage *v)
{
    double nm = 0;
    for (size_t i = 1; i < v->n; i++)
        nm += tt_seas_nm(seas, v->port[i - 1], v->port[i]);
    return nm;
}

tt_status tt_courses_build(const tt_data *d, tt_arena *a, tt_courses *out, tt_err *err)
{
    *out = (tt_courses){.v = tt_new_n(a, tt_course, d->n_shipments + 1)};
    if (!out->v)
        return tt_fail(err, TT_ENOMEM, "no memory for ways");
    TT_TRY(tt_seas_build(a, &out->seas, err));
    for (tt_ix i = 1; i <= d->n_shipments; i++) {
        const tt_shipment *x = &d->shipments[i];
        tt_course *w = &out->v[out->n];
        if (!tt_voyage_by_sea(x) || tt_shipment_is_above(d, i))
            continue;
        *w = (tt_course){.shipment = i,
                         .sender = tt_data_entity(d, x->shipper),
                         .receiver = tt_data_entity(d, x->consignee),
                         .day = x->head.date.day};
        if (!tt_voyage_of(x, &w->v)) {
            out->unknown++;
            continue;
        }
        tt_port first = w->v.port[0], last = w->v.port[w->v.n - 1];
        w->from = tt_port_country(first);
        w->to = tt_port_country(last);
        w->nm = over_all(out->seas, &w->v);
        w->direct = tt_seas_nm(out->seas, first, last);
        out->n++;
    }
    return TT_OK;
}

uint64_t tt_course_lane(const tt_course *w)
{
    return (uint64_t)1 << 32 | (uint64_t)w->from << 16 | w->to;
}

tt_trial tt_course_trial(const tt_data *d, const tt_course *w, double gap)
{
    tt_ix deal = tt_deal_of(d, TT_KIND_SHIPMENT, w->shipment);
    return (tt_trial){.seller = w->sender,
                      .buyer = w->receiver,
                      .at = deal ? deal
                                 : tt_trial_alone(d, (tt_ref){TT_KIND_SHIPMENT, w->shipment, 0}),
                      .lr = 1,
                      .gap = gap};
}

void tt_course_cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const tt_course *const *own = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, TT_KIND_SHIPMENT, (*own)->shipment, 0);
}

/* --- odd ways --- */

struct seen {
    tt_country by;
    tt_ix sender;
};

static int seen_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct seen *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->by != b->by)
        return a->by < b->by ? -1 : 1;
    return (a->sender > b->sender) - (a->sender < b->sender);
}

tt_status tt_odd_ways_count(const tt_detect_in *in, const tt_odd_way *v, size_t n, tt_err *err)
{
    enum { COUNTRIES = UINT16_MAX + 1 };
    struct seen *seen = tt_new_n(in->scratch, struct seen, n + 1);
    uint32_t *senders = tt_new_n(in->scratch, uint32_t, COUNTRIES);
    if (!seen || !senders)
        return tt_fail(err, TT_ENOMEM, "no memory for odd ways");
    for (size_t i = 0; i < n; i++)
        seen[i] = (struct seen){tt_port_country(v[i].by), in->shared->declared[v[i].way->sender]};
    if (!tt_sort(seen, n, sizeof *seen, seen_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for odd ways");
    for (size_t i = 0; i < n; i++)
        senders[seen[i].by] += !i || seen_cmp(&seen[i - 1], &seen[i], NULL) != 0;
    for (size_t i = 0; i < n; i++)
        *v[i].others = senders[tt_port_country(v[i].by)] - 1;
    return TT_OK;
}

/* --- questions --- */

static tt_status add_all(const tt_detect_in *in, const tt_courses *c, const tt_course_question *q,
                         void *ctx, tt_trial_vec *out, tt_err *err)
{
    for (size_t i = 0, k = 0; i < c->n; i++) {
        const tt_course *w = &c->v[i];
        const char *next = (const char *)q->items + k * q->size;
        bool has = k < q->n_items && *(const tt_course *const *)(const void *)next == w;
        tt_trial t = tt_course_trial(in->data, w, q->gap);
        k += has;
        t.own = has ? next : NULL;
        if (q->is_judged(w) && q->judge(ctx, w, t.own, &t))
            TT_TRY(tt_trials_add(out, t, err));
    }
    return tt_trials_one_a_deal(out) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for ways");
}

tt_status tt_courses_ask(const tt_detect_in *in, const tt_courses *c, const tt_course_question *q,
                         void *ctx, tt_findings *out, tt_err *err)
{
    tt_trial_vec trials = {0};
    tt_status st = add_all(in, c, q, ctx, &trials, err);
    if (st == TT_OK)
        st = tt_trials_judge(in, &trials, q->words, ctx, q->weak, out, err);
    tt_vec_release(&trials);
    return st;
}

/* --- words --- */

const char *tt_say_port(tt_draft *w, tt_port p)
{
    const tt_port_info *i = tt_port_get(p);
    return tt_say(w, "%s (%s)", i->name, i->code);
}

const char *tt_say_between(tt_draft *w, const tt_voyage *v)
{
    const char *text = "";
    for (size_t i = 1; i + 1 < v->n; i++)
        text = tt_say(w, "%s%s%s", text,
                      i == 1         ? ""
                      : i + 2 < v->n ? ", "
                                     : " and ",
                      tt_say_port(w, v->port[i]));
    return text;
}
