/* money_case.c - see money_case.h. */
#include "tests/support/money_case.h"

#include "base/civil.h"

static const char *unmarked(const char *name)
{
    return *name == '*' || *name == '#' ? name + 1 : name;
}

tiny_id money_party(detector_case *f, const char *name)
{
    tt_entity_type type = *name == '*'   ? TT_ENTITY_PERSON
                          : *name == '#' ? TT_ENTITY_BANK
                                         : TT_ENTITY_COMPANY;
    return tiny_named(&f->c, type, unmarked(name), NULL);
}

/* A text of the case; a failed allocation gives "", and tiny_finish says the rest. */
static const char *kept(detector_case *f, const char *text)
{
    f->c.failed |= text == NULL;
    return text ? text : "";
}

const char *money_name(detector_case *f, const char *pattern, int i)
{
    tt_str p = tt_str_of(pattern);
    size_t at = tt_str_find(p, TT_STR("%d"), 0);
    tt_str head = tt_str_sub(p, 0, at), tail = tt_str_sub(p, at + 2, SIZE_MAX);
    return kept(f, tt_arena_printf(f->a, "%.*s%d%.*s", TT_STR_ARG(head), i, TT_STR_ARG(tail)));
}

const char *money_date(detector_case *f, int day)
{
    char text[TT_NUM_TEXT];
    (void)tt_date_text(tiny_day("2024-01-01") + day, text);
    const char *date = tt_arena_printf(f->a, "%s", text);
    f->c.failed |= !date;
    return date ? date : "2024-01-01";
}

tiny_id money_pay(detector_case *f, const char *from, const char *to, int day, int64_t dollars)
{
    const char *number = money_name(f, "PAY-%d", (int)++f->n_payments);
    return tiny_payment(&f->c, number, money_party(f, from), money_party(f, to), money_date(f, day),
                        dollars * 100, "USD");
}

tiny_id
money_sell(detector_case *f, const char *seller, const char *buyer, int day, int64_t dollars)
{
    const char *number = money_name(f, "INV-%d", (int)++f->n_payments);
    tiny_id inv = tiny_invoice(&f->c, number, money_party(f, seller), money_party(f, buyer),
                               money_date(f, day), "USD");
    tiny_invoice_line(&f->c, inv, "080132", 100, "KGM", dollars * 100);
    return inv;
}

void money_traffic(detector_case *f, int n)
{
    for (int i = 0; i < n; i++)
        money_pay(f, money_name(f, "From %d", i % 23), money_name(f, "To %d", i * 7 % 19),
                  i * 365 / n, 1000 + 37 * i * i % 90000);
}

void money_own(detector_case *f, const char *owner, const char *owned)
{
    tiny_party(&f->c, unmarked(owner), TT_ENTITY_COMPANY, unmarked(owner), NULL);
    tiny_own(&f->c, unmarked(owner), unmarked(owned), "shareholder", 100);
}

tt_ix money_entity(const detector_case *f, const char *name)
{
    for (tt_ix e = 1; e <= f->c.data.n_entities; e++)
        if (tt_str_is(f->c.data.entities[e].name, name))
            return e;
    fail_msg("nobody is called '%s'", name);
    return 0;
}
