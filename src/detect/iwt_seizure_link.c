/*
 * iwt_seizure_link.c - parties and containers that a seizure record names.
 *
 * A party is linked when it has the name of the shipper, the consignee or the agent of a seizure,
 * or its phone, or its transport document; a consignment when it has the container within some
 * days.  Containers go round the world: after months one says nothing.  Agents and parties with
 * very many partners serve the honest as well and weigh less.  A name that is spelt otherwise than
 * in the record counts in a country that the record names, and less.  What of its goods is like the
 * seized load is cited first; a party with nothing on that way weighs less.  Not caught: routes
 * alone. Formula, worked example, known false positives: iwt_seizure_link.md.
 */
#include "detect/common/seized.h"
#include "detect/common/shared.h"
#include "detect/common/spelt.h"
#include "detect/common/tally.h"

#include "base/map.h"
#include "base/str.h"
#include "refdata/fold.h"

#include <math.h>

enum {
    P_PARTY,
    P_AGENT,
    P_CONTAINER,
    P_DAYS,
    P_BITS,
    P_SPELT,
    P_OFF_WAY,
    P_HUB,
    P_HUB_OFF,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_PARTY] = {"party", 1.3, 0, 3, "log10",
                 "shipper or consignee of a seizure, or of its transport document"},
    [P_AGENT] = {"agent", 0.7, 0, 3, "log10", "agent of a seizure, or its phone"},
    [P_CONTAINER] = {"container", 0.7, 0, 3, "log10", "container of a seizure"},
    [P_DAYS] = {"container_days", 60, 1, 3650, "days", "around the seizure in which it counts"},
    [P_BITS] = {"name_bits", 12, 0, 100, "bits", "names that say less have only one spelling"},
    [P_SPELT] = {"spelt_off", 0.6, 0, 3, "log10", "taken off for a name that is spelt otherwise"},
    [P_OFF_WAY] = {"off_way", 0.6, 0, 3, "log10",
                   "taken off when none of its goods go the way of the seizure"},
    [P_HUB] = {"hub", 100, 2, 1e6, "count",
               "documents of goods, and declarations for others, that make a party a hub"},
    [P_HUB_OFF] = {"hub_off", 0.7, 0, 3, "log10", "taken off for a hub"},
    [P_MIN_WEIGHT] = {"min_weight", 0.2, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum what { SHIPPER, CONSIGNEE, AGENT, PHONE, CONTAINER, BILL, WHATS };
static const char *const words[WHATS] = {"name of the shipper", "name of the consignee",
                                         "name of the agent",   "phone",
                                         "container",           "transport document"};

struct link {
    tt_ix seizure, entity, doc; /* doc: names the container or the bill; else 0 */
    enum what what;
    bool spelt;   /* the name is not that of the record letter by letter */
    tt_kind kind; /* of doc */
};
TT_VEC(link_vec, struct link);

struct state {
    const tt_detect_in *in;
    tt_map keys; /* of what and value -> first seizure */
    tt_ix *next[WHATS];
    link_vec links;
    tt_seized_hand_vec hands;
    tt_cleared cleared;
    tt_tally weak;
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
        struct link l = {i, entity, of.doc, what, false, of.kind};
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

/* Does the record name the country?  One that names none excludes none. */
static bool names_country(const tt_seizure *x, tt_country c)
{
    tt_str rest = x->transit_countries, part;
    tt_country via;
    bool any = x->country || x->origin || x->destination || rest.n;
    if (!c || !any || c == x->country || c == x->origin || c == x->destination)
        return true;
    while (tt_spelling_part(&rest, &part))
        if (tt_country_parse(part, &via) && via == c)
            return true;
    return false;
}

/* Names of parties that are those of a record, spelt otherwise. */
static tt_status look_spelt(struct state *s, tt_err *err)
{
    const tt_data *d = s->in->data;
    tt_spelling_vec names = {0};
    const tt_spelt *v = NULL;
    size_t n = 0;
    bool ok = tt_spelling_add_parties(&names, d);
    for (tt_ix i = 1; i <= d->n_seizures && ok; i++)
        for (int w = SHIPPER; w <= AGENT && ok; w++)
            ok = tt_spelling_add(&names, said_by(&d->seizures[i], (enum what)w),
                                 WHATS * i + (uint32_t)w, true);
    tt_status st = ok ? tt_spelt_find(&names, s->in->param[P_BITS], s->in->scratch, &v, &n, err)
                      : tt_fail(err, TT_ENOMEM, "no memory for links to seizures");
    for (size_t i = 0; i < n; i++) {
        struct link l = {.seizure = v[i].sought / WHATS,
                         .entity = v[i].of,
                         .what = (enum what)(v[i].sought % WHATS),
                         .spelt = true};
        if (names_country(&d->seizures[l.seizure], d->entities[l.entity].country))
            s->failed |= !tt_vec_push(&s->links, l);
    }
    tt_vec_release(&names);
    return st;
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
    if (a->spelt != b->spelt)
        return a->spelt ? 1 : -1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->doc < b->doc ? -1 : a->doc > b->doc;
}

/* Who is a party of which seizure: agents and containers serve many. */
static bool know_hands(struct state *s)
{
    bool ok = true;
    for (size_t i = 0; i < s->links.n && ok; i++) {
        const struct link *l = &s->links.v[i];
        tt_seized_hand hand = {l->seizure, l->entity};
        if (l->what != AGENT && l->what != CONTAINER)
            ok = tt_vec_push(&s->hands, hand);
    }
    return ok && tt_seized_sort(&s->hands);
}

/* What a party has to do with goods, and how much of it is like what was seized. */
struct goods {
    size_t own, cleared;
    size_t likes[TT_SEIZED_LIKES];
    tt_seized_like best;
    bool says_way;   /* one of the seizures does */
    tt_seized_doc v; /* the last of the best */
};

static bool compare_all(const struct state *s, const tt_ix *seizures, size_t n, tt_kind kind,
                        const tt_ix *docs, size_t n_docs, tt_seized_doc_vec *out)
{
    bool ok = true;
    for (size_t i = 0; i < n_docs && ok; i++) {
        tt_seized_doc x = tt_seized_compare(s->in->data, &s->hands, seizures, n, kind, docs[i]);
        ok = tt_vec_push(out, x);
    }
    return ok;
}

/* Documents of a party that are most like what was seized, and cites the nearest of them. */
static bool cite_goods(const struct state *s, tt_ix entity, const tt_ix *seizures, size_t n,
                       struct goods *out, tt_draft *w)
{
    enum { SHOWN = 12 };
    static const tt_book books[] = {TT_BOOK_SHIPPED, TT_BOOK_RECEIVED, TT_BOOK_EXPORTED,
                                    TT_BOOK_IMPORTED};
    tt_seized_doc_vec v = {0};
    const tt_ix *cleared = tt_cleared_by(&s->cleared, entity, &out->cleared);
    bool ok = compare_all(s, seizures, n, TT_KIND_DECLARATION, cleared, out->cleared, &v);
    for (size_t b = 0; b < TT_LEN(books) && ok; b++) {
        size_t own;
        const tt_ix *docs = tt_books_of(&s->in->shared->books, books[b], entity, &own);
        ok = compare_all(s, seizures, n, tt_book_kind(books[b]), docs, own, &v);
        out->own += own;
    }
    ok = ok && tt_seized_rank(&v);
    for (size_t i = 0; i < v.n && ok; i++) {
        out->likes[v.v[i].like]++;
        if (v.v[i].like != v.v[0].like)
            continue;
        if (!i || v.v[i].day > out->v.day)
            out->v = v.v[i];
        if (i < SHOWN)
            tt_draft_document(w, v.v[i].doc.kind, v.v[i].doc.doc, 0);
    }
    out->best = v.n ? v.v[0].like : TT_SEIZED_ELSEWHERE;
    tt_vec_release(&v);
    return ok;
}

/* "; 3 of them between two parties of a seizure, the last of 2024-03-01". */
static const char *say_like(const struct goods *g, tt_draft *w)
{
    static const char *const text[TT_SEIZED_LIKES] = {[TT_SEIZED_WAY] = "on the way of a seizure",
                                                      [TT_SEIZED_HANDS] =
                                                          "between two parties of a seizure"};
    if (g->best == TT_SEIZED_ELSEWHERE)
        return g->says_way ? "; none of them on the way of a seizure" : "";
    const char *last =
        g->v.day == TT_NO_DATE ? "" : tt_say(w, ", the last of %s", tt_say_date(w, g->v.day));
    return tt_say(w, "; %s of them %s%s", tt_say_number(w, (double)g->likes[g->best], 0),
                  text[g->best], last);
}

static void tests(bool hub, const struct goods *g, tt_draft *w)
{
    static const struct {
        tt_outcome outcome;
        const char *detail;
    } way[TT_SEIZED_LIKES] = {
        {TT_TEST_WEAKENED, "None of its goods go the way that a seizure went: it may be another."},
        {TT_TEST_NOT_EXPLAINED, "Goods of it go the way that a seizure went."},
        {TT_TEST_NOT_EXPLAINED, "Goods of it go between two parties of a seizure."}};
    tt_draft_test(w, "serves_many", hub ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "The party is in %s of goods, and lodged %s for others.",
                         tt_say_count(w, g->own, "document"),
                         tt_say_count(w, g->cleared, "declaration")));
    if (g->says_way || g->best != TT_SEIZED_ELSEWHERE)
        tt_draft_test(w, "goods_of_another_way", way[g->best].outcome, way[g->best].detail);
    tt_draft_test(w, "other_party_of_that_name", TT_TEST_UNKNOWN,
                  "A record of a seizure gives no identifier or address to compare.");
    tt_draft_test(w, "name_was_abused", TT_TEST_UNKNOWN,
                  "Whether the party knew of what was seized is not in the data.");
}

/* What the links to one seizure share; cites it and the documents that show it. */
static const char *say_seizure(const struct state *s, const struct link *v, size_t n, tt_draft *w)
{
    const tt_seizure *x = &s->in->data->seizures[v->seizure];
    const char *shared = "";
    tt_draft_document(w, TT_KIND_SEIZURE, v->seizure, 0);
    for (size_t i = 0; i < n; i++) {
        if (v[i].doc)
            tt_draft_document(w, v[i].kind, v[i].doc, 0);
        if (!i || v[i].what != v[i - 1].what)
            shared = tt_say(w, "%s%s%s%s", shared, *shared ? ", " : "", words[v[i].what],
                            v[i].spelt ? " in another spelling" : "");
    }
    return tt_say(w, "with seizure '%s' of %s (%s, %s): %s",
                  tt_say_doc(w, TT_KIND_SEIZURE, v->seizure), tt_say_date(w, x->date),
                  tt_say_str(w, x->species), tt_say_str(w, x->commodity), shared);
}

/* All seizures of a party: the first ones in words, all as documents. */
static const char *say_seizures(const struct state *s, const struct link *v, size_t n, tt_draft *w)
{
    enum { SHOWN = 3 };
    const char *text = "";
    size_t many = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && v[end].seizure == v[i].seizure;)
            end++;
        const char *one = say_seizure(s, &v[i], end - i, w);
        if (many++ < SHOWN)
            text = tt_say(w, "%s%s%s", text, *text ? "; " : "", one);
    }
    return many > SHOWN
               ? tt_say(w, "%s; and with %s more", text, tt_say_count(w, many - SHOWN, "seizure"))
               : text;
}

