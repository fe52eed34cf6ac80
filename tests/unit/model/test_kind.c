/*
 * The table of kinds: names and order are a contract with users, so they are written down here a
 * second time.
 */
#include "model/kind.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* Fields in order, as in the product's list of record kinds; '*' is required. */
static const char *const contract[TT_KIND_COUNT] = {
    [TT_KIND_INVOICE] =
        "invoice_number* issue_date* document_type due_date seller_name* seller_country seller_id "
        "seller_address seller_account buyer_name* buyer_country buyer_id buyer_address "
        "buyer_account currency* line_number description hs_code origin_country quantity unit "
        "unit_price line_amount* invoice_total incoterm order_number transport_document "
        "payment_terms document_status version",
    [TT_KIND_SHIPMENT] =
        "transport_document* document_type manifest_number on_board_date* arrival_date "
        "shipper_name* shipper_country shipper_id shipper_address consignee_name* "
        "consignee_country consignee_id consignee_address notify_name notify_country "
        "notify_address carrier_name vessel_name vessel_imo voyage port_of_loading* "
        "port_of_discharge* place_of_receipt place_of_delivery transshipment_ports "
        "container_number seal_number line_number description hs_code package_count package_type "
        "quantity unit gross_weight_kg net_weight_kg volume_m3 declared_value currency "
        "freight_amount origin_country invoice_number document_status version",
    [TT_KIND_DECLARATION] =
        "declaration_number* direction* declaration_date* office exporter_name* exporter_country "
        "exporter_id importer_name* importer_country importer_id declarant_name line_number "
        "hs_code* description origin_country partner_country quantity unit net_weight_kg "
        "gross_weight_kg customs_value* currency* valuation_basis duty_amount procedure_code "
        "transport_mode transport_document invoice_number permit_number document_status version",
    [TT_KIND_PAYMENT] =
        "payment_id* value_date* payer_name* payer_account payer_country payer_id payer_bank "
        "payee_name* payee_account payee_country payee_id payee_bank amount* currency* "
        "instructed_amount instructed_currency charges channel purpose remittance_information "
        "invoice_number",
    [TT_KIND_PARTY] = "party_id* type name* aliases country registration_number tax_id lei "
                      "incorporation_date dissolution_date address phone email website "
                      "activity_code employees annual_revenue currency",
    [TT_KIND_OWNERSHIP] =
        "owner_id owner_name* owned_id owned_name* role share_percent start_date end_date",
    [TT_KIND_WATCHLIST] =
        "id schema name* aliases birth_date countries addresses identifiers sanctions phones "
        "emails program_ids dataset first_seen last_seen last_change",
    [TT_KIND_PRICE] = "hs_code* unit* currency* period_start* period_end* country low median* "
                      "high source",
    [TT_KIND_FX] = "date* currency* usd_per_unit*",
    [TT_KIND_COVERAGE] = "kind* country period_start* period_end* share*",
    [TT_KIND_PERMIT] =
        "permit_number* permit_type issue_date expiry_date issuing_country exporter_name "
        "importer_name export_country import_country species description hs_code quantity unit "
        "purpose_code source_code",
    [TT_KIND_SEIZURE] =
        "seizure_id* date* country* place species commodity hs_code quantity unit weight_kg "
        "transport_mode origin_country transit_countries destination_country concealment source "
        "transport_document container_number shipper_name consignee_name agent_name phone",
};

static void fields_are_named_and_ordered_as_the_contract_says(void **state)
{
    TT_UNUSED(state);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        char text[2048] = "";
        size_t n = 0;
        for (size_t i = 0; i < info->n_fields; i++)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s%s", i ? " " : "",
                                  info->fields[i].name,
                                  info->fields[i].flags & TT_FF_REQUIRED ? "*" : "");
        assert_string_equal(text, contract[k]);
    }
}

