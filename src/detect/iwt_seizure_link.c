/*
 * iwt_seizure_link.c - parties and containers that a seizure record names.
 *
 * A party is linked when it has the name of the shipper, the consignee or the agent of a seizure,
 * or its phone, or its transport document; a consignment when it has the container within some
 * days.  Containers go round the world: after months one says nothing.  Agents and parties with
 * very many partners serve the honest as well and weigh less.  Not caught: names that are written
 * otherwise than the record writes them (resolve joins spellings of documents, not of seizures),
 * and routes alone. Formula, worked example, known false positives: iwt_seizure_link.md.
 */
#include "detect/common/shared.h"

#include "base/map.h"
#include "base/str.h"
#include "refdata/fold.h"

#include <math.h>

enum { P_PARTY, P_AGENT, P_CONTAINER, P_DAYS, P_HUB, P_HUB_OFF, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_PARTY] = {"party", 1.3, 0, 3, "log10",
                 "shipper or consignee of a seizure, or of its transport document"},
    [P_AGENT] = {"agent", 0.7, 0, 3, "log10", "agent of a seizure, or its phone"},
    [P_CONTAINER] = {"container", 0.7, 0, 3, "log10", "container of a seizure"},
    [P_DAYS] = {"container_days", 60, 1, 3650, "days", "around the seizure in which it counts"},
    [P_HUB] = {"hub", 100, 2, 1e6, "count", "documents of goods that make a party a hub"},
    [P_HUB_OFF] = {"hub_off", 0.7, 0, 3, "log10", "taken off for a hub"},
};

enum what { SHIPPER, CONSIGNEE, AGENT, PHONE, CONTAINER, BILL, WHATS };
static const char *const words[WHATS] = {"name of the shipper", "name of the consignee",
                                         "name of the agent",   "phone",
                                         "container",           "transport document"};

struct link {
    tt_ix seizure, entity, doc; /* doc: names the container or the bill; else 0 */
    enum what what;
    tt_kind kind; /* of doc */
};
TT_VEC(link_vec, struct link);

struct state {
    const tt_detect_in *in;
    tt_map keys; /* of what and value -> first seizure */
    tt_ix *next[WHATS];
    link_vec links;
    bool failed;
};

/* One letter for what it is, and the value folded: names without case, accents and blanks. */
static tt_str key_of(enum what what, tt_str value, char out[TT_FOLD_MAX + 1])
{
    enum { SHORT = 4 }; /* shorter values name nobody */
    size_t n = tt_fold(value, out + 1);
    out[0] = (char)('a' + (int)what);
    return n >= SHORT ? (tt_str){out, n + 1} : (tt_str){NULL, 0};
}

static tt_str said_by(const tt_seizure *s, enum what what)
{
    switch (what) {
    case SHIPPER:
        return s->shipper_name;
    case CONSIGNEE:
        return s->consignee_name;
    case AGENT:
        return s->agent_name;
    case PHONE:
        return s->phone;
    case CONTAINER:
        return s->container;
    case BILL:
        return s->transport_document;
    case WHATS:
        break;
    }
    return (tt_str){0};
}

static void index_seizures(struct state *s)
{
    const tt_data *d = s->in->data;
    char text[TT_FOLD_MAX + 1];
    for (int w = 0; w < WHATS; w++) {
        s->next[w] = tt_new_n(s->in->scratch, tt_ix, d->n_seizures + 1);
        s->failed |= !s->next[w];
        for (tt_ix i = (tt_ix)d->n_seizures; !s->failed && i > 0; i--) {
            tt_str key = key_of((enum what)w, said_by(&d->seizures[i], (enum what)w), text);
            if (!key.n)
                continue;
            uint32_t old = tt_map_find(&s->keys, key);
            s->next[w][i] = old == TT_MAP_NONE ? 0 : old;
            s->failed = !tt_map_put(&s->keys, key, i);
        }
    }
}

