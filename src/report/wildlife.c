/* wildlife.c - chains of consignments that wildlife findings cite; see wildlife.h. */
#include "report/wildlife.h"

#include "base/map.h"
#include "base/str.h"
#include "detect/common/books.h"
#include "detect/common/goods.h"
#include "detect/detect.h"

#include <math.h>
#include <string.h>

enum {
    RESALE_DAYS = 180, /* what the receiver sells of the same goods so soon is their sale */
    VOYAGE_DAYS = 60   /* where no arrival is given, a load is under way so long */
};

const char *tt_stage_text(tt_stage s)
{
    static const char *const texts[TT_STAGE_COUNT] = {"purchase", "transport", "storage", "sale"};
    return texts[s];
}

const char *tt_lane_text(tt_lane l)
{
    static const char *const texts[TT_LANE_COUNT] = {"goods", "money", "documents"};
    return texts[l];
}

static bool is_wild(const tt_found *f)
{
    return strcmp(f->family, tt_family_text(TT_FAMILY_WILDLIFE)) == 0;
}

bool tt_wild_any(const tt_report_in *in)
{
    for (size_t i = 1; i <= in->results->n_findings; i++)
        if (is_wild(&in->results->findings[i]))
            return true;
    return in->data->n_seizures > 0 || in->data->n_permits > 0;
}

/* A consignment (index) and a finding that cites it. */
struct citing {
    uint32_t consignment;
    tt_ix finding;
};
TT_VEC(citing_vec, struct citing);

struct build {
    const tt_report_in *in;
    const tt_data *d;
    tt_arena *a;
    tt_wild_view *out;
    tt_books books;
    tt_line_texts texts;
    uint32_t *of_doc[TT_KIND_COUNT]; /* 1 + consignment of a document; 0 none */
    uint32_t *deal_first, *deal_of;  /* consignments of each deal */
    bool *is_chain;                  /* by consignment */
    citing_vec cited;
    tt_step_vec steps;
    tt_control_vec controls;
    tt_could_vec could;
    tt_gap_vec gaps;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the wildlife page");
}

/* A copy in the arena of what a vec holds. */
static void *keep(tt_arena *a, const void *v, size_t n, size_t size)
{
    void *p = tt_arena_zalloc(a, n + 1, size);
    if (p && n)
        memcpy(p, v, n * size);
    return p;
}

/* --- which findings cite which consignment --- */

static bool index_consignments(struct build *b)
{
    const tt_wild *w = &b->out->wild;
    const tt_data *d = b->d;
    b->of_doc[TT_KIND_SHIPMENT] = tt_new_n(b->a, uint32_t, d->n_shipments + 1);
    b->of_doc[TT_KIND_DECLARATION] = tt_new_n(b->a, uint32_t, d->n_declarations + 1);
    b->deal_first = tt_new_n(b->a, uint32_t, d->n_deals + 2);
    b->deal_of = tt_new_n(b->a, uint32_t, w->n + 1);
    uint32_t *at = tt_new_n(b->a, uint32_t, d->n_deals + 2);
    b->is_chain = tt_new_n(b->a, bool, w->n + 1);
    if (!b->of_doc[TT_KIND_SHIPMENT] || !b->of_doc[TT_KIND_DECLARATION] || !b->deal_first ||
        !b->deal_of || !at || !b->is_chain)
        return false;
    for (uint32_t i = 0; i < w->n; i++) {
        b->of_doc[w->v[i].kind][w->v[i].doc] = i + 1;
        b->deal_first[w->v[i].deal + 1]++; /* no deal: those of 0, which nobody asks for */
    }
    for (size_t k = 1; k <= d->n_deals + 1; k++)
        b->deal_first[k] += b->deal_first[k - 1];
    memcpy(at, b->deal_first, (d->n_deals + 2) * sizeof(*at));
    for (uint32_t i = 0; i < w->n; i++)
        b->deal_of[at[w->v[i].deal]++] = i;
    return true;
}