static void kinds_are_found_by_number_and_name(void **state)
{
    TT_UNUSED(state);
    assert_null(tt_kind_get(TT_KIND_NONE));
    assert_null(tt_kind_get(TT_KIND_COUNT));
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        assert_int_equal(info->kind, k);
        assert_int_equal(tt_kind_find(tt_str_of(info->name)), k);
        assert_string_equal(tt_kind_text((tt_kind)k), info->name);
    }
    assert_int_equal(tt_kind_find(TT_STR("invoices")), TT_KIND_NONE);
    assert_int_equal(tt_kind_find(TT_STR("Invoice")), TT_KIND_NONE);
    assert_int_equal(tt_kind_find((tt_str){NULL, 0}), TT_KIND_NONE);
    assert_string_equal(tt_kind_text(TT_KIND_NONE), "unknown");
    assert_string_equal(tt_kind_text(TT_KIND_DECLARATION), "declaration");
}

static void fields_are_found_by_name(void **state)
{
    TT_UNUSED(state);
    const tt_kind_info *info = tt_kind_get(TT_KIND_PAYMENT);
    assert_int_equal(tt_field_find(info, TT_STR("payment_id")), 0);
    assert_int_equal(tt_field_find(info, TT_STR("invoice_number")), 20);
    assert_int_equal(tt_field_find(info, TT_STR("payment")), -1);
    assert_int_equal(tt_field_find(info, TT_STR("line_number")), -1);
    /* Bytes of a file may hold NULs: they end no name. */
    assert_int_equal(tt_field_find(info, TT_STR("payment_id\0")), -1);
    assert_int_equal(tt_field_find(info, TT_STR("payment_id\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")),
                     -1);
}

static const tt_field *field(tt_kind k, const char *name)
{
    const tt_kind_info *info = tt_kind_get(k);
    int i = tt_field_find(info, tt_str_of(name));
    assert_true(i >= 0);
    return &info->fields[i];
}

static void amounts_name_a_currency_field(void **state)
{
    TT_UNUSED(state);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        for (size_t i = 0; i < info->n_fields; i++) {
            const tt_field *f = &info->fields[i];
            assert_int_equal(f->ccy != NULL, f->type == TT_FT_AMOUNT);
            if (f->ccy)
                assert_int_equal(field((tt_kind)k, f->ccy)->type, TT_FT_CCY);
        }
    }
    assert_string_equal(field(TT_KIND_PAYMENT, "instructed_amount")->ccy, "instructed_currency");
    assert_string_equal(field(TT_KIND_PAYMENT, "charges")->ccy, "currency");
    assert_string_equal(field(TT_KIND_SHIPMENT, "freight_amount")->ccy, "currency");
}

static void choices_have_words_in_lower_case(void **state)
{
    TT_UNUSED(state);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        for (size_t i = 0; i < info->n_fields; i++) {
            const tt_field *f = &info->fields[i];
            assert_int_equal(f->words != NULL, f->type == TT_FT_ENUM);
            tt_str rest = tt_str_of(f->words), word;
            while (f->words && tt_str_split(&rest, '|', &word)) {
                assert_true(word.n > 0);
                for (size_t j = 0; j < word.n; j++)
                    assert_true(word.p[j] == '_' || tt_ascii_lower(word.p[j]) == word.p[j]);
            }
        }
    }
    assert_string_equal(field(TT_KIND_DECLARATION, "direction")->words, "import|export|transit");
}

static void documents_have_one_number_and_one_date(void **state)
{
    TT_UNUSED(state);
    static const struct {
        tt_kind kind;
        const char *number, *date;
    } docs[] = {{TT_KIND_INVOICE, "invoice_number", "issue_date"},
                {TT_KIND_SHIPMENT, "transport_document", "on_board_date"},
                {TT_KIND_DECLARATION, "declaration_number", "declaration_date"},
                {TT_KIND_PAYMENT, "payment_id", "value_date"}};
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        const char *number = NULL, *date = NULL;
        size_t n = 0;
        for (size_t i = 0; i < info->n_fields; i++) {
            const tt_field *f = &info->fields[i];
            n += (f->flags & TT_FF_NUMBER) != 0;
            n += (f->flags & TT_FF_WHEN) != 0;
            if (f->flags & TT_FF_NUMBER)
                number = f->name;
            if (f->flags & TT_FF_WHEN)
                date = f->name;
        }
        assert_int_equal(n, tt_kind_is_document((tt_kind)k) ? 2 : 0);
        for (size_t i = 0; i < TT_LEN(docs); i++)
            if (docs[i].kind == (tt_kind)k) {
                assert_string_equal(number, docs[i].number);
                assert_string_equal(date, docs[i].date);
                assert_int_equal(field((tt_kind)k, date)->type, TT_FT_WHEN);
            }
    }
    assert_false(tt_kind_is_document(TT_KIND_NONE));
    assert_false(tt_kind_is_document(TT_KIND_PARTY));
}

