/* crowd.h - ordinary firms that trade every month, for detectors that compare a firm with others.
 */
#ifndef TT_TESTS_SUPPORT_CROWD_H
#define TT_TESTS_SUPPORT_CROWD_H

#include "tests/support/detector_case.h"

#include "base/str.h"

enum { CROWD_FIRMS = 40, CROWD_INVOICES = 12 };

/* How many firms crowd_begin makes; a test under TT_TORTURE wants few. */
static int crowd_size = CROWD_FIRMS;

/* A firm with a registry row: founded in 2010, 10 employees, a turnover of 1,000,000.00 USD. */
static inline tt_party *crowd_party(detector_case *f, const char *name, const char *country)
{
    tiny_id p = tiny_party(&f->c, name, TT_ENTITY_COMPANY, name, country);
    static tt_party none;
    tt_party *row = f->c.failed ? &none : tiny_party_at(&f->c, p);
    row->incorporated = tiny_day("2010-03-01");
    row->employees = 10;
    row->annual_revenue.minor = 100000000;
    row->annual_revenue.ccy = f->c.data.base;
    return row;
}

/* An invoice of goods on a day, in a deal of its own. */
static inline tiny_id crowd_buys(detector_case *f, const char *number, const char *seller,
                                 const char *buyer, tt_date day, int64_t cents)
{
    tiny_id inv = tiny_invoice(&f->c, number, tiny_company(&f->c, seller, "CN"),
                               tiny_company(&f->c, buyer, "DE"), "2024-01-01", "USD");
    tiny_invoice_line(&f->c, inv, "080131", 1000, "KGM", cents);
    if (!f->c.failed)
        tiny_invoice_at(&f->c, inv)->head.date.day = day;
    return inv;
}

/* Two of them, who sell to everybody. */
static inline const char *crowd_supplier(int k)
{
    return k % 2 ? "Old Supplier" : "Other Supplier";
}

/* 40 firms that buy once a month through 2023, for 5,000 to 24,500 USD each time. */
static inline void crowd_begin(detector_case *f, tt_arena *a, const char *id)
{
    detector_begin(f, a, id);
    for (int i = 0; i < crowd_size; i++) {
        const char *name = tt_arena_printf(a, "Firm %c%c", 'A' + i / 10, 'A' + i % 10);
        if (!name)
            return;
        (void)crowd_party(f, name, "DE");
        for (int k = 0; k < CROWD_INVOICES; k++)
            crowd_buys(f, tt_arena_printf(a, "F%d-%d", i, k), crowd_supplier(k), name,
                       tiny_day("2023-01-03") + 30 * k + i % 20, 500000 + 50000 * i);
    }
}

#endif