static void look_up(struct state *s, enum what what, tt_str value, tt_ix entity, tt_ref of)
{
    char text[TT_FOLD_MAX + 1];
    const tt_data *d = s->in->data;
    tt_str key = entity ? key_of(what, value, text) : (tt_str){0};
    uint32_t i = key.n ? tt_map_find(&s->keys, key) : TT_MAP_NONE;
    for (; i != TT_MAP_NONE && i; i = s->next[what][i]) {
        if (what == CONTAINER) {
            tt_date day = tt_data_cited(d, of.kind, of.doc).day, taken = d->seizures[i].date;
            if (day == TT_NO_DATE || taken == TT_NO_DATE ||
                fabs((double)day - (double)taken) > s->in->param[P_DAYS])
                continue;
        }
        struct link l = {i, entity, of.doc, what, of.kind};
        s->failed |= !tt_vec_push(&s->links, l);
    }
}

static const tt_ref nothing = {TT_KIND_NONE, 0, 0};

/* The first two parties of a document, when it names what a seizure names. */
static void look_up_both(struct state *s, enum what what, tt_str value, tt_kind kind, tt_ix doc)
{
    const tt_data *d = s->in->data;
    for (unsigned role = 1; role <= 2; role++)
        look_up(s, what, value, tt_data_entity(d, tt_data_role(d, kind, doc, role)),
                (tt_ref){kind, doc, 0});
}

static void look(struct state *s)
{
    const tt_data *d = s->in->data;
    for (tt_ix i = 1; i <= d->n_mentions; i++)
        for (int w = SHIPPER; w <= AGENT; w++)
            look_up(s, (enum what)w, d->mentions[i].name, d->mentions[i].entity, nothing);
    for (tt_ix i = 1; i <= d->n_parties; i++) {
        for (int w = SHIPPER; w <= AGENT; w++)
            look_up(s, (enum what)w, d->parties[i].name, d->parties[i].entity, nothing);
        look_up(s, PHONE, d->parties[i].phone, d->parties[i].entity, nothing);
    }
    for (tt_ix i = 1; i <= d->n_shipment_lines; i++)
        look_up_both(s, CONTAINER, d->shipment_lines[i].container, TT_KIND_SHIPMENT,
                     d->shipment_lines[i].doc);
    for (tt_ix i = 1; i <= d->n_shipments; i++)
        look_up_both(s, BILL, d->shipments[i].head.number, TT_KIND_SHIPMENT, i);
    for (tt_ix i = 1; i <= d->n_declarations; i++)
        look_up_both(s, BILL, d->declarations[i].transport_document, TT_KIND_DECLARATION, i);
    for (tt_ix i = 1; i <= d->n_invoices; i++)
        look_up_both(s, BILL, d->invoices[i].transport_document, TT_KIND_INVOICE, i);
}

static int by_pair(const void *pa, const void *pb, void *ctx)
{
    const struct link *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    if (a->seizure != b->seizure)
        return a->seizure < b->seizure ? -1 : 1;
    if (a->what != b->what)
        return a->what < b->what ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->doc < b->doc ? -1 : a->doc > b->doc;
}

/* Cites some goods documents of the party and says how many there are. */
static size_t cite_goods(const struct state *s, tt_ix entity, tt_draft *w)
{
    enum { SHOWN = 5 };
    static const tt_book books[] = {TT_BOOK_SHIPPED, TT_BOOK_RECEIVED, TT_BOOK_EXPORTED,
                                    TT_BOOK_IMPORTED};
    size_t all = 0;
    for (size_t b = 0; b < TT_LEN(books); b++) {
        size_t n;
        const tt_ix *docs = tt_books_of(&s->in->shared->books, books[b], entity, &n);
        for (size_t i = 0; i < TT_MIN(n, (size_t)SHOWN); i++)
            tt_draft_document(w, tt_book_kind(books[b]), docs[i], 0);
        all += n;
    }
    return all;
}

static void tests(const struct state *s, bool hub, size_t n, tt_date from, tt_draft *w)
{
    TT_UNUSED(s);
    tt_draft_test(w, "serves_many", hub ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_draft_text(w, tt_arena_printf(w->a, "The party is in %s of goods.",
                                                   tt_say_count(w, n, "document"))));
    tt_draft_test(w, "other_party_of_that_name", TT_TEST_UNKNOWN,
                  "The record gives no identifier or address to compare.");
    tt_draft_test(w, "name_was_abused", TT_TEST_UNKNOWN,
                  tt_draft_text(w, tt_arena_printf(w->a,
                                                   "Whether the party knew of what was seized on "
                                                   "%s is not in the data.",
                                                   tt_say_date(w, from))));
}

