/*
 * untdid.c - codes to words.
 */
#include "read/untdid.h"

#include "base/str.h"

struct row {
    const char *code, *word;
};

static tt_str look_up(const struct row *rows, size_t n, tt_str code)
{
    code = tt_str_trim(code);
    for (size_t i = 0; i < n; i++)
        if (tt_str_is(code, rows[i].code))
            return tt_str_of(rows[i].word);
    return (tt_str){NULL, 0};
}

tt_str tt_untdid_invoice(tt_str code)
{
    static const struct row rows[] = {
        {"80", "debit_note"},   {"81", "credit_note"},  {"83", "credit_note"},
        {"84", "debit_note"},   {"261", "credit_note"}, {"262", "credit_note"},
        {"296", "credit_note"}, {"308", "credit_note"}, {"325", "proforma"},
        {"381", "credit_note"}, {"383", "debit_note"},  {"396", "credit_note"},
        {"420", "credit_note"}, {"458", "credit_note"}, {"532", "credit_note"},
    };
    tt_str word = look_up(rows, TT_LEN(rows), code);
    return word.n || tt_str_trim(code).n == 0 ? word : TT_STR("invoice");
}

tt_str tt_untdid_transport(tt_str code)
{
    static const struct row rows[] = {
        {"704", "master_bl"}, {"705", "master_bl"}, {"706", "master_bl"}, {"710", "master_bl"},
        {"711", "master_bl"}, {"714", "house_bl"},  {"720", "rail"},      {"722", "rail"},
        {"730", "cmr"},       {"740", "awb"},       {"741", "awb"},       {"743", "awb"},
        {"750", "postal"},
    };
    return look_up(rows, TT_LEN(rows), code);
}

tt_str tt_untdid_function(tt_str code)
{
    static const struct row rows[] = {
        {"1", "cancelled"},  {"3", "cancelled"}, {"4", "amended"}, {"5", "amended"},
        {"17", "cancelled"}, {"18", "amended"},  {"46", "draft"},  {"50", "cancelled"},
    };
    return look_up(rows, TT_LEN(rows), code);
}

tt_str tt_untdid_corrected(tt_str code)
{
    static const struct row rows[] = {{"384", "amended"}};
    return look_up(rows, TT_LEN(rows), code);
}

bool tt_untdid_among(tt_str code, const char *list)
{
    tt_str rest = tt_str_of(list), one;
    while (tt_str_split(&rest, '|', &one))
        if (tt_str_eq(one, code))
            return true;
    return false;
}
