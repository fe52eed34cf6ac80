/*
 * checks.c - what is said of identifiers, with a memory for those of rows.
 */
#include "store/checks.h"

#include "store/impl.h"

/* Codes that few texts stand for; a container number seldom comes twice, and would drive them out.
 */
static bool comes_again(tt_id_field check)
{
    return check == TT_IDF_HS || check == TT_IDF_PLACE || check == TT_IDF_IMO;
}

tt_id_state tt_checks_state(tt_checked *memo, const tt_kind_info *k, const tt_value *v, size_t i)
{
    tt_id_field check = k->fields[i].check;
    tt_str t = v[i].text;
    uint64_t text[2] = {0, 0};
    if (!v[i].set || !t.n)
        return TT_ID_UNCHECKED;
    if (t.n > TT_CHECKED_BYTES || !comes_again(check))
        return tt_id_field_state(k, v, i);
    memcpy(text, t.p, t.n);
    ((unsigned char *)text)[TT_CHECKED_BYTES] = (unsigned char)t.n;
    uint64_t mixed =
        (text[0] ^ (text[1] + check) * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xff51afd7ed558ccd);
    tt_checked *known = &memo[mixed >> 54];
    _Static_assert(TT_CHECKED == 1 << (64 - 54), "ten bits name a place");
    if (known->text[0] != text[0] || known->text[1] != text[1] || known->check != check)
        *known =
            (tt_checked){{text[0], text[1]}, (uint8_t)check, (uint8_t)tt_id_field_state(k, v, i)};
    return (tt_id_state)known->state;
}

void tt_checks_of_row(tt_checked *memo, const tt_plan *plan, tt_kind kind, const tt_value *v,
                      tt_cell *cell)
{
    const tt_kind_info *k = tt_kind_get(kind);
    for (unsigned n = 0; n < plan->n_checks; n++) {
        size_t i = plan->check[n];
        tt_cell_check(&cell[plan->column[i] + 1], tt_checks_state(memo, k, v, i));
    }
}

const tt_part tt_mention_check[TT_MENTION_CHECKS] = {TT_PART_ID, TT_PART_ACCOUNT, TT_PART_BANK};

void tt_checks_of_mention(const tt_str part[TT_PART_COUNT], tt_id_state out[TT_MENTION_CHECKS])
{
    tt_country country = tt_country_of_text(part[TT_PART_COUNTRY]);
    for (size_t i = 0; i < TT_MENTION_CHECKS; i++)
        out[i] = tt_id_part_state(tt_mention_check[i], part[tt_mention_check[i]], country);
}
