/*
 * A year of honest trade, and the same with planted schemes: how often each detector speaks without
 * cause, and how much of what is planted it finds.  Prints the table of src/detect/README.md
 * (make bench-quality).
 *
 * The bounds are what was measured, with room: a change that passes one of them has to be looked
 * at.
 */
#include "tests/support/tt_test.h"

#include "tests/support/gen.h"

#include "base/num.h"
#include "detect/detect.h"
#include "match/match.h"

enum { SEEDS = 3, DEALS = 3000, PLANTED = 6, MAX_DETECTORS = 256 };

struct tally {
    size_t documents;
    size_t all[MAX_DETECTORS], strong[MAX_DETECTORS]; /* findings; of weight 1 and more */
    size_t planted[GEN_SCHEMES], found[GEN_SCHEMES];
};

static double *defaults(const tt_param *rows, size_t n, tt_arena *a)
{
    double *v = tt_new_n(a, double, n);
    assert_non_null(v);
    for (size_t i = 0; i < n; i++)
        v[i] = rows[i].def;
    return v;
}

static size_t index_of(const char *id)
{
    size_t n;
    const tt_detector *const *det = tt_detectors(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(det[i]->id, id) == 0)
            return i;
    fail_msg("no detector '%s'", id);
    return 0;
}

/* The planted relation that a finding is about; SIZE_MAX: none. */
static size_t plant_of(const tiny_case *c, const gen_world *w, const tt_found *x)
{
    for (size_t i = 0; i < w->n_planted; i++) {
        bool seller = false, buyer = false;
        for (size_t k = 0; k < x->f.n_entities; k++) {
            seller |= x->f.entities[k].entity == tiny_entity(c, w->planted[i].seller);
            buyer |= x->f.entities[k].entity == tiny_entity(c, w->planted[i].buyer);
        }
        if (seller && buyer)
            return i;
    }
    return SIZE_MAX;
}

static void count(const tiny_case *c, const gen_world *w, const tt_results *r, struct tally *t)
{
    bool hit[PLANTED * GEN_SCHEMES] = {false};
    t->documents +=
        c->data.n_invoices + c->data.n_shipments + c->data.n_declarations + c->data.n_payments;
    for (size_t i = 1; i <= r->n_findings; i++) {
        size_t d = index_of(r->findings[i].detector), p = plant_of(c, w, &r->findings[i]);
        if (p == SIZE_MAX) {
            t->all[d]++;
            t->strong[d] += r->findings[i].f.weight >= 1;
        } else if (strcmp(r->findings[i].detector, gen_scheme_text(w->planted[p].scheme)) == 0) {
            hit[p] = true;
        }
    }
    for (size_t i = 0; i < w->n_planted; i++) {
        t->planted[w->planted[i].scheme]++;
        t->found[w->planted[i].scheme] += hit[i];
    }
}

static void year(tt_arena *a, uint64_t seed, uint32_t planted, struct tally *t)
{
    tiny_case c;
    gen_world w;
    tt_graph g;
    tt_results r = {0};
    tt_arena_reset(a);
    tiny_init(&c, a);
    gen_trade(&c, a, &(gen_options){.seed = seed, .deals = DEALS, .planted = planted}, &w);
    assert_ok(tiny_finish(&c));
    assert_ok(tt_match(&c.data, defaults(tt_match_params, tt_match_n_params, a), 1, NULL, ERR));
    assert_ok(tt_graph_build(&c.data, a, &g, ERR));
    assert_ok(tt_detect_run(&c.data, &g, NULL, a, &r, ERR));
    count(&c, &w, &r, t);
}

static void rate(char out[TT_NUM_TEXT], size_t n, size_t of)
{
    (void)tt_double_text(of ? 1000.0 * (double)n / (double)of : 0, 2, out);
}

/* False alarms for 1000 documents that a detector may give on honest trade. */
static const struct {
    const char *id;
    double all, strong;
} bounds[] = {
    {"doc.qty_mismatch", 0.8, 0.05},      {"dup.invoice_multi", 0.3, 0.05},
    {"phantom.no_shipment", 0.1, 0.05},   {"price.over_invoicing", 0.4, 0.05},
    {"price.under_invoicing", 0.4, 0.05},
};

static void honest_trade_is_seldom_found(void **state)
{
    struct tally t = {0};
    size_t n;
    char all[TT_NUM_TEXT], strong[TT_NUM_TEXT];
    const tt_detector *const *det = tt_detectors(&n);
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        year(*state, seed, 0, &t);
    print_message("| detector | findings | for 1000 documents | of weight 1 and more |\n");
    for (size_t i = 0; i < n; i++) {
        rate(all, t.all[i], t.documents);
        rate(strong, t.strong[i], t.documents);
        print_message("| %s | %zu | %s | %s |\n", det[i]->id, t.all[i], all, strong);
    }
    print_message("honest trade: %zu documents\n", t.documents);
    for (size_t i = 0; i < TT_LEN(bounds); i++) {
        size_t d = index_of(bounds[i].id);
        assert_true(1000.0 * (double)t.all[d] <= bounds[i].all * (double)t.documents);
        assert_true(1000.0 * (double)t.strong[d] <= bounds[i].strong * (double)t.documents);
    }
}

static void planted_schemes_are_found(void **state)
{
    static const double least[GEN_SCHEMES] = {0.4, 0.4, 0.8, 0.9, 0.9};
    struct tally t = {0};
    for (uint64_t seed = 11; seed < 11 + SEEDS; seed++)
        year(*state, seed, PLANTED, &t);
    print_message("| scheme | planted | found |\n");
    for (int s = 0; s < GEN_SCHEMES; s++)
        print_message("| %s | %zu | %zu |\n", gen_scheme_text((gen_scheme)s), t.planted[s],
                      t.found[s]);
    for (int s = 0; s < GEN_SCHEMES; s++)
        assert_true((double)t.found[s] >= least[s] * (double)t.planted[s]);
}

TT_TEST_MAIN("prop/clean_trade", TT_TEST(honest_trade_is_seldom_found),
             TT_TEST(planted_schemes_are_found))
