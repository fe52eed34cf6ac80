/* iwt.finance_link: side payments that come with consignments, and those that only seem to. */
#include "tests/support/detector_case.h"

#include "detect/common/tail.h"

/* The days on which cashew nuts leave Lagos for Hai Phong. */
static const int loads[] = {20, 95, 170, 245, 320};

static tt_date day_of(int n)
{
    return tiny_day("2024-01-01") + n;
}

static void cargo(detector_case *f, int day, const char *hs, const char *from, const char *to)
{
    const char *number = tt_arena_printf(f->a, "BL-%d-%s", day, from);
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-01-01", from, to);
    tiny_shipment_line(&f->c, bl, hs, 1000, "KGM", 1000);
    if (!f->c.failed)
        tiny_shipment_at(&f->c, bl)->head.date.day = day_of(day);
}

static tiny_id pay(detector_case *f, tiny_id payee, int day, const char *text)
{
    const char *number = tt_arena_printf(f->a, "P%d", (int)++f->n_payments);
    tiny_id p = tiny_payment(&f->c, number, f->buyer, payee, "2024-01-01", 900000, "USD");
    tiny_payment_text(&f->c, p, text);
    if (!f->c.failed)
        tiny_payment_at(&f->c, p)->head.date.day = day_of(day);
    return p;
}

static void begin(detector_case *f, tt_arena *a, const char *hs, const char *from, const char *to)
{
    detector_begin(f, a, "iwt.finance_link");
    f->seller = tiny_company(&f->c, "Savanna Gate Ltd", "NG");
    f->buyer = tiny_company(&f->c, "Hai Van Son JSC", "VN");
    for (size_t i = 0; i < TT_LEN(loads); i++)
        cargo(f, loads[i], hs, from, to);
}

/* Two payments so many days after each consignment, and rent every month. */
static void
pays(detector_case *f, const char *payee, const char *country, const char *text, int after)
{
    tiny_id to = tiny_company(&f->c, payee, country);
    tiny_id landlord = tiny_company(&f->c, "Hai Phong Offices JSC", "VN");
    for (size_t i = 0; i < 2 * TT_LEN(loads); i++)
        pay(f, to, loads[i / 2] + after + (int)i % 2, text);
    for (int i = 0; i < 12; i++)
        pay(f, landlord, 3 + 30 * i, "OFFICE RENT");
}

static void gold_that_is_bought_with_each_consignment_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, "080131", "NGAPP", "VNHPH");
    pays(&f, "Emirates Gold Refinery LLC", "AE", "TRANSFER", 2);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 0.859763264, 1e-9);
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "trader"));
    assert_int_equal(x->n_documents, 15);
    assert_near(claim_measure(x, "payments_near").value, 10, 0);
    assert_int_equal(claim_test(x, "busy_weeks").outcome, TT_TEST_NOT_EXPLAINED);
    assert_non_null(strstr(x->explanation,
                           "10 of 10 payments to dealers in gold and jewels, none of which settles "
                           "a deal, come within 14 days of consignments whose goods and way are "
                           "those of"));
    assert_non_null(strstr(x->explanation, "is next to BL-20-NGAPP, 2024-01-21, NG to VN."));
}

static void the_words_are_read_in_seven_languages(void **state)
{
    static const struct {
        const char *payee, *text;
    } rows[] = {
        {"Guangzhou Trading Co", "\xe9\xbb\x84\xe9\x87\x91 \xe7\x8f\xa0\xe5\xae\x9d"}, /* gold */
        {"Tran Thi Lan", "học phí"},
        {"Tran Thi Lan", "SINH HOAT PHI GIA DINH"},
        {"Marie Kouassi", "soutien familial"},
        {"Kiosco Central", "propina, apoyo familia"},
        {"Joana Silva", "apoio familiar"},
        {"Asha Juma", "ada ya shule"},
        {"Vang Bac Kim Son", "chuyen tien"},
        {"Afisa Forodha Juma", "asante"},
        {"Ourivesaria Lisboa", "compra"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state, "080131", "NGAPP", "VNHPH");
        pays(&f, rows[i].payee, "HK", rows[i].text, 2);
        detector_find(&f);
        if (f.r.n_findings != 1)
            fail_msg("not understood: %s, %s", rows[i].payee, rows[i].text);
    }
}

