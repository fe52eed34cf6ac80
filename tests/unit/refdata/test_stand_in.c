/*
 * Words that stand where a name should: as bills of lading, messages and invoices have them, and
 * names that look alike.
 */
#include "tests/support/tt_test.h"

#include "refdata/stand_in.h"

static void check(const char *written, tt_stands stands, const char *name, const char *role)
{
    tt_stand_in got = tt_stand_in_read(tt_str_of(written));
    bool right = got.stands == stands && tt_str_is(got.name, name ? name : "") &&
                 (role ? got.role && strcmp(got.role, role) == 0 : !got.role);
    if (!right)
        fail_msg("'%s' stands for %d, '%.*s', %s", written, (int)got.stands, (int)got.name.n,
                 got.name.n ? got.name.p : "", got.role ? got.role : "no role");
}

static void nobody_is_named(void **state)
{
    static const char *const text[] = {"TO ORDER",
                                       "To the order",
                                       "to  order.",
                                       "TO ORDER OF SHIPPER",
                                       "UNTO ORDER",
                                       "A la orden",
                                       "À l'ordre",
                                       "ORDER",
                                       "N/A",
                                       "n.a.",
                                       "NOTPROVIDED",
                                       "Not provided",
                                       "***",
                                       "-",
                                       "",
                                       "凭指示",
                                       "to the order of: bank",
                                       "(to order)",
                                       "'T'o order",
                                       "_ _t_o order",
                                       "ＴＯ ＯＲＤＥＲ",
                                       "n / a"};
    TT_UNUSED(state);
    for (size_t i = 0; i < TT_LEN(text); i++)
        check(text[i], TT_STANDS_NOBODY, NULL, NULL);
}

static void somebody_s_order_is_somebody(void **state)
{
    TT_UNUSED(state);
    check("TO THE ORDER OF EMIRATES NBD PJSC", TT_STANDS_PARTY, "EMIRATES NBD PJSC", NULL);
    check("To order of : Habib Bank Ltd", TT_STANDS_PARTY, "Habib Bank Ltd", NULL);
    check("A L'ORDRE DE Banque Misr", TT_STANDS_PARTY, "Banque Misr", NULL);
}

static void another_role_is_meant(void **state)
{
    TT_UNUSED(state);
    check("SAME AS CONSIGNEE", TT_STANDS_ROLE, NULL, "consignee");
    check("Same as Cnee.", TT_STANDS_ROLE, NULL, "consignee");
    check("same-as-importer", TT_STANDS_ROLE, NULL, "importer");
    check("SAME AS ABOVE", TT_STANDS_ABOVE, NULL, NULL);
    check("同上", TT_STANDS_ABOVE, NULL, NULL);
}

static void names_stay_names(void **state)
{
    static const char *const text[] = {"Order of Malta Relief",  "Toorder Foods Ltd",
                                       "To Order Kitchens GmbH", "Same Day Couriers Ltd",
                                       "SAME DEUTZ-FAHR ITALIA", "NA Trading",
                                       "Consignee Services LLC", "Unknown Worlds Inc",
                                       "Bearer Capital",         "公司同上贸易"};
    TT_UNUSED(state);
    for (size_t i = 0; i < TT_LEN(text); i++)
        check(text[i], TT_STANDS_PARTY, text[i], NULL);
}

TT_TEST_MAIN("refdata/stand_in", TT_TEST(nobody_is_named), TT_TEST(somebody_s_order_is_somebody),
             TT_TEST(another_role_is_meant), TT_TEST(names_stay_names))