/* The seizures of links, each once; how many. */
static size_t seizures_of(const struct link *v, size_t n, tt_ix *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || out[kept - 1] != v[i].seizure)
            out[kept++] = v[i].seizure;
    return kept;
}

static double
weigh(const struct state *s, const struct link *v, size_t n, const struct goods *g, bool *hub)
{
    const double *p = s->in->param;
    const double weights[WHATS] = {p[P_PARTY], p[P_PARTY],     p[P_AGENT],
                                   p[P_AGENT], p[P_CONTAINER], p[P_PARTY]};
    double best = 0;
    for (size_t i = 0; i < n; i++)
        best = fmax(best, weights[v[i].what] - (v[i].spelt ? p[P_SPELT] : 0));
    *hub = (double)(g->own + g->cleared) >= p[P_HUB];
    best -= *hub ? p[P_HUB_OFF] : 0;
    return best - (g->best == TT_SEIZED_ELSEWHERE && g->says_way ? p[P_OFF_WAY] : 0);
}

/* The links of one party. */
static tt_status
tell(struct state *s, const struct link *v, size_t n, tt_findings *out, tt_err *err)
{
    const double *p = s->in->param;
    tt_ix *seizures = tt_new_n(s->in->scratch, tt_ix, n);
    if (!seizures)
        return tt_fail(err, TT_ENOMEM, "no memory for links to seizures");
    size_t many = seizures_of(v, n, seizures);
    struct goods g = {0};
    bool hub;
    tt_draft w;
    tt_draft_begin(&w, s->in->data, s->in->scratch);
    const char *shared = say_seizures(s, v, n, &w);
    tt_draft_entity(&w, v->entity, "party");
    for (size_t i = 0; i < many; i++)
        g.says_way |= tt_seized_says_way(&s->in->data->seizures[seizures[i]]);
    if (!cite_goods(s, v->entity, seizures, many, &g, &w)) {
        tt_draft_release(&w);
        return tt_fail(err, TT_ENOMEM, "no memory for links to seizures");
    }
    w.f.weight = tt_round9(weigh(s, v, n, &g, &hub));
    size_t goods = g.own + g.cleared;
    if (goods && w.f.weight < p[P_MIN_WEIGHT])
        tt_tally_add(&s->weak, TT_NO_NUM);
    if (!goods || w.f.weight < p[P_MIN_WEIGHT]) { /* without goods there is nothing to stop */
        tt_draft_release(&w);
        return TT_OK;
    }
    tests(hub, &g, &w);
    tt_draft_measure(&w, "documents_of_goods", "count", (double)goods, NAN, p[P_HUB], 0);
    tt_draft_measure(&w, "seizures", "count", (double)many, NAN, NAN, 0);
    tt_draft_step(&w, "Ask the authority that made the seizure for the file.");
    tt_draft_step(&w, "Look at what the party has under way, and where it can still be stopped.");
    w.f.title = "Party of an earlier seizure";
    w.f.explanation = tt_say(&w, "The party shares %s. It is in %s of goods%s.", shared,
                             tt_say_count(&w, goods, "document"), say_like(&g, &w));
    return tt_draft_add(&w, out, err);
}