static void parts_of_a_party_belong_to_a_named_role(void **state)
{
    TT_UNUSED(state);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        unsigned names[TT_MAX_ROLES] = {0};
        for (size_t i = 0; i < info->n_fields; i++) {
            const tt_field *f = &info->fields[i];
            assert_int_equal(f->role != 0, f->part != TT_PART_NONE);
            if (!f->role)
                continue;
            assert_true(f->role <= TT_MAX_ROLES);
            const char *role = info->roles[f->role - 1];
            assert_non_null(role);
            assert_true(tt_str_starts(tt_str_of(f->name), tt_str_of(role)));
            names[f->role - 1] += f->part == TT_PART_NAME;
            assert_int_equal(f->flags & TT_FF_LINE, 0);
        }
        for (size_t r = 0; r < TT_MAX_ROLES; r++)
            assert_int_equal(names[r], info->roles[r] ? 1 : 0);
    }
    assert_string_equal(tt_kind_get(TT_KIND_SHIPMENT)->roles[3], "carrier");
    assert_string_equal(tt_kind_get(TT_KIND_PAYMENT)->roles[0], "payer");
    assert_null(tt_kind_get(TT_KIND_PARTY)->roles[0]);
    assert_int_equal(field(TT_KIND_PAYMENT, "payee_bank")->part, TT_PART_BANK);
}

static void line_fields_are_the_ones_that_may_differ_between_rows(void **state)
{
    TT_UNUSED(state);
    static const char *const line[TT_KIND_COUNT] = {
        [TT_KIND_INVOICE] =
            "line_number description hs_code origin_country quantity unit unit_price line_amount ",
        [TT_KIND_SHIPMENT] =
            "container_number seal_number line_number description hs_code package_count "
            "package_type quantity unit gross_weight_kg net_weight_kg volume_m3 declared_value "
            "currency origin_country ",
        [TT_KIND_DECLARATION] =
            "line_number hs_code description origin_country quantity unit net_weight_kg "
            "gross_weight_kg customs_value currency duty_amount ",
        [TT_KIND_PAYMENT] = "invoice_number ",
    };
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        char text[1024] = "";
        size_t n = 0;
        for (size_t i = 0; i < info->n_fields; i++)
            if (info->fields[i].flags & TT_FF_LINE)
                n += (size_t)snprintf(text + n, sizeof text - n, "%s ", info->fields[i].name);
        assert_string_equal(text, line[k] ? line[k] : "");
    }
}

static void every_field_is_explained_in_one_line(void **state)
{
    TT_UNUSED(state);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        assert_true(info->n_fields <= TT_MAX_FIELDS);
        for (size_t i = 0; i < info->n_fields; i++) {
            size_t n = strlen(info->fields[i].help);
            assert_in_range(n, 5, 75);
            assert_null(strchr(info->fields[i].help, '\n'));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_named_and_ordered_as_the_contract_says),
        cmocka_unit_test(kinds_are_found_by_number_and_name),
        cmocka_unit_test(fields_are_found_by_name),
        cmocka_unit_test(amounts_name_a_currency_field),
        cmocka_unit_test(choices_have_words_in_lower_case),
        cmocka_unit_test(documents_have_one_number_and_one_date),
        cmocka_unit_test(parts_of_a_party_belong_to_a_named_role),
        cmocka_unit_test(line_fields_are_the_ones_that_may_differ_between_rows),
        cmocka_unit_test(every_field_is_explained_in_one_line),
    };
    return cmocka_run_group_tests_name("model/kind", tests, NULL, NULL);
}
