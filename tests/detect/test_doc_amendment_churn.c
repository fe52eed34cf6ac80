/* doc.amendment_churn: papers amended again and again, and honest amendments. */
#include "tests/support/detector_case.h"

#include "base/vec.h"

#include <math.h>

enum { OTHERS = 60, FEW = 2, STEPS = 80 };

/* An earlier statement of a document: what it said otherwise than the last; NULL, 0: the same. */
struct step {
    tiny_id doc;
    const char *version, *consignee, *notify, *discharge, *vessel, *goods;
    int64_t kg;
    bool draft;
};
static struct step steps[STEPS];
static size_t n_steps;
static const char *last_version;
static tiny_id odd_line; /* of the last bill */

static tt_ix mention_of(const tt_data *d, const char *name)
{
    for (tt_ix i = 1; i <= d->n_mentions; i++)
        if (tt_str_is(d->mentions[i].name, name))
            return i;
    fail_msg("no party '%s'", name);
    return 0;
}

static void change(const detector_case *f, tt_shipment *s, tt_line *l, const struct step *x)
{
    const struct {
        tt_str *to;
        const char *text;
    } texts[] = {{&s->port_of_discharge, x->discharge},
                 {&s->vessel_name, x->vessel},
                 {&l->description, x->goods}};
    for (size_t i = 0; i < TT_LEN(texts); i++)
        if (texts[i].text)
            *texts[i].to = tt_str_of(texts[i].text);
    if (x->consignee)
        s->consignee = mention_of(&f->c.data, x->consignee);
    if (x->notify)
        s->notify = mention_of(&f->c.data, x->notify);
    if (x->kg)
        l->gross_kg = x->kg * 1000000;
}

static int by_document(const void *a, const void *b, void *ctx)
{
    const tt_statement *x = a, *y = b;
    TT_UNUSED(ctx);
    int c = tt_hash_cmp(x->doc, y->doc);
    return c ? c : (x->n > y->n) - (x->n < y->n);
}

static void
state_it(detector_case *f, tt_statement *to, tiny_id doc, uint32_t n, const struct step *x)
{
    const tt_shipment *now = &f->c.data.shipments[tiny_ref(&f->c, doc).doc];
    tt_shipment *s = tt_new(f->a, tt_shipment);
    tt_line *l = tt_new(f->a, tt_line);
    assert_true(s && l);
    *s = *now;
    *l = f->c.data.shipment_lines[now->head.first_line];
    if (x)
        change(f, s, l, x);
    *to = (tt_statement){
        .kind = TT_KIND_SHIPMENT, .doc = now->head.id, .n = n, .head = &s->head, .lines = l};
    to->draft = x && x->draft;
    const char *version = x ? x->version : last_version;
    to->version = version ? tt_str_of(version) : (tt_str){0};
}

static void state_all(detector_case *f)
{
    tt_data *d = &f->c.data;
    size_t n = 0;
    d->statements = tt_new_n(f->a, tt_statement, 2 * STEPS + 1);
    assert_non_null(d->statements);
    for (size_t i = 0; i < n_steps; i++) {
        uint32_t k = i && steps[i - 1].doc == steps[i].doc ? d->statements[n].n + 1 : 1;
        state_it(f, &d->statements[++n], steps[i].doc, k, &steps[i]);
        if (i + 1 == n_steps || steps[i + 1].doc != steps[i].doc)
            state_it(f, &d->statements[++n], steps[i].doc, k + 1, NULL);
    }
    d->n_statements = n;
    assert_true(tt_sort(d->statements + 1, n, sizeof *d->statements, by_document, NULL));
}

static void say(struct step x)
{
    assert_true(n_steps < STEPS);
    steps[n_steps++] = x;
}

static tiny_id bill(detector_case *f, const char *number, tiny_id shipper, tiny_id consignee)
{
    tiny_id s = tiny_shipment(&f->c, number, shipper, consignee, "2024-03-10", "CNSHA", "DEHAM");
    tiny_shipment_at(&f->c, s)->vessel_name = TT_STR("ALPHA");
    tiny_shipment_at(&f->c, s)->voyage = TT_STR("021E");
    tiny_id l = tiny_shipment_line(&f->c, s, "940161", TT_NO_NUM, NULL, 12000);
    tiny_line_at(&f->c, l)->description = TT_STR("wooden dining chairs");
    tiny_line_at(&f->c, l)->container = tt_str_of(number);
    odd_line = l;
    return s;
}

