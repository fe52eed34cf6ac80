/*
 * A made-up world: the same bytes for the same seed, sums that close, identifiers that hold, truth
 * that names what is there, rates near their knobs.
 */
#include "tests/unit/simulate/sim_test.h"

#include "base/json_read.h"
#include "refdata/ids.h"
#include "refdata/unit.h"

static sim_spec small(const char *scenario, uint32_t documents)
{
    sim_spec s;
    assert_ok(sim_spec_init(scenario, &s, ERR));
    s.documents = documents;
    return s;
}

static const char *make(tt_arena *a, const sim_spec *s, sim_tally *tally)
{
    const char *folder = new_folder(a);
    assert_ok(sim_run(s, folder, tally, ERR));
    return folder;
}

static bool same_file(tt_arena *a, const char *x, const char *y, const char *name)
{
    tt_file f, g;
    assert_ok(tt_file_open(tt_arena_printf(a, "%s/%s", x, name), 0, &f, ERR));
    assert_ok(tt_file_open(tt_arena_printf(a, "%s/%s", y, name), 0, &g, ERR));
    bool same = tt_str_eq(f.bytes, g.bytes);
    assert_true(f.bytes.n > 100);
    tt_file_close(&f);
    tt_file_close(&g);
    return same;
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
    static const char *const names[] = {"records/invoices.csv",
                                        "records/shipments.csv",
                                        "records/declarations.csv",
                                        "records/payments.csv",
                                        "records/parties.csv",
                                        "records/ownership.csv",
                                        "records/fx.csv",
                                        "records/permits.csv",
                                        "records/seizures.csv",
                                        "records/watchlist.csv",
                                        "reference/export_shares.tsv",
                                        "truth.json",
                                        "truth_documents.csv",
                                        "truth_links.csv",
                                        "truth_breaks.csv",
                                        "truth_entities.csv"};
    tt_arena *a = *state;
    sim_spec s = small("trade", 800), other = s;
    other.seed = 2;
    const char *x = make(a, &s, NULL), *y = make(a, &s, NULL), *z = make(a, &other, NULL);
    for (size_t i = 0; i < TT_LEN(names); i++) {
        assert_true(same_file(a, x, y, names[i]));
        assert_false(same_file(a, x, z, names[i]));
    }
    remove_folder(x);
    remove_folder(y);
    remove_folder(z);
}

static void lines_of_an_invoice_add_up(void **state)
{
    tt_arena *a = *state;
    sim_spec s = small("clean", 3000);
    s.noise = 0;
    const char *folder = make(a, &s, NULL);
    sheet inv = read_sheet(a, folder, "records/invoices.csv");
    for (size_t i = 1, to = 1; i < inv.n; i = to) {
        int64_t sum = 0;
        do {
            int64_t q = decimal(&inv, to, "quantity", 3), p = decimal(&inv, to, "unit_price", 4);
            int64_t amount = decimal(&inv, to, "line_amount", 2);
            if (q > 0)
                assert_near((double)q * (double)p / 1e5, (double)amount, 51);
            sum += amount;
            to++;
        } while (to < inv.n && decimal(&inv, to, "line_number", 0) > 1);
        assert_int_equal(sum, decimal(&inv, i, "invoice_total", 2));
    }
    remove_folder(folder);
}

static void hold(const sheet *s, const char *name, tt_id_scheme scheme, size_t at_least)
{
    size_t n = 0;
    for (size_t i = 1; i < s->n; i++) {
        tt_str text = cell(s, i, name);
        if (text.n == 0 || (scheme == TT_ID_IBAN && tt_id_scheme_of_account(text) != TT_ID_IBAN))
            continue;
        n++;
        if (tt_id_check(scheme, text, NULL) != TT_ID_VALID)
            fail_msg("%s '%.*s' does not hold", name, TT_STR_ARG(text));
    }
    if (n < at_least)
        fail_msg("only %zu of %s", n, name);
}

