/* iwt.parcel_pattern: many names at few doors, and shops, families, hostels, desks and depots. */
#include "tests/support/detector_case.h"

#include "refdata/currency.h"

static const char *const people[] = {
    "Joseph Dlamini", "Mary Okafor",  "David Tan",       "Wei Zhang",
    "Amina Yusuf",    "Peter Novak",  "Lin Xiaoming",    "Grace Mensah",
    "Ivan Petrov",    "Chloe Martin", "Somchai Rattana", "Budi Santoso",
    "Fatima Hassan",  "Juan Delgado", "Yuki Mori",       "Anna Keller"};

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.parcel_pattern");
}

/* One parcel of a sender on a day of March 2024, of 0.5 kg and 20.00 USD. */
static tiny_id
parcel_of(detector_case *f, tiny_id sender, const char *to, const char *address, int day)
{
    tiny_id person = tiny_named(&f->c, TT_ENTITY_PERSON, to, "HK");
    if (!f->c.failed)
        tiny_mention_at(&f->c, person)->address = tt_str_of(address ? address : "");
    const char *number = tt_arena_printf(f->a, "10%07d", (int)(++f->n_payments) * 7919);
    tiny_id bl = tiny_shipment(&f->c, number, sender, person, "2024-03-01", "GHACC", "HKHKG");
    tiny_id line = tiny_shipment_line(&f->c, bl, "", 1, "C62", 1);
    if (f->c.failed)
        return bl;
    tiny_shipment_at(&f->c, bl)->type = TT_DOC_COURIER;
    tiny_shipment_at(&f->c, bl)->head.date.day += day;
    tiny_line_at(&f->c, line)->gross_kg = 500000;
    tiny_line_at(&f->c, line)->description = TT_STR("Handicraft combs");
    tiny_line_at(&f->c, line)->amount = (tt_money){2000, tt_ccy_parse(TT_STR("USD"))};
    return bl;
}

static tiny_id
parcel(detector_case *f, const char *from, const char *to, const char *address, int day)
{
    return parcel_of(f, tiny_company(&f->c, from, "GH"), to, address, day);
}

/* Shops that send to ten people each, at a door of their own. */
static void shops(detector_case *f, int n)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k < 10; k++)
            parcel(f, tt_arena_printf(f->a, "Shop %c", 'A' + i),
                   tt_arena_printf(f->a, "Buyer%c%c Home%c%c", 'a' + i, 'a' + k, 'a' + k, 'a' + i),
                   tt_arena_printf(f->a, "%d Queen Street, Hong Kong", 10 * i + k), k);
}

/* n people at `doors` doors, two parcels each within three weeks; format of a door: its number. */
static void ring(detector_case *f, size_t n, size_t doors, const char *door)
{
    for (size_t i = 0; i < 2 * n; i++) {
        char number[] = {(char)('1' + i % n % doors), 0};
        const char *at = tt_arena_printf(f->a, "%s%s", number, door);
        parcel(f, "Accra Crafts Ltd", people[i % n], at, (int)i % 20);
    }
}

static void many_names_at_few_doors_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    shops(&f, 8);
    ring(&f, 12, 4, " Mill Street, Hong Kong");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 3, 1e-9);
    assert_true(x->p_value < 1e-3);
    assert_int_equal(x->n_documents, 24);
    assert_near(claim_measure(x, "names").value, 12, 0);
    assert_near(claim_measure(x, "doors").value, 4, 0);
    assert_near(claim_measure(x, "weight").value, 12, 1e-9);
    assert_near(claim_measure(x, "names_at_shared_doors").value, 6.0 / 8, 1e-9);
    assert_int_equal(claim_test(x, "pick_up_point").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "contents").outcome, TT_TEST_UNKNOWN);
    assert_non_null(strstr(x->explanation, "24 parcels of one origin from GH to HK go to 12 names "
                                           "between "));
    assert_non_null(
        strstr(x->explanation,
               ". For 12 of them the door is "
               "known: 4 doors in all, the fullest ('1 Mill Street, Hong Kong') with 3 names. "
               "Without it 6 of 9 names are at a door that another name has; among the names of "
               "other origins the share is 0.016."));
}