static tt_status tell_all(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row row = {0, "a hub, or a weight of evidence below min_weight", "party",
                                     "not reported", NULL};
    if (s->failed || !tt_sort(s->links.v, s->links.n, sizeof *s->links.v, by_pair, NULL) ||
        !know_hands(s))
        return tt_fail(err, TT_ENOMEM, "no memory for links to seizures");
    for (size_t i = 0, end; i < s->links.n; i = end) {
        const struct link *v = &s->links.v[i];
        for (end = i + 1; end < s->links.n && s->links.v[end].entity == v->entity;)
            end++;
        TT_TRY(tell(s, v, end - i, out, err));
    }
    return tt_tally_tell(s->in, "iwt.seizure_link: parties of seizures", &s->weak, &row, 1, out,
                         err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in};
    tt_status st = TT_OK;
    tt_map_init(&s.keys);
    s.failed = !tt_cleared_build(in->data, in->scratch, &s.cleared);
    if (!s.failed)
        index_seizures(&s);
    if (!s.failed && in->data->n_seizures) {
        look(&s);
        st = look_spelt(&s, err);
    }
    if (st == TT_OK)
        st = tell_all(&s, out, err);
    tt_vec_release(&s.links);
    tt_vec_release(&s.hands);
    tt_map_release(&s.keys);
    return st;
}

const tt_detector tt_detector_iwt_seizure_link = {
    .id = "iwt.seizure_link",
    .revision = 3,
    .title = "Party of an earlier seizure",
    .typology = "seizure_link",
    .family = TT_FAMILY_WILDLIFE,
    .split = TT_SPLIT_ENTITY,
    .indicators = "W-02",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020)",
    .looks_for =
        "Parties with the name, however spelt, or phone of the shipper, consignee or agent "
        "of a seizure, parties of documents that name its transport document, and consignments in "
        "its "
        "container around that day.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