static void identifiers_hold_where_nothing_is_noisy(void **state)
{
    static const struct {
        const char *country;
        tt_id_scheme scheme;
    } tax[] = {{"CN", TT_ID_USCC}, {"VN", TT_ID_MST}, {"RU", TT_ID_INN}};
    tt_arena *a = *state;
    sim_spec s = small("clean", 3000);
    s.noise = 0;
    const char *folder = make(a, &s, NULL);
    sheet ship = read_sheet(a, folder, "records/shipments.csv");
    sheet pay = read_sheet(a, folder, "records/payments.csv");
    sheet inv = read_sheet(a, folder, "records/invoices.csv");
    hold(&ship, "container_number", TT_ID_CONTAINER, 200);
    hold(&ship, "vessel_imo", TT_ID_IMO, 200);
    hold(&ship, "port_of_loading", TT_ID_LOCODE, 200);
    hold(&ship, "port_of_discharge", TT_ID_LOCODE, 200);
    hold(&ship, "hs_code", TT_ID_HS, 200);
    hold(&pay, "payer_account", TT_ID_IBAN, 50);
    size_t n = 0;
    for (size_t i = 1; i < inv.n; i++)
        for (size_t k = 0; k < TT_LEN(tax); k++) {
            tt_str id = cell(&inv, i, "seller_id");
            if (id.n == 0 || id.n == 20 ||
                !tt_str_is(cell(&inv, i, "seller_country"), tax[k].country))
                continue;
            n++;
            assert_int_equal(tt_id_check(tax[k].scheme, id, NULL), TT_ID_VALID);
        }
    assert_true(n > 20);
    remove_folder(folder);
}

static void units_are_understood(void **state)
{
    tt_arena *a = *state;
    sim_spec s = small("clean", 3000);
    const char *folder = make(a, &s, NULL);
    sheet inv = read_sheet(a, folder, "records/invoices.csv");
    for (size_t i = 1; i < inv.n; i++) {
        tt_unit u;
        tt_str text = cell(&inv, i, "unit");
        if (text.n && !tt_unit_parse(text, &u))
            fail_msg("unit '%.*s'", TT_STR_ARG(text));
    }
    remove_folder(folder);
}

static bool same_bill(const sheet *ship, size_t a, size_t b)
{
    const char *const number = "transport_document";
    return b < ship->n && tt_str_eq(cell(ship, a, number), cell(ship, b, number));
}

/* The row after it says the line of the bill anew. */
static bool is_amended(const sheet *ship, size_t at)
{
    return same_bill(ship, at, at + 1) &&
           decimal(ship, at, "line_number", 0) == decimal(ship, at + 1, "line_number", 0);
}

/* With whole feeds and no slips, what is shipped of an invoice is what it says; what is shipped for
 * several of them is what they say together. */