static void an_address_is_one_in_every_spelling(void **state)
{
    static const char *const spelt[] = {"7 Mill Street, Hong Kong", "7 MILL ST., HONG KONG",
                                        "No. 7 Mill St, Hong Kong, China"};
    detector_case f;
    begin(&f, *state);
    shops(&f, 8);
    for (int i = 0; i < 9; i++)
        parcel(&f, "Accra Crafts Ltd", people[i],
               i < 3   ? spelt[i]
               : i < 6 ? "Flat 5, 12 King Road"
                       : "12 King Rd., Apt 6",
               i);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(claim_measure(x, "doors").value, 3, 0); /* Flat 5 is another door than Apt 6 */
    assert_int_equal(x->n_documents, 9);
}

static void senders_with_the_same_doors_are_one_origin(void **state)
{
    detector_case f;
    begin(&f, *state);
    shops(&f, 8);
    for (int i = 0; i < 12; i++)
        parcel(&f, i % 2 ? "Accra Crafts Ltd" : "Tema Beads Ltd", people[i],
               tt_arena_printf(f.a, "%d Mill Street, Hong Kong", 1 + i / 3), i);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 12);
    assert_near(claim_measure(x, "doors").value, 4, 0);
}

static void one_phone_of_many_names_is_a_door(void **state)
{
    detector_case f;
    begin(&f, *state);
    shops(&f, 8);
    for (int i = 0; i < 9; i++) {
        parcel(&f, "Accra Crafts Ltd", people[i],
               tt_arena_printf(f.a, "%d Elm Street, Hong Kong", 60 + i), i);
        tiny_id p = tiny_party(&f.c, people[i], TT_ENTITY_PERSON, people[i], "HK");
        tiny_party_at(&f.c, p)->phone = tt_str_of(i % 3 == 0   ? "+852 5550 1111"
                                                  : i % 3 == 1 ? "+852 5550 2222"
                                                               : "+852 5550 3333");
    }
    detector_find(&f);
    assert_near(claim_measure(claim_only(&f.r), "doors").value, 3, 0);
}

static void names_that_are_none_and_long_series_add(void **state)
{
    static const char *const none[] = {"Mr Wang",  "Customer 12", "X Xkcdqw",
                                       "Receiver", "王先生",      "Khách hàng",
                                       "Client",   "John 55",     "Bwana Juma"};
    detector_case f;
    begin(&f, *state);
    shops(&f, 8);
    for (int i = 0; i < 9; i++)
        parcel(&f, "Accra Crafts Ltd", none[i],
               tt_arena_printf(f.a, "%d Mill Street, Hong Kong", 1 + i % 4), i);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(claim_measure(x, "names_that_are_none").value, 1, 1e-9);
    assert_non_null(strstr(x->explanation, "9 of 9 names are no names of persons"));
}

/* Twelve parcels of one sender, each to a door of its own. */
static void
twelve(detector_case *f, const char *from, const char *const *names, size_t n_names, int no_address)
{
    tiny_id sender = tiny_named(&f->c, TT_ENTITY_PERSON, from, "GH");
    for (int i = 0; i < 12; i++)
        parcel_of(
            f, sender, names[(size_t)i % n_names],
            i < no_address ? "" : tt_arena_printf(f->a, "%d Mill Street, Hong Kong", 1 + 2 * i), i);
}

static const char *const nicknames[] = {"J K",       "Mr Wang",  "Customer 12", "Xkcdqw Brrt",
                                        "Anonymous", "Lucky 88", "A. B.",       "Receiver"};

