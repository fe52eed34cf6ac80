/* ship.new_shipper_lane: firms made for one container, and honest new exporters. */
#include "tests/support/detector_case.h"

enum { OTHERS = 40, FEW = 4 };

static const char *const made[] = {"Campo Brilha Lda", "Zambezi Oriental", "Cruzeiro Madeiras",
                                   "Ouro Fino Exports"};

/* A container of sawn wood from Mozambique to Hong Kong. */
static tiny_id container(detector_case *f, const char *number, tiny_id from, tiny_id to,
                         const char *day, int64_t kg)
{
    tiny_id s = tiny_shipment(&f->c, number, from, to, day, "MZBEW", "HKHKG");
    tiny_id l = tiny_shipment_line(&f->c, s, "440729", TT_NO_NUM, NULL, kg);
    tiny_line_at(&f->c, l)->container = tt_str_of(tt_arena_printf(f->a, "BOX-%s", number));
    return s;
}

/* Old exporters, each with a receiver of its own, since January 2023. */
static void begin_with(detector_case *f, tt_arena *a, int others)
{
    static const char *const first[] = {"Maputo", "Beira", "Nacala", "Pemba", "Tete"};
    static const char *const last[] = {"Timber", "Trading", "Export", "Florestal",
                                       "Serra",  "Wood",    "Mill",   "Agro"};
    detector_begin(f, a, "ship.new_shipper_lane");
    f->buyer = tiny_company(&f->c, "Golden Harbour", "HK");
    for (int i = 0; i < others; i++) {
        tiny_id from =
            tiny_company(&f->c, tt_arena_printf(a, "%s %s", first[i % 5], last[i / 5]), "MZ");
        tiny_id to = tiny_company(&f->c, tt_arena_printf(a, "Importer %d", i), "HK");
        container(f, tt_arena_printf(a, "O%d", i), from, to, "2023-01-10", 25000);
        container(f, tt_arena_printf(a, "P%d", i), from, to, "2023-09-10", 25000);
    }
}

/* n firms with a container each to the buyer. */
static tiny_id send(detector_case *f, int n, const char *month, int64_t kg)
{
    tiny_id last = 0;
    for (int i = 0; i < n; i++)
        last = container(f, tt_arena_printf(f->a, "NEW%d", i), tiny_company(&f->c, made[i], "MZ"),
                         f->buyer, tt_arena_printf(f->a, "%s-1%d", month, i), kg);
    return last;
}

static void four_firms_made_for_a_container_are_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    tiny_id s = send(&f, 4, "2023-08", 25000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, s)));
    assert_int_equal(x->n_documents, 4);
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "receiver"));
    assert_int_equal((int)claim_measure(x, "new_shippers").value, 4);
    assert_true(x->weight > 0.8 && x->weight <= 1.21);
    assert_non_null(strstr(x->explanation, "4 new shippers"));
}

static void a_party_to_be_notified_is_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    tiny_id agent = tiny_company(&f.c, "Pearl Forwarding", "HK");
    for (int i = 0; i < 4; i++) {
        tiny_id to = tiny_company(&f.c, tt_arena_printf(*state, "Receiver %d", i), "HK");
        tiny_id s = container(&f, tt_arena_printf(*state, "NEW%d", i),
                              tiny_company(&f.c, made[i], "MZ"), to, "2023-08-10", 25000);
        tiny_shipment_at(&f.c, s)->notify = agent;
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_names(x, tiny_entity(&f.c, agent), "notified"));
    assert_non_null(strstr(x->title, "party to be notified"));
}

static void near_misses_are_not_found(void **state)
{
    enum { ONE, EARLY, PARTS, OLD, BUYS, MORE, CASES };
    static const char *const why[CASES] = {
        "one new shipper", "the data begin with them", "part loads", "founded long ago",
        "they buy, too",   "they sell to others, too",
    };
    for (int i = 0; i < CASES; i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin_with(&f, *state, OTHERS);
        send(&f, i == ONE ? 1 : 4, i == EARLY ? "2023-02" : "2023-08", i == PARTS ? 900 : 25000);
        for (int k = 0; k < 4; k++) {
            tiny_id firm = tiny_company(&f.c, made[k], "MZ"), other = tiny_company(&f.c, "Q", "HK");
            const char *number = tt_arena_printf(*state, "X%d", k);
            if (i == OLD)
                tiny_party_at(&f.c, tiny_party(&f.c, number, TT_ENTITY_COMPANY, made[k], "MZ"))
                    ->incorporated = tiny_day("2010-01-01");
            if (i == BUYS)
                tiny_invoice(&f.c, number, other, firm, "2023-08-20", "USD");
            if (i == MORE)
                container(&f, number, firm, other, "2023-08-25", 25000);
        }
        detector_none(&f, why[i]);
    }
}

static void spellings_of_one_shipper_are_not_found(void **state)
{
    static const char *const spelt[] = {"Quelimane Madeiras Lda", "QUELIMANE MADEIRAS",
                                        "Quelimane Madeiras Limitada", "Quelimane Madeira Lda"};
    detector_case f;
    begin_with(&f, *state, OTHERS);
    for (int i = 0; i < 4; i++)
        container(&f, tt_arena_printf(*state, "S%d", i), tiny_company(&f.c, spelt[i], "MZ"),
                  f.buyer, "2023-08-10", 25000);
    detector_none(&f, "one shipper, spelt in four ways");
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, FEW);
    detector_set(f, "min_weight", -1);
    send(f, 2, "2023-08", 25000);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/ship_new_shipper_lane", TT_TEST(four_firms_made_for_a_container_are_found),
             TT_TEST(a_party_to_be_notified_is_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(spellings_of_one_shipper_are_not_found), TT_TEST(every_allocation_may_fail))
