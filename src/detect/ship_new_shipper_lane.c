/*
 * ship_new_shipper_lane.c - shippers of whom nobody has heard, who each send a full container on a
 * way of wildlife to the same receiver, or by the same party to be notified.
 *
 * One new exporter is normal.  Several for one receiver, who trade with nobody else and then are
 * gone, are held against how many such shippers the receivers of others have.  Freight that was
 * paid ahead in cash would say more: no record kind knows it.  Formula, worked example, known false
 * positives: ship_new_shipper_lane.md.
 */
#include "detect/common/sensitive.h"
#include "detect/common/shared.h"
#include "detect/common/shares.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include "base/stat.h"

#include <math.h>

enum {
    P_LEAD,
    P_BEFORE,
    P_YOUNG,
    P_FULL_KG,
    P_MOST_SENT,
    P_LEAST,
    P_LR,
    P_ASSUMED,
    P_RHO,
    P_PRIOR,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LEAD] = {"lead_days", 120, 0, 3650, "days",
                "of data before, without a paper of the shipper: else it is not known to be new"},
    [P_BEFORE] =
        {"before_days", 60, 0, 3650, "days",
         "in which its first paper, an order or an invoice, may be before the consignment"},
    [P_YOUNG] = {"young_days", 730, 0, 36500, "days",
                 "since the firm was founded, where the registry says when"},
    [P_FULL_KG] = {"full_kg", 8000, 0, 1e6, "kg", "gross in a container that is called full"},
    [P_MOST_SENT] = {"most_sent", 3, 1, 1e6, "count", "consignments of such a shipper, at most"},
    [P_LEAST] = {"least", 2, 1, 1e6, "count", "such shippers: fewer say nothing"},
    [P_LR] = {"lr", 2, 1, 1000, "likelihood ratio", "of each such shipper"},
    [P_ASSUMED] = {"assumed", 0.03, 0.0001, 0.9999, "fraction",
                   "of shippers on such ways that are new, until these data say otherwise"},
    [P_RHO] = {"rho", 0.1, 0, 0.9, "correlation", "of the shippers of one receiver, at least"},
    [P_PRIOR] = {"prior", 30, 0, 1e6, "count", "shippers that this share is worth"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

/* A consignment on a way of wildlife, and who stands at its end. */
struct end {
    tt_ix hub, sender; /* entities */
    bool notified;     /* the hub is only to be told; else it receives the goods */
    const tt_consignment *c;
};
TT_VEC(end_vec, struct end);

/* All senders to one end. */
struct hub {
    size_t first, end; /* of ends */
    uint32_t senders, fresh;
    double usual, p;
};
TT_VEC(hub_vec, struct hub);

enum why { WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    end_vec ends; /* by (notified, hub, sender, time) */
    hub_vec hubs;
    tt_tally why[WHYS];
};

/* --- shippers --- */

/* The day of the first paper in which an entity has a part; what it trades with whom. */
static tt_date first_paper(const struct state *s, tt_ix e)
{
    tt_date first = TT_NO_DATE;
    for (tt_book b = 0; b < TT_BOOK_COUNT; b++) {
        size_t n;
        const tt_ix *docs = tt_books_of(&s->in->shared->books, b, e, &n);
        tt_date day = n ? tt_data_head(s->d, tt_book_kind(b), docs[0])->date.day : TT_NO_DATE;
        if (day != TT_NO_DATE && (first == TT_NO_DATE || day < first))
            first = day;
    }
    return first;
}

/* It buys nothing, and sends all that it sends to one receiver. */
static bool is_only_for(const struct state *s, tt_ix e, tt_ix receiver)
{
    static const tt_book sides[] = {TT_BOOK_BOUGHT, TT_BOOK_RECEIVED, TT_BOOK_IMPORTED};
    const tt_books *books = &s->in->shared->books;
    size_t n;
    for (size_t i = 0; i < TT_LEN(sides); i++) {
        (void)tt_books_of(books, sides[i], e, &n);
        if (n)
            return false;
    }
    const tt_ix *docs = tt_books_of(books, TT_BOOK_SHIPPED, e, &n);
    if ((double)n > s->in->param[P_MOST_SENT])
        return false;
    for (size_t i = 0; i < n; i++)
        if (tt_data_entity(s->d, s->d->shipments[docs[i]].consignee) != receiver)
            return false;
    return true;
}

static bool is_founded_before(const struct state *s, tt_ix e, tt_date day)
{
    tt_ix row = s->d->entities[e].party;
    tt_date born = row ? s->d->parties[row].incorporated : TT_NO_DATE;
    return born != TT_NO_DATE && day - born > (tt_date)s->in->param[P_YOUNG];
}

/* New to the data, young as far as is known, a full container, and nobody else's. */
static bool is_fresh(const struct state *s, const struct end *x)
{
    const double *p = s->in->param;
    const tt_consignment *c = x->c;
    tt_date first = first_paper(s, x->sender);
    bool full = c->containers && c->gross_kg >= p[P_FULL_KG] * c->containers;
    return full && first != TT_NO_DATE && first - s->d->from >= (tt_date)p[P_LEAD] &&
           c->day - first <= (tt_date)p[P_BEFORE] && !is_founded_before(s, x->sender, c->day) &&
           is_only_for(s, x->sender, c->receiver);
}

/* An old acquaintance in another spelling is not new. */
static bool is_variant(const struct state *s, const struct hub *h, tt_ix sender)
{
    for (size_t i = h->first; i < h->end; i++) {
        tt_ix other = s->ends.v[i].sender;
        if (other != sender && tt_names_alike(&s->in->shared->names, other, sender) > 0)
            return true;
    }
    return false;
}

/* --- ends --- */

static int end_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct end *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->notified != b->notified)
        return a->notified ? 1 : -1;
    if (a->hub != b->hub)
        return a->hub < b->hub ? -1 : 1;
    if (a->sender != b->sender)
        return a->sender < b->sender ? -1 : 1;
    return a->c < b->c ? -1 : a->c > b->c; /* consignments are in the order of time */
}