static void two_doubts_about_who_sends_and_receives_are_found(void **state)
{
    static const char *const one_name[] = {"Kofi Asante Boateng"};
    detector_case f;
    begin(&f, *state);
    shops(&f, 8);
    twelve(&f, "Kofi Asante", nicknames, TT_LEN(nicknames), 11);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Parcels of senders or receivers who are hardly named");
    assert_near(x->weight, 0.6 + 0.2, 1e-9); /* a way that elephants take */
    assert_int_equal(x->n_documents, 12);
    assert_near(claim_measure(x, "names_that_are_none").value, 1, 1e-9);
    assert_near(claim_measure(x, "parcels_without_address").value, 11.0 / 12, 1e-9);
    assert_int_equal(claim_test(x, "shop").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "household_goods").outcome, TT_TEST_UNKNOWN);
    assert_non_null(
        strstr(x->explanation, "12 parcels of one origin from GH to HK go to 8 names "));
    assert_non_null(strstr(x->explanation, "8 of 8 names are no names of persons; 11 of 12 have no "
                                           "address"));
    detector_set(&f, "doubts", 0.5);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, 0.5 + 0.2, 1e-9);
    detector_set(&f, "least_parcels", 13);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);

    begin(&f, *state); /* to himself, and most of them without an address */
    shops(&f, 8);
    twelve(&f, "KOFI ASANTE-BOATENG", one_name, 1, 11);
    detector_find(&f);
    x = claim_only(&f.r);
    assert_non_null(strstr(x->explanation, "12 of 12 go to the name of who sends them"));
    assert_true(x->weight >= 0.4 && x->weight <= 0.8);
}

static void names_at_several_doors_are_told_beside_another_doubt(void **state)
{
    static const char *const self[] = {"Kofi Asante", "Ama Owusu", "Yaw Mensah Addo"};
    detector_case f;
    begin(&f, *state);
    shops(&f, 8);
    tiny_id sender[3] = {0};
    static const char *const none[] = {"J K", "Mr Wang", "Customer 7"};
    for (size_t k = 0; k < TT_LEN(none) && !f.c.failed; k++) {
        sender[k] = tiny_named(&f.c, TT_ENTITY_PERSON, none[k], "GH");
        tiny_id p = tiny_party(&f.c, none[k], TT_ENTITY_PERSON, none[k], "GH");
        tiny_party_at(&f.c, p)->phone = TT_STR("+233 5550 1111");
    }
    for (int i = 0; i < 12; i++)
        parcel_of(&f, sender[i % 3], self[i % 3],
                  tt_arena_printf(f.a, "%d Mill Street, Hong Kong", 1 + 2 * i), i);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_non_null(strstr(x->explanation, "3 of 3 names of senders are no names of persons"));
    assert_non_null(strstr(x->explanation, "3 of 3 names are at several doors"));
    assert_int_equal(x->n_documents, 12);
}