static tiny_id begin_with(detector_case *f, tt_arena *a, int others)
{
    detector_begin(f, a, "doc.amendment_churn");
    f->finished = state_all;
    n_steps = 0;
    last_version = "2024-03-20";
    for (int i = 0; i < others; i++)
        bill(f, tt_arena_printf(a, "O-%d", i),
             tiny_company(&f->c, tt_arena_printf(a, "Other %c%c", 'A' + i / 6, 'a' + i % 6), "CN"),
             tiny_company(&f->c, tt_arena_printf(a, "Taker %c%c", 'A' + i / 6, 'a' + i % 6), "DE"));
    f->seller = tiny_company(&f->c, "Vega Exports", "CN");
    f->buyer = tiny_company(&f->c, "Wren Imports", "DE");
    f->stranger = tiny_company(&f->c, "Quill Trading", "AE");
    bill(f, "STRANGER", f->seller, f->stranger);
    return bill(f, "ODD", f->seller, f->buyer);
}

static tiny_id begin(detector_case *f, tt_arena *a)
{
    return begin_with(f, a, OTHERS);
}

static void many_amendments_are_found(void **state)
{
    detector_case f;
    tiny_id s = begin(&f, *state);
    say((struct step){s, "2024-03-01", .goods = "frozen fish"});
    say((struct step){s, "2024-03-04", .kg = 9000});
    say((struct step){s, "2024-03-06", .kg = 8000});
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, s)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "shipper"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "consignee"));
    assert_non_null(strstr(x->explanation, "was amended in 3 steps"));
    assert_non_null(strstr(x->explanation, "the goods, weights or references"));
    assert_null(strstr(x->explanation, "after it was on board"));
    assert_true(fabs(claim_measure(x, "amendments_weighted").value - 4) < 1e-9);
    assert_true(x->weight > 0.3 && x->weight <= log10(5) + 1e-9);
}

static void another_consignee_and_port_after_departure_are_found(void **state)
{
    for (int together = 0; together < 2; together++) {
        detector_case f;
        tiny_id s = begin(&f, *state);
        say((struct step){s, "2024-03-01", .consignee = "Quill Trading", .discharge = "AEJEA"});
        if (!together)
            say((struct step){s, "2024-03-15", .consignee = "Quill Trading"});
        detector_find(&f);
        const tt_finding *x = claim_only(&f.r);
        assert_non_null(strstr(x->explanation, "after it was on board"));
        assert_true(x->weight > 0.6);
    }
}

