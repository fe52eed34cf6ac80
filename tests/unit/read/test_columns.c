/*
 * Names of columns: when two are the same, and which kind a set of them makes.
 */
#include "tests/support/tt_test.h"

#include "read/columns.h"

static void names_are_compared_without_case_blanks_and_dashes(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *name, *folded;
    } rows[] = {
        {"issue_date", "issue_date"},
        {" Issue Date ", "issue_date"},
        {"ISSUE--DATE", "issue_date"},
        {"issue _- date", "issue_date"},
        {"_x_", "_x_"},
        {"", ""},
        {" \t", ""},
        {"Menge (kg)", "menge_(kg)"},
        {"Stra\xc3\x9f"
         "e",
         "stra\xc3\x9f"
         "e"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char out[TT_COLUMN_MAX];
        size_t n = tt_column_fold(tt_str_of(rows[i].name), out);
        assert_slice(((tt_str){out, n}), tt_str_of(rows[i].folded));
    }
}

static void a_name_over_256_bytes_is_no_column(void **state)
{
    TT_UNUSED(state);
    char name[TT_COLUMN_MAX + 3], out[TT_COLUMN_MAX];
    memset(name, 'a', sizeof name);
    name[0] = name[TT_COLUMN_MAX + 1] = ' ';
    assert_int_equal(tt_column_fold((tt_str){name, TT_COLUMN_MAX + 2}, out), TT_COLUMN_MAX);
    name[TT_COLUMN_MAX + 1] = 'a';
    assert_int_equal(tt_column_fold((tt_str){name, TT_COLUMN_MAX + 2}, out), 0);
    assert_int_equal(tt_column_field(tt_kind_get(TT_KIND_FX), (tt_str){name, TT_COLUMN_MAX + 2}),
                     -1);
    assert_int_equal(tt_column_field(tt_kind_get(TT_KIND_FX), TT_STR("USD per Unit")), 2);
    assert_int_equal(tt_column_field(tt_kind_get(TT_KIND_FX), TT_STR("")), -1);
}

static tt_kind kind_of(const char *names, bool near)
{
    tt_str list[64], rest = tt_str_of(names);
    size_t n = 0;
    while (n < TT_LEN(list) && tt_str_split(&rest, ',', &list[n]))
        n++;
    return near ? tt_columns_kind_near(list, n) : tt_columns_kind(list, n);
}

static void the_required_fields_of_each_kind_make_it_and_one_less_does_not(void **state)
{
    TT_UNUSED(state);
    for (unsigned k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        tt_str names[TT_MAX_FIELDS];
        size_t n = 0;
        for (size_t f = 0; f < info->n_fields; f++)
            if (info->fields[f].flags & TT_FF_REQUIRED)
                names[n++] = tt_str_of(info->fields[f].name);
        if (n == 1)
            continue; /* a watch list: below */
        assert_int_equal(tt_columns_kind(names, n), k);
        assert_int_equal(tt_columns_kind(names, n - 1), TT_KIND_NONE);
        assert_int_equal(tt_columns_kind_near(names, n), TT_KIND_NONE);
        assert_int_equal(tt_columns_kind_near(names, n - 1), n > 2 ? k : TT_KIND_NONE);
        if (n > 3)
            assert_int_equal(tt_columns_kind_near(names, n - 2), TT_KIND_NONE);
    }
}

static void the_kind_that_knows_most_names_wins_and_a_tie_makes_none(void **state)
{
    TT_UNUSED(state);
    const char *both = "date,currency,usd_per_unit,owner_name,owned_name";
    assert_int_equal(kind_of(both, false), TT_KIND_FX);
    assert_int_equal(kind_of("date,currency,usd_per_unit,owner_name,owned_name,role", false),
                     TT_KIND_NONE);
    assert_int_equal(
        kind_of("date,currency,usd_per_unit,owner_name,owned_name,role,owner_id", false),
        TT_KIND_OWNERSHIP);
    /* a name that is there twice counts once */
    assert_int_equal(kind_of("date,currency,usd_per_unit,Date,owner_name,owned_name,role", false),
                     TT_KIND_NONE);
    assert_int_equal(kind_of("party_id,name,aliases,phones", false), TT_KIND_NONE);
    assert_int_equal(kind_of("party_id,name,aliases,phone", false), TT_KIND_PARTY);
}

static void a_watch_list_needs_more_than_a_name(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(kind_of("name", false), TT_KIND_NONE);
    assert_int_equal(kind_of("name,price,size", false), TT_KIND_NONE);
    assert_int_equal(kind_of("name,aliases,x,y", false), TT_KIND_NONE); /* half of them */
    assert_int_equal(kind_of("name,aliases,x", false), TT_KIND_WATCHLIST);
    assert_int_equal(kind_of("aliases,schema,countries", true), TT_KIND_NONE);
}

static void a_near_kind_knows_more_than_half_of_the_names(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(kind_of("date,currency,rate", true), TT_KIND_FX);
    assert_int_equal(kind_of("date,currency,rate,source", true), TT_KIND_NONE);
    assert_int_equal(kind_of("date,currency,rate", false), TT_KIND_NONE);
}

TT_TEST_MAIN("read/columns", TT_TEST(names_are_compared_without_case_blanks_and_dashes),
             TT_TEST(a_name_over_256_bytes_is_no_column),
             TT_TEST(the_required_fields_of_each_kind_make_it_and_one_less_does_not),
             TT_TEST(the_kind_that_knows_most_names_wins_and_a_tie_makes_none),
             TT_TEST(a_watch_list_needs_more_than_a_name),
             TT_TEST(a_near_kind_knows_more_than_half_of_the_names))
