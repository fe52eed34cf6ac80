/*
 * Clustering by facts and blocks equals the slow one; no order and no thread count changes who is
 * one party; and no cluster holds two tax numbers of one country and form.
 */
#include "tests/support/tt_test.h"
#include "tests/support/slow_cluster.h"
#include "tests/support/tiny_case.h"

#include "base/rng.h"

enum { CASES = 300, MOST = 12 };

static const char *pick(tt_rng *r, const char *const *from, size_t n)
{
    return from[tt_rng_below(r, n)];
}

#define PICK(r, ...)                                                                               \
    pick(r, (const char *const[]){__VA_ARGS__}, TT_LEN(((const char *const[]){__VA_ARGS__})))

static tt_str some(const char *text)
{
    return text ? tt_str_of(text) : (tt_str){0};
}

static tiny_id random_mention(tiny_case *c, tt_rng *r)
{
    tiny_id m =
        tiny_company(c,
                     PICK(r, "Zephyr", "Zephyr GmbH", "ZEPHYR AG", "Zephyr Trading", "Borealis",
                          "General Trading", "General Trading LLC", "Zephyr Kontor"),
                     PICK(r, "DE", "DE", "DE", "AT", NULL));
    tt_mention *x = tiny_mention_at(c, m);
    x->identifier = some(PICK(r, NULL, NULL, NULL, "DE111111112", "DE222222223",
                              "529900T8BM49AURSDO55", "P1", "P2", "77-1"));
    x->address = some(PICK(r, NULL, NULL, "Hafen 1", "Markt 2"));
    x->account = some(PICK(r, NULL, NULL, "DE89370400440532013000", "1122334455"));
    x->bank = some(PICK(r, NULL, NULL, "BANK A", "BANK B"));
    return m;
}

static void random_party(tiny_case *c, tt_rng *r)
{
    tiny_id p = tiny_party(c, PICK(r, "P1", "P2", "P3"), TT_ENTITY_COMPANY,
                           PICK(r, "Zephyr", "Zephyr GmbH", "Borealis", "General Trading"),
                           PICK(r, "DE", "DE", "AT", NULL));
    tt_party *x = tiny_party_at(c, p);
    x->aliases = some(PICK(r, NULL, NULL, "Zephyr Kontor", "Borealis|Zephyr"));
    x->tax_id = some(PICK(r, NULL, "DE111111112", "DE222222223"));
    x->lei = some(PICK(r, NULL, NULL, NULL, "529900T8BM49AURSDO55"));
    x->registration_number = some(PICK(r, NULL, NULL, "HRB 77123456"));
}

/* Two to twelve records; some mentions are named by many documents, so that they weigh more. */
static void random_case(tiny_case *c, tt_arena *a, tt_rng *r)
{
    tiny_id made[MOST];
    size_t n = 2 + tt_rng_below(r, MOST - 1), mentions = 0;
    tt_arena_reset(a);
    tiny_init(c, a);
    for (size_t i = 0; i < n; i++)
        if (tt_rng_below(r, 5))
            made[mentions++] = random_mention(c, r);
        else
            random_party(c, r);
    size_t uses = mentions ? tt_rng_below(r, 30) : 0,
           favourite = mentions ? tt_rng_below(r, mentions) : 0;
    for (size_t i = 0; i < uses; i++) {
        size_t m = tt_rng_below(r, 3) ? favourite : tt_rng_below(r, mentions);
        tiny_invoice(c, tt_arena_printf(a, "%zu", i), made[m], 0, "2024-01-01", "EUR");
    }
    assert_ok(tiny_finish(c));
}

static void set_defaults(double *param)
{
    for (size_t i = 0; i < tt_resolve_n_params; i++)
        param[i] = tt_resolve_params[i].def;
}