/* Each in the manner of an honest amendment. */
static void near_misses_are_not_found(void **state)
{
    enum {
        ROLLOVER,
        WHOLE_SHIP,
        TYPO,
        SPLIT,
        ENDORSED,
        TOLD,
        BEFORE_DEPARTURE,
        NO_DAY,
        DRAFTS,
        SENT_AGAIN,
        AFLOAT,
        TWO,
        WHYS
    };
    static const char *const why[WHYS] = {"rollover",         "a whole ship",
                                          "a typing error",   "split at the consignee's request",
                                          "endorsed",         "made out to who was told",
                                          "before departure", "no day",
                                          "drafts",           "sent again",
                                          "sold afloat",      "two amendments"};
    static const char *const days[] = {"2024-03-01", "2024-03-03", "2024-03-05", "2024-03-07"};
    for (int i = 0; i < WHYS; i++) {
        detector_case f;
        tiny_id s = begin(&f, *state);
        struct step diverted = {s, days[0], .consignee = "Quill Trading", .discharge = "AEJEA"};
        if (i == ROLLOVER)
            for (size_t k = 0; k < TT_LEN(days); k++)
                say((struct step){s, days[k], .vessel = k % 2 ? "BETA" : "GAMMA"});
        if (i == WHOLE_SHIP) { /* Rotterdam is left out for all; one of them sells his goods, too */
            diverted.discharge = "NLRTM";
            say(diverted);
            for (int k = 0; k < 2; k++) {
                tiny_id other =
                    tiny_company(&f.c, tt_arena_printf(*state, "Third %c", 'A' + k), "DE");
                tiny_id b = bill(&f, tt_arena_printf(*state, "S%d", k), f.seller, other);
                say((struct step){b, days[0], .discharge = "NLRTM"});
            }
        }
        if (i == TYPO) { /* of its only word; then a weight */
            tt_line *l = tiny_line_at(&f.c, odd_line);
            l->description = TT_STR("radia tyres");
            say((struct step){s, days[0], .goods = "radial tyers", .kg = 9000});
            say((struct step){s, days[1], .kg = 9000});
        }
        if (i == SPLIT) {
            say((struct step){s, days[0], .kg = 24000});
            bill(&f, "SPLIT", f.seller, f.buyer);
        }
        if (i == ENDORSED) {
            tiny_mention_at(&f.c, f.stranger)->name = TT_STR("TO ORDER");
            diverted.consignee = "TO ORDER";
            say(diverted);
        }
        if (i == TOLD) {
            diverted.notify = "Wren Imports";
            say(diverted);
        }
        if (i == BEFORE_DEPARTURE) {
            last_version = "2024-03-08";
            say(diverted);
        }
        if (i == NO_DAY) {
            last_version = "2";
            diverted.version = "1";
            say(diverted);
        }
        if (i == DRAFTS)
            for (size_t k = 0; k < TT_LEN(days); k++)
                say((struct step){s, days[k], .goods = k % 2 ? "frozen fish" : "steel",
                                  .draft = true});
        if (i == SENT_AGAIN)
            for (size_t k = 0; k < TT_LEN(days); k++)
                say((struct step){.doc = s, .version = days[k]});
        if (i == AFLOAT) {
            tiny_id b =
                tiny_shipment(&f.c, "GRAIN", f.seller, f.buyer, "2024-03-10", "USMSY", "DEHAM");
            tiny_shipment_line(&f.c, b, "100199", TT_NO_NUM, NULL, 30000000);
            diverted.doc = b;
            say(diverted);
        }
        if (i == TWO)
            for (size_t k = 0; k < 2; k++)
                say((struct step){s, days[k], .kg = 9000 + (int64_t)k});
        detector_none(&f, why[i]);
    }
}

static void where_all_bills_are_amended_it_says_nothing(void **state)
{
    detector_case f;
    (void)begin_with(&f, *state, 0);
    for (int i = 0; i < 20; i++) {
        tiny_id b = bill(&f, tt_arena_printf(*state, "N%d", i),
                         tiny_company(&f.c, tt_arena_printf(*state, "Other %c", 'A' + i), "CN"),
                         tiny_company(&f.c, tt_arena_printf(*state, "Taker %c", 'A' + i), "DE"));
        for (int64_t k = 0; k < 3; k++)
            say((struct step){b, k ? k > 1 ? "3" : "2" : "1", .kg = 9000 + k});
    }
    detector_none(&f, "the custom of this lane");
}

static void parameters_count(void **state)
{
    detector_case f;
    for (int i = 0; i < 4; i++) {
        tiny_id s = begin(&f, *state);
        const char *const names[] = {"min_amendments", "lr_churn", "usual_rate", "amended_rate"};
        const double values[] = {4, 1, 0.5, 10};
        for (int64_t k = 0; k < 3; k++)
            say((struct step){s, k ? k > 1 ? "3" : "2" : "1", .kg = 9000 + k});
        detector_set(&f, names[i], values[i]);
        detector_none(&f, names[i]);
    }
}

static void without_statements_it_says_nothing(void **state)
{
    detector_case f;
    (void)begin(&f, *state);
    detector_none(&f, "nothing was stated twice");
}

static void small(detector_case *f, tt_arena *a)
{
    tiny_id s = begin_with(f, a, FEW);
    detector_set(f, "min_weight", -1);
    say((struct step){s, "2024-03-01", .consignee = "Quill Trading", .discharge = "AEJEA"});
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/doc_amendment_churn", TT_TEST(many_amendments_are_found),
             TT_TEST(another_consignee_and_port_after_departure_are_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(where_all_bills_are_amended_it_says_nothing), TT_TEST(parameters_count),
             TT_TEST(without_statements_it_says_nothing), TT_TEST(every_allocation_may_fail))