static void a_relative_of_the_director_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, "080131", "NGAPP", "VNHPH");
    tiny_id p = tiny_party(&f.c, "P1", TT_ENTITY_PERSON, "Quach Dinh Phuc", "VN");
    TT_UNUSED(p);
    tiny_own(&f.c, "Quach Dinh Phuc", "Hai Van Son JSC", "director", TT_NO_NUM);
    tiny_id niece = tiny_named(&f.c, TT_ENTITY_PERSON, "Quach Thi Mai", "VN");
    for (size_t i = 0; i < TT_LEN(loads); i++)
        pay(&f, niece, loads[i] + 1, "TRANSFER");
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->explanation, "payments to relatives"));
}

/* Two persons of a country after each consignment, others each time; rent every month. */
static void pays_persons(detector_case *f, const char *const *country, size_t n, bool monthly)
{
    tiny_id landlord = tiny_company(&f->c, "Hai Phong Offices JSC", "VN");
    for (size_t i = 0; i < 2 * TT_LEN(loads); i++) {
        const char *name = tt_arena_printf(f->a, "Person %c%c Okafor", 'A' + (int)i, 'k');
        const char *in = country[i % n]; /* a country, or a BIC of a bank there */
        bool bank = strlen(in) > 2;
        tiny_id to = tiny_named(&f->c, TT_ENTITY_PERSON, name, bank ? NULL : in);
        if (bank && !f->c.failed)
            tiny_mention_at(&f->c, to)->bank = tt_str_of(in);
        pay(f, to, monthly ? 5 + 35 * (int)i : loads[i / 2] + 2 + (int)i % 2, "ADVANCE");
    }
    for (int i = 0; i < 12; i++)
        pay(f, landlord, 3 + 30 * i, "OFFICE RENT");
}

static void persons_where_the_goods_come_from_are_found(void **state)
{
    static const char *const ng[] = {"NG"};
    detector_case f;
    begin(&f, *state, "080131", "NGAPP", "VNHPH");
    pays_persons(&f, ng, 1, false);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(claim_measure(x, "payments_near").value, 10, 0);
    assert_non_null(strstr(x->explanation, "payments to persons in the country of the other side"));
}

/* No paper says the country of the persons: their bank does. */
static void persons_are_where_their_bank_is(void **state)
{
    static const char *const there[] = {"BALONGTR"}, *const elsewhere[] = {"BALOKENA"};
    detector_case f;
    begin(&f, *state, "080131", "NGAPP", "VNHPH");
    pays_persons(&f, there, 1, false);
    detector_find(&f);
    assert_near(claim_measure(claim_only(&f.r), "payments_near").value, 10, 0);
    begin(&f, *state, "080131", "NGAPP", "VNHPH");
    pays_persons(&f, elsewhere, 1, false);
    detector_none(&f, "banks where no goods come from");
}

static void a_name_that_says_gold_may_sell_power(void **state)
{
    detector_case f;
    begin(&f, *state, "080131", "NGAPP", "VNHPH");
    pays(&f, "Dhahabu Pamoja Power Ltd", "VN", "ELECTRICITY", 2);
    detector_none(&f, "paid for electricity");
}

static void persons_elsewhere_or_at_other_times_are_not_found(void **state)
{
    static const char *const at_home[] = {"VN"}, *const elsewhere[] = {"KE"}, *const ng[] = {"NG"};
    static const struct {
        const char *const *country;
        bool monthly;
        const char *why;
    } rows[] = {{at_home, false, "at home"},
                {elsewhere, false, "where no goods come from"},
                {ng, true, "every month: wages"}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state, "080131", "NGAPP", "VNHPH");
        pays_persons(&f, rows[i].country, 1, rows[i].monthly);
        detector_none(&f, rows[i].why);
    }
}

/* An employer of many countries, all of which its goods come from. */
static void who_pays_persons_everywhere_is_not_found(void **state)
{
    static const char *const where[] = {"NG", "KE", "TZ", "MZ", "GH"};
    static const char *const ports[] = {"NGAPP", "KEMBA", "TZDAR", "MZBEW", "GHTEM"};
    detector_case f;
    begin(&f, *state, "080131", "NGAPP", "VNHPH");
    for (size_t i = 1; i < TT_LEN(ports); i++)
        cargo(&f, loads[i] + 1, "080131", ports[i], "VNHPH");
    pays_persons(&f, where, TT_LEN(where), false);
    detector_none(&f, "five countries");
}