static tt_status collect(struct state *s, tt_err *err)
{
    const tt_wild *w = &s->in->shared->wild;
    const tt_ix *group = s->in->shared->declared;
    for (size_t i = 0; i < w->n; i++) {
        const tt_consignment *c = &w->v[i];
        bool known = c->sender && c->receiver && c->day != TT_NO_DATE;
        if (!known || group[c->sender] == group[c->receiver] || !c->group.n)
            continue;
        tt_ix told =
            c->kind == TT_KIND_SHIPMENT ? tt_data_entity(s->d, s->d->shipments[c->doc].notify) : 0;
        bool ok = tt_vec_push(&s->ends, ((struct end){c->receiver, c->sender, false, c}));
        if (told && told != c->receiver && told != c->sender)
            ok = ok && tt_vec_push(&s->ends, ((struct end){told, c->sender, true, c}));
        if (!ok)
            return tt_fail(err, TT_ENOMEM, "no memory for consignments");
    }
    return tt_sort(s->ends.v, s->ends.n, sizeof *s->ends.v, end_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for consignments");
}

static bool is_first_of_sender(const struct state *s, const struct hub *h, size_t i)
{
    return i == h->first || s->ends.v[i - 1].sender != s->ends.v[i].sender;
}

/* Counts senders, and those that are new; each by its first consignment. */
static tt_status count(struct state *s, tt_shares all[2], tt_err *err)
{
    for (size_t i = 0, k; i < s->ends.n; i = k) {
        struct hub h = {.first = i};
        for (k = i + 1; k < s->ends.n && s->ends.v[k].notified == s->ends.v[i].notified &&
                        s->ends.v[k].hub == s->ends.v[i].hub;)
            k++;
        h.end = k;
        for (size_t m = i; m < k; m++) {
            if (!is_first_of_sender(s, &h, m))
                continue;
            h.senders++;
            h.fresh += is_fresh(s, &s->ends.v[m]) && !is_variant(s, &h, s->ends.v[m].sender);
        }
        tt_shares_add(&all[s->ends.v[i].notified], h.fresh, h.senders);
        if (!tt_vec_push(&s->hubs, h))
            return tt_fail(err, TT_ENOMEM, "no memory for receivers");
    }
    return TT_OK;
}

/* --- telling it --- */

/* Cites the consignments of the new shippers; the first of them. */
static const tt_consignment *cite(const struct state *s, const struct hub *h, tt_draft *w)
{
    const tt_consignment *first = NULL;
    bool fresh = false;
    for (size_t i = h->first; i < h->end; i++) {
        const struct end *x = &s->ends.v[i];
        if (is_first_of_sender(s, h, i))
            fresh = is_fresh(s, x) && !is_variant(s, h, x->sender);
        if (!fresh)
            continue;
        first = first && first < x->c ? first : x->c;
        tt_wild_cite(w, x->c);
        if (s->d->entities[x->sender].party)
            tt_draft_document(w, TT_KIND_PARTY, s->d->entities[x->sender].party, 0);
    }
    if (s->ends.v[h->first].notified)
        tt_draft_entity(w, s->ends.v[h->first].hub, "notified");
    w->f.key =
        (tt_str){(const char *)s->d->entities[s->ends.v[h->first].hub].id.b, sizeof(tt_hash)};
    return first;
}

static void words(const struct state *s, const struct hub *h, const tt_consignment *c, tt_draft *w)
{
    bool notified = s->ends.v[h->first].notified;
    const char *n = tt_say_count(w, h->fresh, "new shipper");
    tt_draft_test(
        w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
        tt_say(w,
               "Of the shippers on ways of wildlife to others %s %% are as new; so many of %s here "
               "come with a chance of %s.",
               tt_say_number(w, 100 * h->usual, 1), tt_say_count(w, h->senders, "shipper"),
               tt_say_chance(w, h->p)));
    tt_draft_test(w, "spelling", TT_TEST_NOT_EXPLAINED,
                  "None of them has a name that may be that of another shipper to this party.");
    tt_draft_test(w, "new_exporters", TT_TEST_UNKNOWN,
                  "Whether the receiver looks for new suppliers, or a forwarder's name stands for "
                  "them, is not in the data.");
    w->f.title = tt_say(w, "%s with full containers for one %s", n,
                        notified ? "party to be notified" : "receiver");
    w->f.explanation = tt_say(
        w,
        "%s, of whom the data hold no earlier paper and no other trade, each sent full containers "
        "on ways and of goods of wildlife %s; the first is %s. In %s of data before each of them "
        "nobody wrote their names. Firms that are made for one consignment leave nobody to ask "
        "when it is opened.",
        n, notified ? "of which the same party was to be notified" : "to the same receiver",
        tt_say_consignment(w, c), tt_say_count(w, (uint64_t)s->in->param[P_LEAD], "day"));
}

static tt_status judge(struct state *s, const struct hub *h, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Look up who founded the shippers, where they are, and who paid their freight, and how.",
        "Ask the receiver how it found them, and what became of the goods.",
        "Have the next container of a new shipper to this party scanned.",
    };
    const double *p = s->in->param;
    double weight = tt_bans(fmin(h->fresh * log10(p[P_LR]), tt_log10_e_of_p(h->p)));
    if (h->fresh < p[P_LEAST])
        return TT_OK;
    if (weight < p[P_MIN_WEIGHT]) {
        tt_tally_add(&s->why[WEAK], TT_NO_NUM);
        return TT_OK;
    }
    tt_draft w;
    tt_draft_begin(&w, s->d, s->in->scratch);
    const tt_consignment *c = cite(s, h, &w);
    w.f.weight = weight;
    w.f.p_value = h->p;
    w.f.direction = TT_SHIFT_NONE;
    tt_draft_measure(&w, "new_shippers", "count", h->fresh, 0, h->usual * h->senders, h->senders);
    words(s, h, c, &w);
    tt_draft_steps(&w, steps, TT_LEN(steps));
    return tt_draft_add(&w, out, err);
}

