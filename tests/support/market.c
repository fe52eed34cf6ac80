/* market.c - see market.h. */
#include "tests/support/market.h"

static tiny_id firm(tiny_case *c, tt_arena *a, const char *what, uint32_t i, const char *country)
{
    const char *name = tt_arena_printf(a, "%s %u Ltd", what, i);
    return tiny_company(c, name ? name : "", country);
}

static const char *day_text(tt_arena *a, tt_date day)
{
    char text[TT_NUM_TEXT];
    (void)tt_date_text(day, text);
    const char *copy = tt_arena_printf(a, "%s", text);
    return copy ? copy : "2000-01-01";
}

void market_add(tiny_case *c, tt_arena *a, const market *m)
{
    tt_date first = tiny_day(m->first);
    for (uint32_t i = 0; i < m->lines; i++) {
        tiny_id seller = firm(c, a, "Seller", i % m->sellers, "IN");
        tiny_id buyer = firm(c, a, "Buyer", i % m->buyers, "NL");
        const char *number = tt_arena_printf(a, "M-%s-%u", m->hs, i);
        const char *day = day_text(a, first + (tt_date)(i * m->days / m->lines));
        int64_t price = m->price + (int64_t)i * m->step;
        tiny_id inv = tiny_invoice(c, number ? number : "", seller, buyer, day, "USD");
        (void)tiny_invoice_line(c, inv, m->hs, m->quantity, m->unit, price * m->quantity);
    }
}

tiny_id market_firm(tiny_case *c, tt_arena *a, const char *name, const char *country)
{
    tiny_id id = tiny_company(c, name, country);
    const char *out = tt_arena_printf(a, "%s sells", name),
               *in = tt_arena_printf(a, "%s buys", name);
    tiny_id from = tiny_company(c, "Sundry Seller Ltd", "DE");
    tiny_id to = tiny_company(c, "Sundry Buyer Ltd", "FR");
    tiny_id sale = tiny_invoice(c, out ? out : "", id, to, "2024-05-15", "USD");
    (void)tiny_invoice_line(c, sale, "830140", 1, "C62", 1000000000);
    tiny_id buy = tiny_invoice(c, in ? in : "", from, id, "2024-05-15", "USD");
    (void)tiny_invoice_line(c, buy, "830140", 1, "C62", 1000000000);
    return id;
}
