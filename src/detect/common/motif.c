/* motif.c - see motif.h. */
#include "detect/common/motif.h"

#include "base/num.h"
#include "base/sort.h"
#include "base/str.h"
#include "detect/common/industry.h"
#include "detect/common/tail.h"

#include <math.h>

enum { NAMES_TRIED = 20 }; /* parties; of more only declared owners are asked */

static const tt_ledger *ledger(const tt_motif *m)
{
    return &m->in->shared->flows.ledger;
}

tt_status tt_motif_owners(const tt_detect_in *in, double owner_df, const tt_ix **out, tt_err *err)
{
    uint32_t df[TT_ATTR_COUNT] = {[TT_ATTR_OWNER] = (uint32_t)owner_df};
    tt_ix *owned = NULL;
    tt_status st = tt_links_groups(&in->shared->links, df, in->scratch, &owned, err);
    *out = owned;
    return st;
}

void tt_motif_begin(tt_motif *m, const tt_detect_in *in, const tt_ix *owned)
{
    *m = (tt_motif){.in = in, .owned = owned, .factor = 1};
    tt_draft_begin(&m->w, in->data, in->scratch);
}

void tt_motif_drop(tt_motif *m)
{
    tt_draft_release(&m->w);
    tt_vec_release(&m->entry);
    tt_vec_release(&m->party);
    tt_map64_release(&m->known);
}

void tt_motif_party(tt_motif *m, tt_ix entity, const char *role)
{
    uint32_t at;
    bool added = false;
    m->w.failed |= !tt_map64_intern(&m->known, entity, 0, &at, &added);
    if (!added)
        return;
    m->w.failed |= !tt_vec_push(&m->party, entity);
    if (m->party.n <= TT_MOTIF_CITED)
        tt_draft_entity(&m->w, entity, role);
}

void tt_motif_entry(tt_motif *m, uint32_t entry)
{
    const tt_layer *l = &m->in->graph->money;
    uint32_t flow = ledger(m)->flow[entry];
    m->w.failed |= !tt_vec_push(&m->entry, entry);
    if (m->entry.n <= TT_MOTIF_CITED)
        tt_draft_document(&m->w, l->kind_of[flow], l->doc[flow], 0);
}

/* --- explanations --- */

bool tt_motif_is_group(const tt_motif *m)
{
    for (size_t i = 1; i < m->party.n; i++)
        if (m->owned[m->party.v[i]] != m->owned[m->party.v[0]])
            return false;
    return m->party.n > 0;
}

void tt_motif_test(tt_motif *m, const char *test, bool holds, const char *detail, double explained)
{
    tt_draft_test(&m->w, test, holds ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_draft_text(&m->w, detail));
    if (holds)
        m->factor *= explained;
}

void tt_motif_test_agent(tt_motif *m, tt_ix party, double explained)
{
    bool holds = tt_industry_is_agent(m->in->data, party);
    tt_motif_test(m, "sells_for_others", holds,
                  holds ? "Its line of business is to sell what is others': auctioneers and "
                          "commission agents are paid by many and pay many."
                        : "It is not known as an auctioneer or commission agent.",
                  explained);
}

/* One of a declared group, or in no register and by its name may be one of it, written otherwise.
 */
static bool is_in_group(const tt_motif *m, tt_ix group, tt_ix e)
{
    if (m->owned[e] == group)
        return true;
    if (m->in->data->entities[e].party || m->party.n > NAMES_TRIED)
        return false;
    for (size_t i = 0; i < m->party.n; i++)
        if (m->owned[m->party.v[i]] == group && m->party.v[i] != e &&
            tt_names_alike(&m->in->shared->names, m->party.v[i], e) >= TT_NAMES_RUN_TOGETHER)
            return true;
    return false;
}

/* How many of the parties are in the largest group of one owner that two of them declare; 0: there
 * is none.  @complexity  O(parties * declared groups), and comparisons of names. */