/* --- all together --- */

static tt_status shippers(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {WEAK, "parties whose weight is below min_weight", "party",
         "as many new shippers are usual in these data", NULL},
    };
    const double *p = s->in->param;
    tt_shares all[2] = {{0}};
    TT_TRY(collect(s, err));
    TT_TRY(count(s, all, err));
    for (size_t i = 0; i < s->hubs.n; i++) {
        struct hub *h = &s->hubs.v[i];
        h->p = tt_shares_chance(&all[s->ends.v[h->first].notified], h->fresh, h->senders,
                                p[P_ASSUMED], p[P_RHO], p[P_PRIOR], &h->usual);
        TT_TRY(judge(s, h, out, err));
    }
    return tt_tally_tell(s->in, "ship.new_shipper_lane", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = shippers(&s, out, err);
    tt_vec_release(&s.ends);
    tt_vec_release(&s.hubs);
    return st;
}

const tt_detector tt_detector_ship_new_shipper_lane = {
    .id = "ship.new_shipper_lane",
    .revision = 1,
    .title = "New shippers with full containers for one receiver",
    .typology = "new_shippers",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_WILD | TT_NEEDS_NAMES,
    .indicators = "W-02 T-03",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020): the same consignees, "
              "transporters and agents; FATF and Egmont Group, Risk Indicators (2021)",
    .looks_for = "Several shippers who are new to the data and trade with nobody else, each with a "
                 "full container on a way of wildlife to the same party.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