/* The links of one party to one seizure. */
static tt_status
tell(const struct state *s, const struct link *v, size_t n, tt_findings *out, tt_err *err)
{
    const double *p = s->in->param;
    const tt_data *d = s->in->data;
    const tt_seizure *x = &d->seizures[v->seizure];
    const double weights[WHATS] = {p[P_PARTY], p[P_PARTY],     p[P_AGENT],
                                   p[P_AGENT], p[P_CONTAINER], p[P_PARTY]};
    const char *shared = "";
    double best = 0;
    tt_draft w;
    tt_draft_begin(&w, d, s->in->scratch);
    tt_draft_document(&w, TT_KIND_SEIZURE, v->seizure, 0);
    tt_draft_entity(&w, v->entity, "party");
    for (size_t i = 0; i < n; i++) {
        best = fmax(best, weights[v[i].what]);
        if (v[i].doc)
            tt_draft_document(&w, v[i].kind, v[i].doc, 0);
        if (i && v[i].what == v[i - 1].what)
            continue;
        shared = tt_draft_text(
            &w, tt_arena_printf(w.a, "%s%s%s", shared, *shared ? ", " : "", words[v[i].what]));
    }
    size_t goods = cite_goods(s, v->entity, &w);
    if (!goods) { /* a name without goods: nothing to look at, nothing to stop */
        tt_draft_release(&w);
        return TT_OK;
    }
    bool hub = (double)goods >= p[P_HUB];
    tests(s, hub, goods, x->date, &w);
    tt_draft_measure(&w, "documents_of_goods", "count", (double)goods, NAN, p[P_HUB], 0);
    tt_draft_step(&w, "Ask the authority that made the seizure for the file.");
    tt_draft_step(&w, "Look at what the party has under way, and where it can still be stopped.");
    w.f.weight = fmax(0, best - (hub ? p[P_HUB_OFF] : 0));
    w.f.title = "Party of an earlier seizure";
    w.f.explanation = tt_draft_text(
        &w,
        tt_arena_printf(w.a,
                        "The party shares with seizure '%s' of %s (%.*s, %.*s): %s. It is in %s "
                        "of goods.",
                        tt_say_doc(&w, TT_KIND_SEIZURE, v->seizure), tt_say_date(&w, x->date),
                        TT_STR_ARG(x->species), TT_STR_ARG(x->commodity), shared,
                        tt_say_count(&w, goods, "document")));
    return tt_draft_add(&w, out, err);
}

static tt_status tell_all(struct state *s, tt_findings *out, tt_err *err)
{
    if (s->failed || !tt_sort(s->links.v, s->links.n, sizeof *s->links.v, by_pair, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for links to seizures");
    for (size_t i = 0, end; i < s->links.n; i = end) {
        const struct link *v = &s->links.v[i];
        for (end = i + 1; end < s->links.n && s->links.v[end].entity == v->entity &&
                          s->links.v[end].seizure == v->seizure;
             end++)
            ;
        TT_TRY(tell(s, v, end - i, out, err));
    }
    return TT_OK;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in};
    tt_map_init(&s.keys);
    index_seizures(&s);
    if (!s.failed && in->data->n_seizures)
        look(&s);
    tt_status st = tell_all(&s, out, err);
    tt_vec_release(&s.links);
    tt_map_release(&s.keys);
    return st;
}

const tt_detector tt_detector_iwt_seizure_link = {
    .id = "iwt.seizure_link",
    .revision = 1,
    .title = "Party of an earlier seizure",
    .typology = "seizure_link",
    .family = TT_FAMILY_WILDLIFE,
    .split = TT_SPLIT_ENTITY,
    .indicators = "W-02",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020)",
    .looks_for = "Parties with the name or phone of the shipper, consignee or agent of a seizure, "
                 "parties of documents that name its transport document, and consignments in its "
                 "container around that day.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