static void shipments_add_up_to_their_invoice(void **state)
{
    tt_arena *a = *state;
    sim_spec s = small("clean", 6000);
    s.noise = 0;
    s.coverage = 1000000;
    const char *folder = make(a, &s, NULL);
    sheet inv = read_sheet(a, folder, "records/invoices.csv");
    sheet ship = read_sheet(a, folder, "records/shipments.csv");
    sheet links = read_sheet(a, folder, "truth_links.csv");
    int64_t *shipped = tt_new_n(a, int64_t, inv.n), *share = tt_new_n(a, int64_t, inv.n);
    int64_t *asked = tt_new_n(a, int64_t, ship.n); /* of all invoices of a shared bill */
    bool *unknown = tt_new_n(a, bool, inv.n);
    uint8_t *times = tt_new_n(a, uint8_t, ship.n);
    size_t checked = 0, shared = 0;
    for (size_t i = 1; i < links.n; i++)
        if (tt_str_is(cell(&links, i, "kind"), "shipment"))
            times[line_of(&links, i, "line")]++;
    for (size_t i = 1; i < links.n; i++) {
        if (!tt_str_is(cell(&links, i, "kind"), "shipment"))
            continue;
        size_t of = line_of(&links, i, "invoice_line"), at = line_of(&links, i, "line");
        assert_slice(cell(&ship, at, "transport_document"), cell(&links, i, "number"));
        share[of] += decimal(&links, i, "share", 6);
        if (times[at] > 1) {
            asked[at] += decimal(&inv, of, "quantity", 3);
            unknown[of] = true;
        }
        size_t first = at;
        do {
            unknown[of] |= cell(&ship, at, "quantity").n == 0;
            if (!is_amended(&ship, at))
                shipped[of] += decimal(&ship, at, "quantity", 3);
            at++;
        } while (same_bill(&ship, first, at));
    }
    for (size_t i = 1, to = 1; i < inv.n; i = to) {
        int64_t invoiced = 0;
        do
            invoiced += decimal(&inv, to++, "quantity", 3);
        while (to < inv.n && decimal(&inv, to, "line_number", 0) > 1);
        if (share[i] != 1000000 || unknown[i])
            continue;
        assert_int_equal(shipped[i], invoiced);
        checked++;
    }
    for (size_t at = 1, to = 1; at < ship.n; at = to) {
        int64_t carried = 0;
        for (; same_bill(&ship, at, to); to++)
            carried += is_amended(&ship, to) ? 0 : decimal(&ship, to, "quantity", 3);
        if (times[at] < 2 || cell(&ship, at, "quantity").n == 0)
            continue;
        assert_in_range(asked[at], 1, carried); /* some were invoiced before the first day */
        shared += asked[at] == carried;
    }
    assert_true(checked > 200 && shared > 0);
    remove_folder(folder);
}

static void rates_are_near_their_knobs(void **state)
{
    tt_arena *a = *state;
    sim_spec s = small("match20", 20000);
    const char *folder = make(a, &s, NULL);
    sheet docs = read_sheet(a, folder, "truth_documents.csv");
    sheet links = read_sheet(a, folder, "truth_links.csv");
    sheet pay = read_sheet(a, folder, "records/payments.csv");
    size_t n[2] = {0, 0}, more[2] = {0, 0}, named = 0, paid = 0;
    uint8_t *times[2] = {tt_new_n(a, uint8_t, links.n + docs.n), tt_new_n(a, uint8_t, pay.n)};
    for (size_t i = 1; i < links.n; i++) {
        bool ship = tt_str_is(cell(&links, i, "kind"), "shipment");
        if (!ship && !tt_str_is(cell(&links, i, "kind"), "payment"))
            continue;
        size_t of = line_of(&links, i, ship ? "invoice_line" : "line");
        uint8_t *t = &times[ship ? 0 : 1][of];
        n[!ship] += ++*t == 1;
        more[!ship] += *t == 2;
        if (ship)
            continue;
        tt_str number = cell(&links, i, "invoice");
        paid++;
        for (size_t k = of; k < pay.n; k++) {
            bool mine = tt_str_eq(cell(&pay, k, "payment_id"), cell(&links, i, "number"));
            if (mine &&
                (tt_str_eq(cell(&pay, k, "invoice_number"), number) ||
                 tt_str_find(cell(&pay, k, "remittance_information"), number, 0) != SIZE_MAX)) {
                named++;
                break;
            }
            if (!mine)
                break;
        }
    }
    assert_near((double)more[0] / (double)n[0], 0.15, 0.02);
    assert_near((double)more[1] / (double)n[1], 0.10, 0.03);
    assert_near((double)named / (double)paid, 0.80, 0.05);
    assert_near((double)docs.n, 20000, 4000);
    remove_folder(folder);
}