static bool cite(struct build *b, uint32_t consignment, tt_ix finding, bool wild)
{
    if (wild)
        b->is_chain[consignment] = true;
    else if (!b->is_chain[consignment])
        return true;
    return tt_vec_push(&b->cited, ((struct citing){consignment, finding}));
}

/* The consignments of what a finding cites: the document itself, or those of its deal. */
static bool cite_all(struct build *b, tt_ix finding, bool wild)
{
    const tt_finding *f = &b->in->results->findings[finding].f;
    bool ok = true;
    for (size_t i = 0; ok && i < f->n_documents; i++) {
        tt_ref r = f->documents[i];
        if (!tt_kind_is_document(r.kind))
            continue;
        uint32_t own = b->of_doc[r.kind] ? b->of_doc[r.kind][r.doc] : 0;
        tt_ix deal = own ? 0 : tt_deal_of(b->d, r.kind, r.doc);
        if (own)
            ok = cite(b, own - 1, finding, wild);
        for (uint32_t k = deal ? b->deal_first[deal] : 0; ok && deal && k < b->deal_first[deal + 1];
             k++)
            ok = cite(b, b->deal_of[k], finding, wild);
    }
    return ok;
}

static int by_consignment(const void *pa, const void *pb, void *ctx)
{
    const struct citing *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->consignment != b->consignment)
        return a->consignment < b->consignment ? -1 : 1;
    return (a->finding > b->finding) - (a->finding < b->finding); /* findings are by rank */
}

static bool find_citing(struct build *b)
{
    const tt_results *r = b->in->results;
    for (int wild = 1; wild >= 0; wild--)
        for (size_t i = 1; i <= r->n_findings; i++)
            if (is_wild(&r->findings[i]) == (wild == 1) && !cite_all(b, (tt_ix)i, wild == 1))
                return false;
    if (b->cited.n && !tt_sort(b->cited.v, b->cited.n, sizeof(*b->cited.v), by_consignment, NULL))
        return false;
    size_t n = 0;
    for (size_t i = 0; i < b->cited.n; i++)
        if (!n || by_consignment(&b->cited.v[n - 1], &b->cited.v[i], NULL) != 0)
            b->cited.v[n++] = b->cited.v[i];
    b->cited.n = n;
    return true;
}

/* --- what happened --- */

static bool
step(struct build *b, tt_stage stage, tt_lane lane, tt_ref doc, tt_date day, const char *what)
{
    return tt_vec_push(&b->steps, ((tt_step){stage, lane, day, doc, what}));
}

/* One document of the deal; in the deal of a resale everything is sale. */
static bool step_of(struct build *b, tt_kind kind, tt_ix doc, bool resale)
{
    const tt_data *d = b->d;
    tt_ref r = {kind, doc, 0};
    tt_date day = tt_data_head(d, kind, doc)->date.day;
    switch (kind) {
    case TT_KIND_INVOICE:
        return step(b, resale ? TT_STAGE_SALE : TT_STAGE_PURCHASE, TT_LANE_PAPERS, r, day,
                    resale ? "resold" : "invoiced");
    case TT_KIND_PAYMENT:
        return step(b, resale ? TT_STAGE_SALE : TT_STAGE_PURCHASE, TT_LANE_MONEY, r, day, "paid");
    case TT_KIND_SHIPMENT: {
        tt_date arrival = d->shipments[doc].arrival;
        tt_stage later = resale ? TT_STAGE_SALE : TT_STAGE_STORAGE;
        return step(b, resale ? TT_STAGE_SALE : TT_STAGE_TRANSPORT, TT_LANE_GOODS, r, day,
                    "leaves") &&
               (arrival == TT_NO_DATE || step(b, later, TT_LANE_GOODS, r, arrival, "arrives"));
    }
    case TT_KIND_DECLARATION:
        return step(b, resale ? TT_STAGE_SALE : TT_STAGE_TRANSPORT, TT_LANE_GOODS, r, day,
                    d->declarations[doc].type == TT_DOC_IMPORT ? "declared for import"
                                                               : "declared for export");
    default:
        return true;
    }
}

