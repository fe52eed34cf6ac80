/*
 * The part of an evaluation that needs the case: whose names an entity's are, planted groups
 * against those of the report, breaks.  Every figure is worked out by hand.
 */
#include "tests/support/tt_test.h"

#include "evaluate/parts.h"
#include "tests/support/tiny_case.h"

#include <math.h>

#define NEAR 1e-9

enum { FIRMS = 6, SALES = 3 };

/* Three sales among six firms: A to B, C to D, E to F. */
struct world {
    tiny_case c;
    tt_truth t;
    tt_claims said;
    tiny_id firm[FIRMS];
    tt_tx parties[FIRMS];
    tt_truth_event events[3];
    tt_truth_doc docs[SALES + 1];
    tt_claim_member members[FIRMS];
};

static void build(struct world *w, tt_arena *a)
{
    static const char *const names[FIRMS] = {"A", "B", "C", "D", "E", "F"};
    *w = (struct world){.t = {.n_events = 2, .n_entities = FIRMS, .n_docs = SALES, .n_planted = 1}};
    tiny_init(&w->c, a);
    for (size_t i = 0; i < FIRMS; i++)
        w->firm[i] = tiny_company(&w->c, names[i], "DE");
    for (size_t i = 0; i < SALES; i++)
        (void)tiny_invoice_line(&w->c,
                                tiny_invoice(&w->c, tt_arena_printf(a, "I-%zu", i), w->firm[2 * i],
                                             w->firm[2 * i + 1], "2024-01-05", "USD"),
                                "080132", 1000, "KGM", 850000);
    assert_ok(tiny_finish(&w->c));
    for (tt_ix i = 1; i <= SALES; i++)
        w->docs[i] = (tt_truth_doc){
            .kind = TT_KIND_INVOICE,
            .line = (uint32_t)tt_data_place(&w->c.data, (tt_ref){TT_KIND_INVOICE, i, 0}).line,
            .number = w->c.data.invoices[i].head.number,
            .party = {2 * i - 1, 2 * i}};
    for (tt_tx i = 0; i < FIRMS; i++)
        w->parties[i] = i + 1;
    w->docs[1].event = 1;
    w->t.docs = w->docs;
    w->t.events = w->events;
    w->t.event_parties = w->parties;
    w->t.tables = true;
}

/* The planted syndicate is A, B, C; the events that say so have documents. */
static void plant(struct world *w)
{
    w->t.n_syndicates = 1;
    w->events[1] = (tt_truth_event){
        .planted = true, .syndicate = 1, .n_docs = 1, .first_party = 0, .n_parties = 2};
    w->events[2] = (tt_truth_event){
        .planted = true, .syndicate = 1, .n_docs = 1, .first_party = 2, .n_parties = 1};
}

/* A member of a syndicate of the report, by its id; NULL: an entity that the case does not have. */
static void claim(struct world *w, tt_arena *a, uint32_t syndicate, const char *name)
{
    const char *id = "e00000000000000000000000000000000";
    for (size_t i = 0; i < FIRMS && name; i++) {
        const tt_entity *e = &w->c.data.entities[tiny_entity(&w->c, w->firm[i])];
        if (tt_str_is(e->name, name))
            id = tt_arena_printf(a, "%s", tt_id_text_of('e', e->id).s);
    }
    w->said.members = w->members;
    w->members[w->said.n_members++] = (tt_claim_member){syndicate, tt_str_of(id)};
    w->said.n_syndicates = TT_MAX(w->said.n_syndicates, (size_t)syndicate);
}

static void syndicates_are_compared_by_who_is_in_them(void **state)
{
    struct world w;
    tt_evaluation e = {0};
    build(&w, *state);
    plant(&w);
    claim(&w, *state, 1, "A");
    claim(&w, *state, 1, NULL);
    claim(&w, *state, 2, "A");
    claim(&w, *state, 2, "C");
    claim(&w, *state, 2, "D");
    assert_ok(tt_evaluate_case(&w.t, &w.said, &w.c.data, *state, &e, ERR));
    assert_int_equal(e.syndicate_parties.n, 1);
    assert_near(e.syndicate_parties.mean_jaccard, 2.0 / 4, NEAR); /* A C of A B C D */
    assert_int_equal(e.syndicate_parties.recovered.k, 1);
    assert_near(e.entities.b3_f1, 1, NEAR); /* each firm is one entity */
}

static void who_is_in_no_document_cannot_be_found(void **state)
{
    struct world w;
    tt_evaluation e = {0};
    build(&w, *state);
    plant(&w);
    w.docs[2].party[0] = 0; /* nobody is known to be C */
    claim(&w, *state, 1, "A");
    claim(&w, *state, 1, "B");
    assert_ok(tt_evaluate_case(&w.t, &w.said, &w.c.data, *state, &e, ERR));
    assert_near(e.syndicate_parties.mean_jaccard, 1, NEAR);
    assert_int_equal(e.n_traders, 5);
}

static void groups_are_compared_by_what_is_in_them(void **state)
{
    static const uint32_t planted[] = {1, 1, 1, 2, 2};
    static const uint32_t of_planted[] = {1, 2, 3, 4, 5};
    static const uint32_t told[] = {1, 1, 1, 2, 2, 2, 2, 2, 2};
    static const uint32_t of_told[] = {1, 2, 9, 4, 5, 6, 7, 8, 4}; /* 4 twice counts once */
    tt_u64_vec truth = {0}, found = {0};
    tt_ev_groups g;
    for (size_t i = 0; i < TT_LEN(planted); i++)
        assert_true(tt_vec_push(&truth, (uint64_t)planted[i] << 32 | of_planted[i]));
    for (size_t i = 0; i < TT_LEN(told); i++)
        assert_true(tt_vec_push(&found, (uint64_t)told[i] << 32 | of_told[i]));
    assert_ok(tt_judge_groups(&truth, 2, &found, 2, *state, &g, ERR));
    assert_int_equal(g.n, 2);
    assert_near(g.mean_jaccard, (2.0 / 4 + 2.0 / 5) / 2, NEAR);
    assert_int_equal(g.recovered.k, 1);
    assert_true(g.ami > 0 && g.ami < 1); /* 3 is in no group of the report */
    tt_vec_release(&truth);
    tt_vec_release(&found);
}

static void every_allocation_may_fail(void **state)
{
    struct world w;
    tt_arena own;
    tt_status st;
    build(&w, *state);
    plant(&w);
    claim(&w, *state, 1, "A");
    tt_arena_init(&own, 0);
    TT_TORTURE(st, {
        tt_evaluation e = {0};
        tt_arena_reset(&own);
        st = tt_evaluate_case(&w.t, &w.said, &w.c.data, &own, &e, NULL);
    });
    tt_arena_release(&own);
}

TT_TEST_MAIN("evaluate/case", TT_TEST(syndicates_are_compared_by_who_is_in_them),
             TT_TEST(who_is_in_no_document_cannot_be_found),
             TT_TEST(groups_are_compared_by_what_is_in_them), TT_TEST(every_allocation_may_fail))