static void a_clean_world_has_nothing_planted(void **state)
{
    tt_arena *a = *state;
    sim_spec s = small("clean", 1000);
    sim_tally t;
    remove_folder(make(a, &s, &t));
    assert_int_equal(t.planted, 0);
    assert_true(t.look_alikes > 10 && t.invoices > 100 && t.payments > 100);
}

static void what_is_planted_is_told_and_a_third_is_alone(void **state)
{
    static const char *const codes[] = {
#define SIM_PLANT(name, code, often, wild, parties) code,
#include "simulate/plants.def"
#undef SIM_PLANT
        "entity.shared_attribute"};
    tt_arena *a = *state;
    tt_file f;
    tt_json *truth;
    sim_tally t;
    sim_spec s = small("trade", 100000);
    s.prevalence = 100000;
    const char *folder = make(a, &s, &t);
    uint64_t all = t.invoices + t.shipments + t.declarations + t.payments;
    size_t seen[TT_LEN(codes)] = {0}, documents = 0, alone = 0;
    assert_ok(tt_file_open(tt_arena_printf(a, "%s/truth.json", folder), 0, &f, ERR));
    assert_ok(tt_json_parse(f.bytes, &truth, ERR));
    const tt_json *planted = tt_json_get(truth, "planted");
    for (const tt_json *e = tt_json_first(planted); e; e = tt_json_next(e)) {
        size_t n = 0;
        for (const tt_json *d = tt_json_first(tt_json_get(e, "documents")); d; d = tt_json_next(d))
            n++;
        for (size_t k = 0; k < TT_LEN(codes); k++)
            seen[k] += tt_str_is(tt_json_str(tt_json_get(e, "typology")), codes[k]);
        documents += n;
        alone += tt_json_str(tt_json_get(e, "syndicate")).p ? 0 : n;
        assert_non_null(tt_json_first(tt_json_get(e, "entities")));
    }
    for (size_t k = 0; k < TT_LEN(codes); k++)
        if (seen[k] < 2)
            fail_msg("%zu of %s", seen[k], codes[k]);
    assert_int_equal(documents, t.planted);
    assert_near((double)documents / (double)all, 0.1, 0.02);
    assert_true(alone * 10 >= documents * 3);
    tt_json_free(truth);
    tt_file_close(&f);
    remove_folder(folder);
}

/* Memory may end anywhere: a failure is told, and no file is left half written. */
static void allocations_may_fail(void **state)
{
    tt_arena *a = *state;
    sim_spec s = small("trade", 200);
    for (uint64_t k = 1; k < 40000; k += k / 3 + 1) {
        const char *folder = new_folder(a);
        tt_mem_fail_at(k);
        tt_status st = sim_run(&s, folder, NULL, ERR);
        tt_mem_fail_at(0);
        if (st != TT_OK)
            assert_status(st, TT_ENOMEM);
        remove_folder(folder);
    }
}

static void wrong_settings_are_refused(void **state)
{
    tt_arena *a = *state;
    sim_spec s = small("trade", 100);
    assert_status(sim_run(&s, new_folder(a), NULL, ERR), TT_EUSAGE);
    s = small("trade", 1000);
    s.prevalence = 1000000;
    assert_status(sim_run(&s, new_folder(a), NULL, ERR), TT_EUSAGE);
    assert_status(sim_spec_init("no such", &s, ERR), TT_EUSAGE);
}

TT_TEST_MAIN("simulate/world", TT_TEST(the_same_seed_gives_the_same_bytes),
             TT_TEST(lines_of_an_invoice_add_up), TT_TEST(identifiers_hold_where_nothing_is_noisy),
             TT_TEST(units_are_understood), TT_TEST(shipments_add_up_to_their_invoice),
             TT_TEST(rates_are_near_their_knobs), TT_TEST(a_clean_world_has_nothing_planted),
             TT_TEST(what_is_planted_is_told_and_a_third_is_alone), TT_TEST(allocations_may_fail),
             TT_TEST(wrong_settings_are_refused))