static bool steps_of_deal(struct build *b, tt_ix deal, bool resale)
{
    const tt_deal *x = &b->d->deals[deal];
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++)
        if (!step_of(b, b->d->deal_docs[i].kind, b->d->deal_docs[i].doc, resale))
            return false;
    return true;
}

static bool same_goods(const tt_data *d, const tt_consignment *c, const tt_invoice *inv)
{
    for (tt_ix i = 0; i < inv->head.n_lines; i++)
        for (tt_ix k = 0; k < c->n_lines; k++)
            if (c->lines[k].hs != TT_HS_NONE &&
                tt_hs_prefix(c->lines[k].hs, 6) ==
                    tt_hs_prefix(d->invoice_lines[inv->head.first_line + i].hs, 6))
                return true;
    return false;
}

/* What the receiver sells of the same goods afterwards. */
static bool sales(struct build *b, const tt_consignment *c)
{
    size_t n;
    if (!c->receiver || c->day == TT_NO_DATE)
        return true;
    const tt_ix *v = tt_books_of(&b->books, TT_BOOK_SOLD, c->receiver, &n);
    for (size_t i = 0; i < n; i++) {
        const tt_invoice *inv = &b->d->invoices[v[i]];
        tt_date day = inv->head.date.day;
        tt_ix deal = tt_deal_of(b->d, TT_KIND_INVOICE, v[i]);
        if (day == TT_NO_DATE || day < c->day || day - c->day > RESALE_DAYS ||
            (deal && deal == c->deal) || !same_goods(b->d, c, inv))
            continue;
        if (!(deal ? steps_of_deal(b, deal, true) : step_of(b, TT_KIND_INVOICE, v[i], true)))
            return false;
    }
    return true;
}

static int by_time(const void *pa, const void *pb, void *ctx)
{
    const tt_step *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->day != b->day)
        return a->day == TT_NO_DATE || (b->day != TT_NO_DATE && a->day > b->day) ? 1 : -1;
    if (a->stage != b->stage)
        return a->stage < b->stage ? -1 : 1;
    if (a->lane != b->lane)
        return a->lane < b->lane ? -1 : 1;
    if (a->doc.kind != b->doc.kind)
        return a->doc.kind < b->doc.kind ? -1 : 1;
    return (a->doc.doc > b->doc.doc) - (a->doc.doc < b->doc.doc);
}

/* --- where it can be stopped --- */

static bool control(struct build *b, const char *what, tt_str place, tt_date day, bool ahead)
{
    return !place.n ||
           tt_vec_push(&b->controls,
                       ((tt_control){what, place, tt_place_country(place), day, ahead}));
}

static bool controls(struct build *b, const tt_consignment *c)
{
    if (c->kind != TT_KIND_SHIPMENT) {
        const tt_declaration *x = &b->d->declarations[c->doc];
        return control(b, "declaration", x->office, c->day,
                       c->day != TT_NO_DATE && c->day >= b->d->as_of);
    }
    const tt_shipment *s = &b->d->shipments[c->doc];
    bool left = c->day != TT_NO_DATE && c->day < b->d->as_of;
    bool ahead = s->arrival != TT_NO_DATE
                     ? s->arrival >= b->d->as_of
                     : c->day == TT_NO_DATE || b->d->as_of - c->day <= VOYAGE_DAYS;
    tt_str ports = s->transshipment_ports, port;
    bool ok = control(b, "loading", s->port_of_loading, c->day, !left);
    while (ok && ports.n && tt_str_split(&ports, '|', &port))
        ok = control(b, "transshipment", tt_str_trim(port), TT_NO_DATE, ahead);
    ok = ok && control(b, "discharge", s->port_of_discharge, s->arrival, ahead);
    if (!tt_str_eq(s->place_of_delivery, s->port_of_discharge))
        ok = ok && control(b, "delivery", s->place_of_delivery, TT_NO_DATE, ahead);
    return ok;
}

/* --- what else is said of it --- */