static void honest_payments_are_not_found(void **state)
{
    static const struct {
        const char *hs, *from, *to, *payee, *text, *why;
        int after;
    } rows[] = {
        {"080131", "NGAPP", "VNHPH", "Emirates Gold Refinery LLC", "TRANSFER", "weeks later", 40},
        {"690721", "NGAPP", "VNHPH", "Emirates Gold Refinery LLC", "TRANSFER",
         "goods that hide nothing", 2},
        {"080131", "DEHAM", "FRLEH", "Emirates Gold Refinery LLC", "TRANSFER", "no such way", 2},
        {"080131", "NGAPP", "VNHPH", "Goldman Advisers Ltd", "TRANSFER", "a name", 2},
        {"080131", "NGAPP", "VNHPH", "Hai Phong Port JSC", "PORT CHARGES", "what trade costs", 2},
        {"080131", "NGAPP", "VNHPH", "Berlin Bank Holding AG", "LOAN", "a loan from off the way",
         2},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state, rows[i].hs, rows[i].from, rows[i].to);
        pays(&f, rows[i].payee, "DE", rows[i].text, rows[i].after);
        detector_none(&f, rows[i].why);
    }
}

static void who_ships_every_fortnight_pays_near_a_consignment_anyway(void **state)
{
    detector_case f;
    begin(&f, *state, "080131", "NGAPP", "VNHPH");
    for (int i = 0; i < 24; i++)
        cargo(&f, 5 + 15 * i, "080131", "NGLOS", "VNHPH");
    pays(&f, "Emirates Gold Refinery LLC", "AE", "TRANSFER", 2);
    detector_none(&f, "the consignments fill the calendar");
}

static void who_pays_everything_when_goods_go_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state, "080131", "NGAPP", "VNHPH");
    tiny_id gold = tiny_company(&f.c, "Emirates Gold Refinery LLC", "AE");
    tiny_id other = tiny_company(&f.c, "Da Nang Stationery JSC", "VN");
    for (size_t i = 0; i < TT_LEN(loads); i++) {
        pay(&f, gold, loads[i] + 2, "TRANSFER");
        for (int k = 0; k < 3; k++)
            pay(&f, other, loads[i] + 3 + k, "PAPER");
    }
    detector_none(&f, "all it pays it pays in these weeks");
}

static void couriers_that_all_traders_pay_with_their_goods_are_usual(void **state)
{
    detector_case f;
    begin(&f, *state, "080131", "NGAPP", "VNHPH");
    pays(&f, "DHL Courier Hai Phong", "VN", "PAPERS", 2);
    tiny_id trader = f.buyer, seller = f.seller;
    for (int k = 0; k < 10; k++) {
        f.seller = tiny_company(&f.c, "Hamburg Nuts GmbH", "DE");
        f.buyer = tiny_company(&f.c, tt_arena_printf(f.a, "Paris Noix %c SARL", 'A' + k), "FR");
        cargo(&f, 30 + 20 * k, "080131", "DEHAM", "FRLEH");
        for (int i = 0; i < 4; i++)
            pay(&f, tiny_company(&f.c, "Chronopost", "FR"), 31 + 20 * k + i, "PAPIERS");
    }
    f.buyer = trader;
    f.seller = seller;
    detector_none(&f, "others pay couriers with their goods as well");
}

static void labels_are_permuted_exactly(void **state)
{
    TT_UNUSED(state);
    assert_near(tt_permuted_tail(10, 4, 3, 3), 4.0 / 120, 1e-15);
    assert_near(tt_permuted_tail(10, 4, 3, 2), 40.0 / 120, 1e-15);
    assert_near(tt_permuted_tail(10, 8, 5, 3), 1, 1e-15);
    assert_near(tt_permuted_tail(10, 8, 5, 5), 56.0 / 252, 1e-15);
    assert_near(tt_permuted_tail(10, 4, 3, 4), 0, 0);
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a, "080131", "NGAPP", "VNHPH");
    tiny_id gold = tiny_company(&f->c, "Emirates Gold Refinery LLC", "AE");
    for (size_t i = 0; i < TT_LEN(loads); i++)
        pay(f, gold, loads[i] + 2, "TRANSFER");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_finance_link", TT_TEST(gold_that_is_bought_with_each_consignment_is_found),
             TT_TEST(the_words_are_read_in_seven_languages),
             TT_TEST(a_relative_of_the_director_is_found),
             TT_TEST(persons_where_the_goods_come_from_are_found),
             TT_TEST(persons_are_where_their_bank_is),
             TT_TEST(a_name_that_says_gold_may_sell_power),
             TT_TEST(persons_elsewhere_or_at_other_times_are_not_found),
             TT_TEST(who_pays_persons_everywhere_is_not_found),
             TT_TEST(honest_payments_are_not_found),
             TT_TEST(who_ships_every_fortnight_pays_near_a_consignment_anyway),
             TT_TEST(who_pays_everything_when_goods_go_is_not_found),
             TT_TEST(couriers_that_all_traders_pay_with_their_goods_are_usual),
             TT_TEST(labels_are_permuted_exactly), TT_TEST(every_allocation_may_fail))
