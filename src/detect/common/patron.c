/* patron.c - see patron.h. */
#include "detect/common/patron.h"

#include "base/num.h"
#include "detect/common/tail.h"

#include <math.h>

/* Offsets in TT_STRANGER_PARAMS and TT_PATRON_PARAMS. */
enum { LINK_DF, DESK_DF, NAME_BITS };
enum { PAYMENTS, SHARE, DAYS, FACTOR, BASE_SHARE, PRIOR, RHO };

tt_status tt_patrons_begin(tt_strangers *s, const tt_detect_in *in, unsigned first, tt_err *err)
{
    uint32_t owner[TT_ATTR_COUNT] = {0}, desk[TT_ATTR_COUNT] = {0};
    const double *p = in->param + first;
    const tt_links *links = &in->shared->links;
    *s = (tt_strangers){.in = in, .d = in->data, .name_centibits = (int32_t)(100 * p[NAME_BITS])};
    owner[TT_ATTR_OWNER] = (uint32_t)p[LINK_DF];
    desk[TT_ATTR_ACCOUNT] = desk[TT_ATTR_ADDRESS] = (uint32_t)p[DESK_DF];
    TT_TRY(tt_links_groups(links, owner, in->scratch, &s->group, err));
    return tt_links_groups(links, desk, in->scratch, &s->desk, err);
}

size_t tt_patrons_groups(const tt_strangers *s, const tt_entity_vec *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = s->group[v->v[k]] == s->group[v->v[i]];
        n += before ? 0 : 1;
    }
    return n;
}

/* Its relations, each once, and all payments that settle them. */
static void count_relations(const tt_strangers *s, tt_patron *j)
{
    for (size_t i = 0; i < j->n; i++) {
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = j->h[k].seller == j->h[i].seller && j->h[k].buyer == j->h[i].buyer;
        if (before)
            continue;
        j->relations++;
        j->n_of_relations += tt_strangers_settled(s, j->h[i].seller, j->h[i].buyer);
    }
}

/* Chance of so many of its relations' payments at the rate of all others in these data. */
static void chance(const tt_strangers *s, const double *p, tt_patron *j)
{
    double others = (double)(s->hits.n - j->n) + p[PRIOR] * p[BASE_SHARE];
    double all = (double)(s->all.n - j->n_of_relations) + p[PRIOR];
    j->usual = all > 0 ? TT_MIN(others / all, 1) : 0;
    j->p = j->usual > 0 && j->usual < 1
               ? tt_round9(tt_beta_binomial_tail(j->n_of_relations, j->usual, p[RHO], j->n))
               : (double)NAN;
}

static tt_status sum_up(tt_strangers *s, tt_patron *j, tt_err *err)
{
    for (size_t i = 0; i < j->n; i++) {
        tt_date day = s->d->payments[j->h[i].payment].head.date.day;
        int64_t value = tt_books_value(&s->in->shared->books, TT_KIND_PAYMENT, j->h[i].payment);
        if (!tt_strangers_parties(s, j->h[i].deal))
            return tt_fail(err, TT_ENOMEM, "no room for the parties of a deal");
        if (value != TT_NO_NUM && !tt_add_i64(j->value, value, &j->value))
            return tt_fail(err, TT_ELIMIT, "third-party payments overflow");
        if (day == TT_NO_DATE)
            continue;
        j->first = TT_MIN(j->first, day);
        j->last = TT_MAX(j->last, day);
    }
    return TT_OK;
}

tt_status tt_patron_of(tt_strangers *s, const tt_settlement *h, size_t n, unsigned first,
                       tt_patron *out, tt_err *err)
{
    const double *p = s->in->param + first;
    *out = (tt_patron){.h = h, .n = n, .first = INT32_MAX, .last = INT32_MIN};
    s->buyers.n = s->sellers.n = 0;
    TT_TRY(sum_up(s, out, err));
    count_relations(s, out);
    out->standing = (double)n >= p[PAYMENTS] &&
                    (double)n >= p[SHARE] * (double)out->n_of_relations &&
                    (double)out->last - (double)out->first >= p[DAYS];
    chance(s, p, out);
    return TT_OK;
}

double tt_patron_bans(const tt_strangers *s, const tt_patron *j, unsigned first, double lr)
{
    return log10(lr * (j->standing ? s->in->param[first + FACTOR] : 1));
}

bool tt_patron_cap(const tt_patron *j, double *weight)
{
    double most = j->p > 0 ? tt_log10_e_of_p(j->p) : 3;
    bool lowers = most < *weight;
    *weight = tt_bans(TT_MIN(*weight, most));
    return lowers;
}

/* --- telling --- */

const char *tt_patron_say(const tt_patron *j, tt_draft *f)
{
    return tt_say(f, "%s of %s that settle %s", tt_say_number(f, (double)j->n, 0),
                  tt_say_count(f, j->n_of_relations, "payment"),
                  tt_say_count(f, j->relations, "relation"));
}

void tt_patron_cite(const tt_strangers *s, const tt_patron *j, tt_draft *f)
{
    for (size_t i = 0; i < j->n; i++) {
        tt_draft_document(f, TT_KIND_PAYMENT, j->h[i].payment, 0);
        const tt_deal *m = &s->d->deals[j->h[i].deal];
        for (tt_ix k = 0; k < m->n_docs; k++)
            if (s->d->deal_docs[m->first_doc + k].kind == TT_KIND_INVOICE)
                tt_draft_document(f, TT_KIND_INVOICE, s->d->deal_docs[m->first_doc + k].doc, 0);
    }
    for (size_t i = 0; i < s->sellers.n; i++)
        tt_draft_entity(f, s->sellers.v[i], "seller");
    for (size_t i = 0; i < s->buyers.n; i++)
        tt_draft_entity(f, s->buyers.v[i], "buyer");
}

static void test_usual(const tt_strangers *s, const tt_patron *j, bool lowers, tt_draft *f)
{
    size_t others = s->all.n - j->n_of_relations;
    const char *share = tt_say_number(f, 100 * j->usual, 1);
    if (isnan(j->p) || others == 0) {
        tt_draft_test(f, "usual_in_these_data", TT_TEST_UNKNOWN,
                      tt_say(f,
                             "There are no other payments to compare with: %s %% by strangers were "
                             "assumed.",
                             share));
        return;
    }
    tt_draft_test(f, "usual_in_these_data", lowers ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(f, "Strangers make %s %% of the other %s; so many here by chance: p = %s.",
                         share, tt_say_count(f, others, "payment"), tt_say_number(f, j->p, 6)));
}

void tt_patron_tests(const tt_strangers *s, const tt_patron *j, bool several, bool usual_lowers,
                     tt_draft *f)
{
    tt_draft_test(f, "standing_arrangement", j->standing ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(f, "%s %s%s.", several ? "They make" : "It makes", tt_patron_say(j, f),
                         j->standing ? ", over a long time, as an agent or a payment service does"
                                     : ": no arrangement that always holds"));
    test_usual(s, j, usual_lowers, f);
}