static bool could_be(struct build *b, const tt_consignment *c)
{
    const tt_wildlife *k = &b->out->wild.k;
    for (size_t i = 0; i < k->n_products; i++) {
        tt_could_be x = {.product = &k->products[i]};
        tt_str group = x.product->group;
        if (!group.n || !(tt_corridor_roles(k, group, c->from) & 1u << TT_ROLE_SOURCE) ||
            !(tt_corridor_roles(k, group, c->to) &
              (1u << TT_ROLE_TRANSIT | 1u << TT_ROLE_DESTINATION)) ||
            !tt_value_range(k, x.product->name, c->day, &x.usd_low, &x.usd_high))
            continue;
        if (!tt_vec_push(&b->could, x))
            return false;
    }
    return true;
}

static bool gaps(struct build *b, const tt_consignment *c)
{
    const struct {
        bool is;
        const char *says;
    } all[] = {
        {isnan(c->gross_kg), "The papers do not give the weight of every line."},
        {c->value == TT_NO_NUM, "Neither a declared nor an invoiced value is known."},
        {c->kind == TT_KIND_SHIPMENT && b->d->shipments[c->doc].arrival == TT_NO_DATE,
         "The day of arrival is not known."},
        {!tt_deal_count(b->d, c->deal, TT_KIND_INVOICE), "No invoice is matched with it."},
        {!tt_deal_count(b->d, c->deal, TT_KIND_PAYMENT), "No payment is matched with it."},
        {c->kind == TT_KIND_SHIPMENT && !tt_deal_count(b->d, c->deal, TT_KIND_DECLARATION),
         "No customs declaration is matched with it."},
    };
    for (size_t i = 0; i < TT_LEN(all); i++)
        if (all[i].is && !tt_vec_push(&b->gaps, all[i].says))
            return false;
    return true;
}

/* Permits and seizures that its findings cite, each once. */
static bool rows(struct build *b, tt_chain *x)
{
    size_t n = 0;
    for (size_t i = 0; i < x->n_findings; i++)
        n += b->in->results->findings[x->findings[i]].f.n_documents;
    x->rows = tt_new_n(b->a, tt_ref, n + 1);
    if (!x->rows)
        return false;
    for (size_t i = 0; i < x->n_findings; i++) {
        const tt_finding *f = &b->in->results->findings[x->findings[i]].f;
        for (size_t k = 0; k < f->n_documents; k++) {
            tt_ref r = f->documents[k];
            bool known = r.kind != TT_KIND_PERMIT && r.kind != TT_KIND_SEIZURE;
            for (size_t m = 0; !known && m < x->n_rows; m++)
                known = x->rows[m].kind == r.kind && x->rows[m].doc == r.doc;
            if (!known)
                x->rows[x->n_rows++] = r;
        }
    }
    return true;
}

static bool chain(struct build *b, const struct citing *v, size_t n, tt_chain *x)
{
    const tt_consignment *c = &b->out->wild.v[v->consignment];
    *x = (tt_chain){.c = c, .n_findings = n, .value_kg = tt_consignment_value_kg(b->d, c)};
    x->findings = tt_new_n(b->a, tt_ix, n);
    if (!x->findings)
        return false;
    for (size_t i = 0; i < n; i++)
        x->findings[i] = v[i].finding;
    b->steps.n = b->controls.n = b->could.n = b->gaps.n = 0;
    bool ok = (c->deal ? steps_of_deal(b, c->deal, false) : step_of(b, c->kind, c->doc, false)) &&
              sales(b, c) && controls(b, c) && could_be(b, c) && gaps(b, c) && rows(b, x);
    ok = ok && (!b->steps.n || tt_sort(b->steps.v, b->steps.n, sizeof(*b->steps.v), by_time, NULL));
    if (!ok)
        return false;
    x->n_steps = b->steps.n;
    x->n_controls = b->controls.n;
    x->n_could_be = b->could.n;
    x->n_gaps = b->gaps.n;
    x->steps = keep(b->a, b->steps.v, x->n_steps, sizeof(*x->steps));
    x->controls = keep(b->a, b->controls.v, x->n_controls, sizeof(*x->controls));
    x->could_be = keep(b->a, b->could.v, x->n_could_be, sizeof(*x->could_be));
    x->gaps = keep(b->a, b->gaps.v, x->n_gaps, sizeof(*x->gaps));
    return x->steps && x->controls && x->could_be && x->gaps;
}