static void one_doubt_is_not_found(void **state)
{
    static const char *const one_name[] = {"Kofi Asante"};
    static const struct {
        const char *from;
        const char *const *names;
        size_t n;
        int no_address;
        const char *why;
    } rows[] = {
        {"Kofi Asante", nicknames, TT_LEN(nicknames), 0, "customers give nicknames"},
        {"Kofi Asante", people, TT_LEN(people), 12, "a sender leaves addresses out"},
        {"Kofi Asante", one_name, 1, 0, "he moves, and sends his things himself"},
        {"Xkcdqw Brrt", people, TT_LEN(people), 0, "a seller by a nickname"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        shops(&f, 8);
        twelve(&f, rows[i].from, rows[i].names, rows[i].n, rows[i].no_address);
        detector_none(&f, rows[i].why);
    }
}

static void shops_families_hostels_and_depots_are_not_found(void **state)
{
    static const struct {
        size_t names, doors;
        const char *door, *why;
    } rows[] = {
        {12, 4, " Mill Street, Student Hostel, Hong Kong", "a hostel"},
        {12, 4, " Đại học Bách Khoa, Ký túc xá, Hà Nội", "a campus"},
        {12, 4, "号丰巢快递柜, 深圳", "parcel lockers"},
        {9, 9, " Mill Street, Hong Kong", "a shop with as many doors as names"},
        {12, 1, " Mill Street, Hong Kong", "one door, which may be a pick-up point"},
        {12, 4, "", "no address"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        shops(&f, 8);
        ring(&f, rows[i].names, rows[i].doors, rows[i].door);
        detector_none(&f, rows[i].why);
    }
}

static void a_family_is_one_name(void **state)
{
    static const char *const first[] = {"Thabo", "Sipho", "Zanele"};
    static const char *const last[] = {"Dlamini", "Okonkwo", "Mbatha", "Radebe"};
    detector_case f;
    begin(&f, *state);
    shops(&f, 8);
    for (int i = 0; i < 12; i++)
        parcel(&f, "Accra Crafts Ltd",
               tt_arena_printf(f.a, "%s%c %s", first[i % 3], 'a' + i / 3, last[i / 3]),
               tt_arena_printf(f.a, "%d Mill Street, Hong Kong", 1 + i / 3), i);
    detector_none(&f, "three of each family at its door");
}

static void the_suites_of_a_forwarder_are_doors_of_their_own(void **state)
{
    detector_case f;
    begin(&f, *state);
    shops(&f, 8);
    for (int i = 0; i < 12; i++)
        parcel(&f, "Accra Crafts Ltd", people[i],
               tt_arena_printf(f.a, "40 Mill Street, Suite %d, Portland", 7000 + i), i);
    detector_none(&f, "a consolidator gives each customer a number");
}

/* One door says little; numbers of one booklet and names that come again are no pick-up point's. */
static void one_door_counts_beside_numbers_in_series(void **state)
{
    for (int serial = 0; serial < 2; serial++) {
        detector_case f;
        begin(&f, *state);
        shops(&f, 12);
        for (int i = 0; i < 20; i++) {
            tiny_id bl = parcel(&f, "Accra Crafts Ltd", people[i % 10],
                                "9 Mill Street Flat 4, Hong Kong", i);
            if (serial)
                tiny_shipment_at(&f.c, bl)->head.number =
                    tt_str_of(tt_arena_printf(f.a, "4802003%02d", i));
        }
        detector_find(&f);
        assert_int_equal(f.r.n_findings, serial);
        if (serial) {
            assert_near(f.r.findings[1].f.weight, 0.9, 1e-9); /* a way of elephants, too */
            assert_int_equal(f.r.findings[1].f.n_documents, 20);
        }
    }
}

static void a_pick_up_point_serves_many_senders(void **state)
{
    detector_case f;
    begin(&f, *state);
    shops(&f, 8);
    for (int k = 0; k < 5; k++)
        for (int i = 0; i < 8; i++)
            parcel(&f, tt_arena_printf(f.a, "Seller %c", 'A' + k),
                   tt_arena_printf(f.a, "%c%s", 'A' + k, people[i + k]),
                   i < 6 ? tt_arena_printf(f.a, "%d Mill Street, Hong Kong", 1 + i / 3)
                         : tt_arena_printf(f.a, "%d%d Oak Street, Hong Kong", 3 + k, i),
                   i);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "iwt.parcel_pattern: parcels", "doors that are open", "2 doors"));
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int k = 0; k < 8; k++)
        for (int i = 0; i < 12; i++)
            parcel(&f, tt_arena_printf(f.a, "Seller %c", 'A' + k),
                   tt_arena_printf(f.a, "%s%c", people[i], 'a' + k),
                   tt_arena_printf(f.a, "%d%d Mill Street, Hong Kong", 1 + k, i / 3), i);
    detector_find(&f);
    for (size_t i = 1; i <= f.r.n_findings; i++)
        assert_true(f.r.findings[i].f.weight < 1);
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_set(f, "min_weight", -1);
    ring(f, 5, 2, " Mill Street, Hong Kong");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN(
    "detect/iwt_parcel_pattern", TT_TEST(many_names_at_few_doors_are_found),
    TT_TEST(an_address_is_one_in_every_spelling),
    TT_TEST(senders_with_the_same_doors_are_one_origin), TT_TEST(one_phone_of_many_names_is_a_door),
    TT_TEST(names_that_are_none_and_long_series_add),
    TT_TEST(two_doubts_about_who_sends_and_receives_are_found),
    TT_TEST(names_at_several_doors_are_told_beside_another_doubt), TT_TEST(one_doubt_is_not_found),
    TT_TEST(shops_families_hostels_and_depots_are_not_found), TT_TEST(a_family_is_one_name),
    TT_TEST(the_suites_of_a_forwarder_are_doors_of_their_own),
    TT_TEST(one_door_counts_beside_numbers_in_series), TT_TEST(a_pick_up_point_serves_many_senders),
    TT_TEST(what_is_usual_in_these_data_is_not_found), TT_TEST(every_allocation_may_fail))