static size_t largest_group(tt_motif *m)
{
    size_t n = m->party.n, most = 0;
    int64_t *group = tt_new_n(m->w.a, int64_t, n + 1);
    if (!group) {
        m->w.failed = true;
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        group[i] = m->owned[m->party.v[i]];
    m->w.failed |= !tt_sort_i64(group, n);
    for (size_t i = 1; i < n; i++) {
        if (group[i] != group[i - 1] || (i > 1 && group[i] == group[i - 2]))
            continue;
        size_t members = 0;
        for (size_t k = 0; k < n; k++)
            members += is_in_group(m, (tt_ix)group[i], m->party.v[k]);
        most = TT_MAX(most, members);
    }
    return most;
}

/* What connects the parties of a group, so far as was looked. */
static const char *say_connected(const tt_motif *m)
{
    return m->party.n > NAMES_TRIED ? "Declared owners (the names of so many were not compared)"
                                    : "Declared owners, and names,";
}

/* What leaves a group is evidence, what stays in it is not: a group whose register has a gap looks
 * like one whose money leaves it, the more so the fewer are outside. */
static void test_owners(tt_motif *m)
{
    size_t n = largest_group(m);
    double left = n < 2 || m->tied ? 1 : (double)(m->party.n - n) / (double)(m->party.n - 1);
    if (!m->in->data->n_ownerships)
        tt_draft_test(&m->w, "declared_ownership", TT_TEST_UNKNOWN,
                      "There are no ownership records that could show a group.");
    else if (n < 2)
        tt_draft_test(&m->w, "declared_ownership", TT_TEST_NOT_EXPLAINED,
                      "No two of the parties have a declared owner in common.");
    else
        tt_draft_test(
            &m->w, "declared_ownership", m->tied ? TT_TEST_NOT_EXPLAINED : TT_TEST_WEAKENED,
            tt_draft_text(&m->w, tt_arena_printf(m->w.a, "%s connect %zu of the %zu parties%s.",
                                                 say_connected(m), n, m->party.n,
                                                 m->tied ? ""
                                                         : ": what stays in the group "
                                                           "is no evidence")));
    m->factor *= left;
}

/* Payments of the motif that pay goods somebody else bought or sold: agents, factors, treasuries.
 */
static void test_others(tt_motif *m, double explained)
{
    size_t n = 0;
    for (size_t i = 0; i < m->entry.n; i++)
        n += m->in->shared->flows.netting.pays[ledger(m)->flow[m->entry.v[i]]] == TT_PAYS_OTHERS;
    tt_motif_test(m, "goods_of_others", 2 * n >= m->entry.n,
                  tt_arena_printf(m->w.a,
                                  "%zu of %zu payments pay goods that somebody else bought or "
                                  "sold, as agents, factors and treasuries do.",
                                  n, m->entry.n),
                  explained);
}

static void test_trade(tt_motif *m, double explained)
{
    const uint32_t *first;
    size_t n = 0, all = m->entry.n;
    for (size_t i = 0; i < all; i++) {
        uint32_t e = m->entry.v[i];
        n += tt_layer_between(&m->in->graph->goods, ledger(m)->dst[e], ledger(m)->src[e], &first) >
             0;
    }
    tt_motif_test(m, "unmatched_trade", 2 * n >= all,
                  tt_arena_printf(m->w.a,
                                  "None of these payments is matched with goods of its two "
                                  "parties; in %zu of %zu the payee did sell to the payer.",
                                  n, all),
                  explained);
}

static void test_value(tt_motif *m, const tt_motif_limits *x)
{
    tt_motif_test(
        m, "small_value", m->amount < tt_motif_minor(m->in->data, x->small_value),
        tt_arena_printf(m->w.a, "What moved comes to %s.", tt_say_money(&m->w, m->amount)),
        x->explained);
    m->w.f.value_shift.minor = m->amount;
    tt_draft_money(&m->w, "moved", m->amount);
}

/* The ids of the parties, in their order. */
static tt_str key_of(tt_motif *m)
{
    size_t n = m->n_key ? TT_MIN(m->n_key, m->party.n) : m->party.n;
    tt_hash *id = tt_new_n(m->w.a, tt_hash, n);
    m->w.failed |= !id;
    for (size_t i = 0; id && i < n; i++)
        id[i] = m->in->data->entities[m->party.v[i]].id;
    return (tt_str){(const char *)id, id ? n * sizeof *id : 0};
}

tt_status
tt_motif_add(tt_motif *m, double p, const tt_motif_limits *limits, tt_findings *out, tt_err *err)
{
    double bans = TT_MIN(tt_bans(tt_log10_e_of_p(TT_MAX(p, 1e-12))), limits->most);
    test_owners(m);
    test_others(m, limits->explained);
    test_trade(m, limits->explained);
    test_value(m, limits);
    m->w.f.p_value = p;
    m->w.f.weight = tt_round9(bans * m->factor);
    m->w.f.key = key_of(m);
    tt_vec_release(&m->entry);
    tt_vec_release(&m->party);
    tt_map64_release(&m->known);
    return tt_draft_add(&m->w, out, err);
}

void tt_motif_count_one(tt_motif_count *c, int64_t value)
{
    c->n++;
    if (!tt_add_i64(c->value, value, &c->value))
        c->value = INT64_MAX;
}

tt_status tt_motif_note_groups(const tt_detect_in *in, const char *id, const char *of,
                               tt_motif_count c, tt_findings *out, tt_err *err)
{
    const char *what = tt_arena_printf(in->scratch, "%s: explained", id);
    if (!what)
        return tt_fail(err, TT_ENOMEM, "no memory for a note on completeness");
    return tt_note(in->data, out, in->scratch, what, "declared owners connect all parties", c.n, of,
                   c.value, "payments inside a group are usual: not told", err);
}

/* --- words --- */

const char *tt_say_party(tt_draft *w, tt_ix e)
{
    enum { LONGEST = 60 };
    char code[3];
    tt_str name = tt_str_sub(w->data->entities[e].name, 0, LONGEST);
    name.n = tt_utf8_bad(name); /* a character that the cut went through */
    tt_country_text(w->data->entities[e].country, code);
    return tt_draft_text(
        w, tt_arena_printf(w->a, code[0] ? "%.*s (%s)" : "%.*s", TT_STR_ARG(name), code));
}

const char *tt_say_parties(tt_draft *w, const tt_ix *entity, size_t n, size_t max)
{
    const char *text = "";
    for (size_t i = 0; i < TT_MIN(n, max); i++)
        text = tt_say(w, "%s%s%s", text, *text ? ", " : "", tt_say_party(w, entity[i]));
    return n > max ? tt_say(w, "%s and %zu more", text, n - max) : text;
}

const char *tt_motif_say_parties(tt_motif *m, size_t from, size_t max)
{
    return tt_say_parties(&m->w, m->party.v + from, m->party.n - from, max);
}

tt_date tt_motif_day(const tt_motif *m, uint32_t entry)
{
    return m->in->graph->epoch + (tt_date)ledger(m)->day[entry];
}

const char *tt_motif_say_entry(tt_motif *m, uint32_t entry)
{
    const tt_ledger *l = ledger(m);
    const tt_layer *money = &m->in->graph->money;
    uint32_t flow = l->flow[entry];
    return tt_draft_text(
        &m->w,
        tt_arena_printf(m->w.a, "%s to %s %s on %s (%s)", tt_say_party(&m->w, l->src[entry]),
                        tt_say_party(&m->w, l->dst[entry]), tt_say_money(&m->w, l->amount[entry]),
                        tt_say_date(&m->w, tt_motif_day(m, entry)),
                        tt_say_doc(&m->w, money->kind_of[flow], money->doc[flow])));
}

int64_t tt_motif_minor(const tt_data *d, double major)
{
    return (int64_t)llround(major * pow(10, tt_ccy_exponent(d->base)));
}