static void fast_clusters_equal_slow_ones(void **state)
{
    tt_arena *a = *state, scratch;
    tt_rng rng;
    double param[TT_RS_N_PARAMS];
    size_t joined = 0, vetoes = 0;
    set_defaults(param);
    tt_arena_init(&scratch, 0);
    tt_rng_init(&rng, 7, "resolve");
    for (int k = 0; k < CASES; k++) {
        tiny_case c;
        tt_clusters *fast = NULL;
        uint32_t slow[SLOW_MAX];
        random_case(&c, a, &rng);
        tt_arena_reset(&scratch);
        tt_rs w = {.d = &c.data, .param = param, .a = &scratch};
        assert_ok(tt_rs_load(&w, 1, ERR));
        slow_cluster(&w, slow);
        assert_ok(tt_clusters_new(&w, &scratch, &fast, ERR));
        for (int p = 0; p < TT_PASS_COUNT; p++) {
            tt_blocks b;
            assert_ok(tt_blocks_build(&w, (tt_rs_pass)p, &scratch, &b, ERR));
            assert_ok(tt_clusters_pass(fast, &w, (tt_rs_pass)p, &b, ERR));
        }
        for (uint32_t i = 0; i < w.n_rec; i++) {
            if (tt_clusters_find(fast, i) != slow[i])
                print_error("case %d record %u: %u, slow %u\n", k, i, tt_clusters_find(fast, i),
                            slow[i]);
            assert_int_equal(tt_clusters_find(fast, i), slow[i]);
            joined += slow[i] != i;
        }
        vetoes += tt_clusters_counts(fast).vetoes;
        tt_clusters_free(fast);
        tt_rs_release(&w);
    }
    tt_arena_release(&scratch);
    assert_true(joined > CASES); /* the cases are worth something */
    assert_true(vetoes > CASES);
}

/* Partition of a case with its mentions and registry rows in another order: by name of the first
 * member. */
static void order_and_threads_change_nothing(void **state)
{
    tt_arena *a = *state;
    tt_rng rng;
    double param[TT_RS_N_PARAMS];
    set_defaults(param);
    tt_rng_init(&rng, 8, "resolve");
    for (int k = 0; k < 120; k++) {
        tiny_case c;
        random_case(&c, a, &rng);
        tt_data *d = &c.data;
        assert_ok(tt_resolve(d, param, 1, NULL, ERR));
        tt_data e = *d; /* the same with two mentions exchanged, again and again */
        e.mentions = tt_new_n(a, tt_mention, d->n_mentions + 1);
        memcpy(e.mentions, d->mentions, (d->n_mentions + 1) * sizeof(*e.mentions));
        tt_ix *was = tt_new_n(a, tt_ix, d->n_mentions + 1);
        for (tt_ix i = 1; i <= d->n_mentions; i++)
            was[i] = i;
        for (tt_ix i = (tt_ix)d->n_mentions; i > 1; i--) {
            tt_ix j = 1 + (tt_ix)tt_rng_below(&rng, i);
            tt_mention m = e.mentions[i];
            e.mentions[i] = e.mentions[j];
            e.mentions[j] = m;
            tt_ix t = was[i];
            was[i] = was[j];
            was[j] = t;
        }
        e.n_invoices = 0; /* uses would point at the wrong mentions */
        tt_data f = *d;
        f.n_invoices = 0;
        assert_ok(tt_resolve(&f, param, 1, NULL, ERR));
        assert_ok(tt_resolve(&e, param, 3, NULL, ERR));
        assert_int_equal(e.n_entities, f.n_entities);
        for (tt_ix i = 1; i <= e.n_entities; i++)
            assert_memory_equal(&e.entities[i].id, &f.entities[i].id, sizeof(tt_hash));
        for (tt_ix i = 1; i <= e.n_mentions; i++)
            assert_int_equal(e.mentions[i].entity, f.mentions[was[i]].entity);
    }
}

static void no_entity_holds_two_numbers_that_exclude_each_other(void **state)
{
    tt_arena *a = *state;
    tt_rng rng;
    double param[TT_RS_N_PARAMS];
    set_defaults(param);
    tt_rng_init(&rng, 9, "resolve");
    for (int k = 0; k < CASES; k++) {
        tiny_case c;
        random_case(&c, a, &rng);
        const tt_data *d = &c.data;
        assert_ok(tt_resolve(&c.data, param, 1, NULL, ERR));
        for (tt_ix i = 1; i <= d->n_mentions; i++)
            for (tt_ix j = 1; j < i; j++) {
                const tt_mention *x = &d->mentions[i], *y = &d->mentions[j];
                if (x->entity == y->entity && x->country == y->country && x->country &&
                    tt_str_starts(x->identifier, TT_STR("DE")) &&
                    tt_str_starts(y->identifier, TT_STR("DE")))
                    assert_true(tt_str_eq(x->identifier, y->identifier));
            }
    }
}

TT_TEST_MAIN("prop/resolve", TT_TEST(fast_clusters_equal_slow_ones),
             TT_TEST(order_and_threads_change_nothing),
             TT_TEST(no_entity_holds_two_numbers_that_exclude_each_other))
