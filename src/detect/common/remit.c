/* remit.c - see remit.h. */
#include "detect/common/remit.h"

#include "detect/common/goods.h"

static tt_remit_why why_of(const tt_detect_in *in, const tt_remit *r)
{
    const struct tt_shared *s = in->shared;
    if (!r->payer || !r->payee || r->day == TT_NO_DATE || r->value == TT_NO_NUM || r->value <= 0)
        return TT_REMIT_UNKNOWN;
    if (s->flows.serves[r->payer] || s->flows.serves[r->payee])
        return TT_REMIT_SERVES;
    if (r->payer == r->payee)
        return TT_REMIT_SELF;
    return s->declared[r->payer] == s->declared[r->payee] ? TT_REMIT_GROUP : TT_REMIT_SEEN;
}

tt_remit tt_remit_of(const tt_detect_in *in, tt_ix payment)
{
    const tt_payment *p = &in->data->payments[payment];
    tt_remit r = {.payment = payment,
                  .payer = tt_data_entity(in->data, p->payer),
                  .payee = tt_data_entity(in->data, p->payee),
                  .deal = tt_deal_of(in->data, TT_KIND_PAYMENT, payment),
                  .day = p->head.date.day,
                  .value = tt_books_value(&in->shared->books, TT_KIND_PAYMENT, payment)};
    r.why = why_of(in, &r);
    return r;
}

bool tt_remit_trades(const tt_detect_in *in, tt_ix entity)
{
    size_t sold, bought;
    (void)tt_books_of(&in->shared->books, TT_BOOK_SOLD, entity, &sold);
    (void)tt_books_of(&in->shared->books, TT_BOOK_BOUGHT, entity, &bought);
    return sold + bought > 0;
}

double tt_remit_major(const tt_detect_in *in, const tt_remit *r)
{
    return tt_money_double((tt_money){r->value, in->data->base});
}

tt_status tt_remits_tell(const tt_detect_in *in, const char *what,
                         const tt_tally why[TT_REMIT_WHYS], tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {TT_REMIT_UNKNOWN, "parties, day and value are needed", "payment", "not looked at", NULL},
        {TT_REMIT_GROUP, "within a declared group", "payment", "its own money: not looked at",
         NULL},
        {TT_REMIT_SERVES, "by or to banks, carriers, brokers, public bodies", "payment",
         "money of others, fees and taxes: not looked at", NULL},
    };
    return tt_tally_tell(in, what, why, rows, TT_LEN(rows), out, err);
}

tt_test tt_remit_group_test(const tt_data *d)
{
    return d->n_ownerships ? (tt_test){"declared_group", TT_TEST_NOT_EXPLAINED,
                                       "No ownership record joins who pays with who is paid."}
                           : (tt_test){"declared_group", TT_TEST_UNKNOWN,
                                       "There are no ownership records that could show a group."};
}