static int by_rank(const void *pa, const void *pb, void *ctx)
{
    const tt_chain *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->findings[0] != b->findings[0])
        return a->findings[0] < b->findings[0] ? -1 : 1;
    return (a->c > b->c) - (a->c < b->c); /* consignments are by day and document */
}

static bool chains(struct build *b)
{
    tt_wild_view *o = b->out;
    o->chains = tt_new_n(b->a, tt_chain, b->cited.n + 1);
    if (!o->chains)
        return false;
    for (size_t i = 0, next; i < b->cited.n; i = next) {
        for (next = i + 1;
             next < b->cited.n && b->cited.v[next].consignment == b->cited.v[i].consignment;)
            next++;
        if (!chain(b, &b->cited.v[i], next - i, &o->chains[o->n_chains++]))
            return false;
    }
    return !o->n_chains || tt_sort(o->chains, o->n_chains, sizeof(*o->chains), by_rank, NULL);
}

/* --- lanes --- */

static int by_cited(const void *pa, const void *pb, void *ctx)
{
    const tt_wild_lane *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->cited != b->cited)
        return a->cited > b->cited ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

static void count_lane(tt_wild_lane *l, const tt_consignment *c, bool cited)
{
    l->from = c->from;
    l->to = c->to;
    l->n++;
    if (!cited)
        return;
    l->cited++;
    if (c->day == TT_NO_DATE)
        return;
    l->first = l->first == TT_NO_DATE ? c->day : TT_MIN(l->first, c->day);
    l->last = l->last == TT_NO_DATE ? c->day : TT_MAX(l->last, c->day);
}

static bool lanes(struct build *b)
{
    tt_wild_view *o = b->out;
    tt_map64 seen;
    bool ok = true;
    o->lanes = tt_new_n(b->a, tt_wild_lane, o->wild.n + 1);
    if (!o->lanes)
        return false;
    tt_map64_init(&seen);
    uint32_t n = 0;
    for (size_t i = 0; ok && i < o->wild.n; i++) {
        const tt_consignment *c = &o->wild.v[i];
        uint32_t at;
        bool added;
        ok = tt_map64_intern(&seen, (uint64_t)c->from << 32 | c->to, n, &at, &added);
        if (ok && added)
            o->lanes[n++] = (tt_wild_lane){.first = TT_NO_DATE, .last = TT_NO_DATE};
        if (ok)
            count_lane(&o->lanes[at], c, b->is_chain[i]);
    }
    tt_map64_release(&seen);
    if (ok && n)
        ok = tt_sort(o->lanes, n, sizeof(*o->lanes), by_cited, NULL);
    while (o->n_lanes < n && o->lanes[o->n_lanes].cited)
        o->n_lanes++;
    return ok;
}

tt_status tt_wild_view_build(const tt_report_in *in, tt_arena *a, tt_wild_view *out, tt_err *err)
{
    struct build b = {.in = in, .d = in->data, .a = a, .out = out};
    *out = (tt_wild_view){0};
    TT_TRY(tt_line_texts_build(in->data, a, &b.texts, err));
    TT_TRY(tt_wild_build(in->data, &b.texts, a, &out->wild, err));
    TT_TRY(tt_books_build(in->data, a, &b.books, err));
    bool ok = index_consignments(&b) && find_citing(&b) && chains(&b) && lanes(&b);
    tt_vec_release(&b.cited);
    tt_vec_release(&b.steps);
    tt_vec_release(&b.controls);
    tt_vec_release(&b.could);
    tt_vec_release(&b.gaps);
    if (!ok)
        return no_room(err);
    TT_TRY(tt_trends_build(in->data, b.is_chain, a, out, err));
    return tt_seized_build(in->data, a, out, err);
}
