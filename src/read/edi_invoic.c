/*
 * edi_invoic.c - INVOIC: one invoice row for each line item.
 *
 * Header, lines and summary are collected apart.  Allowances, charges, taxes and prepaid amounts
 * are amounts of their own in EDIFACT and are not mixed into prices or lines.
 */
#include "read/edi_msg.h"

#include "base/str.h"
#include "read/pick.h"
#include "read/untdid.h"

enum { SCALE = 6 };
static const int64_t ONE = 1000000;

/* What all rows of an invoice have in common. */
struct invoice {
    size_t lines, summary, end; /* header [1, lines), lines [lines, summary), summary to the end */
    size_t last;                /* where totals may be when nothing begins the summary */
    tt_str date, due, ccy, total, incoterm, order, transport, terms, origin;
    tt_edi_party seller, buyer;
    tt_str seller_account, buyer_account;
    tt_str type;
    int64_t line; /* number of the last one */
};

/* --- header and summary --- */

static void divide(const tt_edi_msg *m, struct invoice *v)
{
    v->end = m->n - 1;
    v->lines = tt_edi_find(m, 1, v->end, "LIN");
    size_t last = v->lines;
    for (size_t i = v->lines; i < v->end; i++)
        if (tt_edi_at(m, i, "LIN"))
            last = i;
    v->summary = tt_edi_find(m, last, v->end, "UNS");
    if (v->lines == v->end) /* no lines: what is before UNS+S is the header */
        v->lines = v->summary = tt_edi_find(m, 1, v->end, "UNS");
    v->last = v->summary < v->end ? v->summary : v->lines < v->end ? last : 1;
}

/* The currency of the document: of the invoice (6343 is 4), else the reference currency, else of a
 * total. */
static tt_str currency_of(const tt_edi_msg *m, const struct invoice *v)
{
    static const char totals[] = "77 388 39 86 128 9 79 125 203 66";
    size_t best = SIZE_MAX;
    unsigned element = 1;
    int rank = 0;
    for (size_t i = 1; i < v->lines; i++)
        for (unsigned e = 1; tt_edi_at(m, i, "CUX") && e <= 2; e++) {
            int r = tt_edi_text(m, i, e, 2).n == 0            ? 0
                    : tt_str_is(tt_edi_text(m, i, e, 3), "4") ? 4
                    : tt_str_is(tt_edi_text(m, i, e, 1), "2") ? 3
                    : e == 1                                  ? 2
                                                              : 1;
            if (r > rank) {
                rank = r;
                best = i;
                element = e;
            }
        }
    if (best != SIZE_MAX)
        return tt_edi_text(m, best, element, 2);
    size_t moa = tt_edi_best(m, v->last, v->end, "MOA", totals, 0, 3);
    if (moa == SIZE_MAX)
        moa = tt_edi_best(m, 1, v->end, "MOA", totals, 0, 3);
    return moa == SIZE_MAX ? (tt_str){NULL, 0} : tt_edi_text(m, moa, 1, 3);
}

/*
 * The amount with the best of the qualifiers in the currency of the document.
 *
 * @param other  the best one in another currency, when there is none; else SIZE_MAX.
 */
static size_t find_amount(const tt_edi_msg *m, const struct invoice *v, size_t from, size_t to,
                          const char *quals, size_t *other)
{
    static const unsigned groups = ~(1U << TT_EDI_IN_CHARGE);
    tt_str rest = tt_str_of(quals), qual;
    *other = SIZE_MAX;
    while (tt_str_split(&rest, ' ', &qual))
        for (size_t i = from; i < to; i++) {
            if (!tt_edi_at(m, i, "MOA") || !(groups & (1U << m->v[i].group)) ||
                !tt_str_eq(tt_edi_text(m, i, 1, 1), qual) || tt_edi_text(m, i, 1, 2).n == 0)
                continue;
            tt_str ccy = tt_edi_text(m, i, 1, 3);
            if (ccy.n == 0 || v->ccy.n == 0 || tt_str_eq(ccy, v->ccy)) {
                *other = SIZE_MAX;
                return i;
            }
            if (*other == SIZE_MAX)
                *other = i;
        }
    return SIZE_MAX;
}

static tt_status amount(const tt_edi_msg *m, const struct invoice *v, size_t from, size_t to,
                        const char *quals, const char *field, tt_str *out, tt_err *err)
{
    size_t other, i = find_amount(m, v, from, to, quals, &other);
    *out = i == SIZE_MAX ? (tt_str){NULL, 0} : tt_edi_number(m, i, 1, 2);
    return other == SIZE_MAX ? TT_OK : tt_edi_note(m, TT_REASON_OTHER_CURRENCY, other, field, err);
}

static tt_str sum_text(const tt_edi_msg *m, int64_t a, int64_t b)
{
    char text[TT_NUM_TEXT];
    int64_t sum;
    if (!tt_add_i64(a, b, &sum))
        return (tt_str){NULL, 0};
    tt_str out = tt_arena_str(m->arena, (tt_str){text, tt_dec_text(sum, SCALE, text)});
    m->lex->failed |= out.p == NULL;
    return out;
}

/* What is to pay for the whole invoice, before what was paid already. */
static tt_status find_total(const tt_edi_msg *m, struct invoice *v, tt_err *err)
{
    static const char totals[] = "77 388 39 86 128", due[] = "9", prepaid[] = "113";
    TT_TRY(amount(m, v, v->last, v->end, totals, "invoice_total", &v->total, err));
    if (v->total.n == 0)
        TT_TRY(amount(m, v, 1, v->lines, totals, "invoice_total", &v->total, err));
    if (v->total.n > 0)
        return TT_OK;
    TT_TRY(amount(m, v, v->last, v->end, due, "invoice_total", &v->total, err));
    size_t other, i = find_amount(m, v, v->last, v->end, prepaid, &other);
    int64_t a, b;
    if (i != SIZE_MAX && tt_parse_dec(v->total, SCALE, &a, NULL) &&
        tt_parse_dec(tt_edi_number(m, i, 1, 2), SCALE, &b, NULL))
        v->total = sum_text(m, a, b);
    return TT_OK;
}

/* "30 days", from the numbers of PAT i. */
static tt_str period_of(const tt_edi_msg *m, size_t i)
{
    static const struct {
        const char *code, *word;
    } periods[] = {{"D", "days"},  {"CD", "days"},  {"WD", "working days"},
                   {"W", "weeks"}, {"M", "months"}, {"Y", "years"}};
    tt_str unit = tt_edi_text(m, i, 3, 3), number = tt_edi_text(m, i, 3, 4);
    for (size_t k = 0; number.n > 0 && k < TT_LEN(periods); k++)
        if (tt_str_is(unit, periods[k].code))
            return tt_edi_join(m, number, " ", tt_str_of(periods[k].word));
    return (tt_str){NULL, 0};
}

/* As free text, else as the text of PAT, else as its numbers. */
static tt_str terms_of(const tt_edi_msg *m, size_t to)
{
    tt_str text = tt_edi_free_text(m, 1, to, "PMT");
    if (text.n == 0)
        text = tt_edi_free_text(m, 1, to, "AAB");
    for (size_t i = 1; i < to && text.n == 0; i++)
        if (tt_edi_at(m, i, "PAT"))
            text = tt_edi_joined(m, i, 2, 4, 5, " ");
    for (size_t i = 1; i < to && text.n == 0; i++)
        if (tt_edi_at(m, i, "PAT"))
            text = period_of(m, i);
    return text;
}

/* Accounts that FII of any party names: of the seller's bank and of the buyer's. */
static void find_accounts(const tt_edi_msg *m, struct invoice *v)
{
    size_t rb = tt_edi_best(m, 1, v->lines, "FII", "RB RH BF", 0, 0);
    size_t pb = tt_edi_best(m, 1, v->lines, "FII", "PB OR", 0, 0);
    if (rb != SIZE_MAX)
        v->seller_account = tt_edi_squeezed(m, tt_edi_text(m, rb, 2, 1));
    if (pb != SIZE_MAX)
        v->buyer_account = tt_edi_squeezed(m, tt_edi_text(m, pb, 2, 1));
    if (v->seller_account.n == 0)
        v->seller_account = v->seller.account;
    if (v->buyer_account.n == 0 && !tt_str_eq(v->buyer.account, v->seller_account))
        v->buyer_account = v->buyer.account;
}

static tt_status collect(const tt_edi_msg *m, struct invoice *v, tt_err *err)
{
    size_t h = v->lines, tod = tt_edi_find(m, 1, h, "TOD"), ali = tt_edi_find(m, 1, h, "ALI");
    v->type = tt_untdid_invoice(tt_edi_text(m, tt_edi_find(m, 1, h, "BGM"), 1, 1));
    v->date = tt_edi_date(m, 1, h, "137 3", 0);
    v->due = tt_edi_date(m, 1, h, "13 265 140", 0);
    v->order = tt_edi_ref(m, 1, h, "ON PO", 0);
    v->transport = tt_edi_ref(m, 1, h, "BM AAS AWB HWB BH MB MWB CMR", 0);
    v->terms = terms_of(m, h);
    if (tod < h) {
        v->incoterm = tt_edi_text(m, tod, 3, 1);
        if (v->incoterm.n == 0)
            v->incoterm = tt_edi_text(m, tod, 3, 4);
    }
    if (ali < h && m->v[ali].group == TT_EDI_IN_NONE)
        v->origin = tt_edi_text(m, ali, 1, 1);
    tt_edi_party_best(m, 1, h, "SE SU II VN LSU SR", "PE", &v->seller);
    tt_edi_party_best(m, 1, h, "BY IV PR OB", "IC CN UC DP", &v->buyer);
    find_accounts(m, v);
    v->ccy = currency_of(m, v);
    if (v->seller.stand_in)
        TT_TRY(tt_edi_note(m, TT_REASON_STAND_IN, v->seller.at, "seller_name", err));
    if (v->buyer.stand_in)
        TT_TRY(tt_edi_note(m, TT_REASON_STAND_IN, v->buyer.at, "buyer_name", err));
    return find_total(m, v, err);
}

/* --- lines --- */

static bool find_price(const tt_edi_msg *m, size_t from, size_t to, size_t *out)
{
    static const char prices[] = "AAA NTP INV AAB GRP AAE CAL";
    *out = tt_edi_best(m, from, to, "PRI", prices, 0, 2);
    return *out != SIZE_MAX;
}

/* The quantity that is invoiced, in the unit of the price when the line has it in several. */
static size_t find_quantity(const tt_edi_msg *m, size_t from, size_t to, tt_str price_unit)
{
    static const char quantities[] = "47 46 12 1 21";
    size_t best = tt_edi_best(m, from, to, "QTY", quantities, 0, 2);
    for (size_t i = from; i < to && price_unit.n > 0; i++)
        if (tt_edi_at(m, i, "QTY") && tt_edi_among(tt_edi_text(m, i, 1, 1), "47 46 12") &&
            tt_str_eq(tt_edi_text(m, i, 1, 3), price_unit))
            return i;
    return best;
}

/* Price of one unit, rounded once: exact where it can be, else 6 decimals. */
static tt_str unit_price(const tt_edi_msg *m, size_t pri)
{
    return tt_emit_per_one(m->emit, tt_edi_number(m, pri, 1, 2), tt_edi_number(m, pri, 1, 5));
}

/* Texts of IMD with the same characteristic (7081) as number i. */
static tt_str texts_like(const tt_edi_msg *m, size_t i, size_t to)
{
    tt_str out = {NULL, 0}, what = tt_edi_text(m, i, 2, 1);
    for (; i < to; i++)
        if (tt_edi_at(m, i, "IMD") && tt_str_eq(what, tt_edi_text(m, i, 2, 1)))
            out = tt_edi_join(m, out, " ", tt_edi_joined(m, i, 3, 4, 5, " "));
    return out;
}

/* IMD in words: what describes the whole article rather than its size or its author; and free text
 * about the goods. */
static tt_str description_of(const tt_edi_msg *m, size_t from, size_t to)
{
    static const char whole[] = " 8 79 81 ANM DSC 050";
    size_t first = to, best = to;
    for (size_t i = to; i-- > from;) {
        if (!tt_edi_at(m, i, "IMD") || tt_edi_joined(m, i, 3, 4, 5, " ").n == 0)
            continue;
        first = i;
        if (tt_edi_among(tt_edi_text(m, i, 2, 1), whole))
            best = i;
    }
    best = best < to ? best : first;
    tt_str named = best < to ? texts_like(m, best, to) : (tt_str){NULL, 0};
    return tt_emit_describe(m->emit, named, tt_edi_free_text(m, from, to, "AAA"));
}

static tt_str origin_of(const tt_edi_msg *m, size_t from, size_t to)
{
    size_t ali = tt_edi_find(m, from, to, "ALI");
    size_t loc = tt_edi_best(m, from, to, "LOC", "27", 0, 0);
    tt_str origin = ali < to ? tt_edi_text(m, ali, 1, 1) : (tt_str){NULL, 0};
    return origin.n == 0 && loc != SIZE_MAX ? tt_edi_text(m, loc, 2, 1) : origin;
}

static void set_goods(tt_edi_msg *m, const struct invoice *v, size_t from, size_t to)
{
    tt_emit *e = m->emit;
    size_t pri, qty;
    bool priced = find_price(m, from, to, &pri);
    tt_str price_unit = priced ? tt_edi_text(m, pri, 1, 6) : (tt_str){NULL, 0};
    qty = find_quantity(m, from, to, price_unit);
    tt_str unit = qty == SIZE_MAX ? (tt_str){NULL, 0} : tt_edi_text(m, qty, 1, 3);
    if (unit.n == 0)
        unit = price_unit;
    if (qty != SIZE_MAX)
        tt_emit_set(e, "quantity", tt_edi_number(m, qty, 1, 2));
    tt_emit_set(e, "unit", unit);
    /* A price for another unit is no price of what the quantity counts. */
    if (priced && (price_unit.n == 0 || tt_str_eq(unit, price_unit)))
        tt_emit_set(e, "unit_price", unit_price(m, pri));
    tt_emit_set(e, "description", description_of(m, from, to));
    tt_emit_set(e, "hs_code", tt_edi_hs(m, from, to));
    tt_emit_set(e, "origin_country", origin_of(m, from, to));
    tt_emit_set(e, "origin_country", v->origin);
}

static void set_party(tt_emit *e, const char *name, const char *country, const char *id,
                      const char *address, const tt_edi_party *p)
{
    tt_emit_set(e, name, p->name);
    tt_emit_set(e, country, p->country);
    tt_emit_set(e, id, p->id);
    tt_emit_set(e, address, p->address);
}

static void set_header(tt_edi_msg *m, const struct invoice *v)
{
    tt_emit *e = m->emit;
    tt_emit_set(e, "invoice_number", tt_edi_text(m, tt_edi_find(m, 1, m->n, "BGM"), 2, 1));
    tt_emit_set(e, "issue_date", v->date);
    tt_emit_set(e, "document_type", v->type);
    tt_emit_set(e, "due_date", v->due);
    set_party(e, "seller_name", "seller_country", "seller_id", "seller_address", &v->seller);
    set_party(e, "buyer_name", "buyer_country", "buyer_id", "buyer_address", &v->buyer);
    tt_emit_set(e, "seller_account", v->seller_account);
    tt_emit_set(e, "buyer_account", v->buyer_account);
    tt_emit_set(e, "currency", v->ccy);
    tt_emit_set(e, "invoice_total", v->total);
    tt_emit_set(e, "incoterm", v->incoterm);
    tt_emit_set(e, "order_number", v->order);
    tt_emit_set(e, "transport_document", v->transport);
    tt_emit_set(e, "payment_terms", v->terms);
}

/* A net price and a quantity make an amount where none is written: told, as it is not there. */
static tt_status amount_of_price(tt_edi_msg *m, size_t from, size_t to, tt_err *err)
{
    size_t net = tt_edi_best(m, from, to, "PRI", "AAA NTP INV", 0, 2);
    int64_t quantity, price, product;
    if (net == SIZE_MAX ||
        !tt_parse_dec(tt_emit_get(m->emit, "quantity"), SCALE, &quantity, NULL) ||
        !tt_parse_dec(tt_emit_get(m->emit, "unit_price"), SCALE, &price, NULL) ||
        !tt_muldiv_i64(quantity, price, ONE, &product))
        return TT_OK;
    tt_emit_set(m->emit, "line_amount", sum_text(m, product, 0));
    return tt_edi_note(m, TT_REASON_REPAIRED, net, "line_amount", err);
}

static tt_status line(tt_edi_msg *m, struct invoice *v, size_t from, size_t to, tt_err *err)
{
    tt_str net;
    TT_TRY(tt_emit_open(m->emit, TT_KIND_INVOICE, err));
    set_header(m, v);
    tt_emit_line(m->emit, tt_edi_text(m, from, 1, 1), &v->line);
    set_goods(m, v, from, to);
    TT_TRY(amount(m, v, from, to, "203 66 38", "line_amount", &net, err));
    tt_emit_set(m->emit, "line_amount", net);
    if (net.n == 0)
        TT_TRY(amount_of_price(m, from, to, err));
    tt_emit_set(m->emit, "order_number", tt_edi_ref(m, from, to, "ON PO", 0));
    tt_emit_set(m->emit, "transport_document", tt_edi_ref(m, from, to, "BM AAS AWB", 0));
    return tt_edi_msg_row(m, from, to, err);
}

/* An invoice without lines: one row, with the sum of what would be its lines. */
static tt_status whole(tt_edi_msg *m, const struct invoice *v, tt_err *err)
{
    tt_str net;
    TT_TRY(amount(m, v, 1, v->end, "79 125 66", "line_amount", &net, err));
    TT_TRY(tt_emit_open(m->emit, TT_KIND_INVOICE, err));
    set_header(m, v);
    tt_emit_set(m->emit, "line_amount", net);
    tt_emit_set(m->emit, "description", description_of(m, 1, v->lines));
    tt_emit_set(m->emit, "origin_country", v->origin);
    return tt_edi_msg_row(m, 0, m->n, err);
}

/* A sub-line is part of a line above it that has the amount already. */
static bool is_part(const tt_edi_msg *m, size_t i, bool amount_above)
{
    return amount_above && tt_str_is(tt_edi_text(m, i, 4, 1), "1");
}

static tt_status check(const tt_edi_msg *m, const struct invoice *v, int64_t lines, int64_t main,
                       bool summed, int64_t sum, tt_err *err)
{
    size_t other, i = find_amount(m, v, v->summary, v->end, "79", &other);
    int64_t said;
    TT_TRY(tt_edi_check_count(m, v->summary, v->end, "2", lines * ONE, main * ONE, err));
    if (summed && i != SIZE_MAX && tt_parse_dec(tt_edi_number(m, i, 1, 2), SCALE, &said, NULL) &&
        said != sum)
        return tt_edi_note(m, TT_REASON_CONTROL_TOTAL, i, NULL, err);
    return TT_OK;
}

tt_status tt_edi_read_invoic(tt_edi_msg *m, tt_err *err)
{
    struct invoice v = {0};
    int64_t lines = 0, main = 0, sum = 0, one;
    bool above = false, summed = true;
    divide(m, &v);
    TT_TRY(collect(m, &v, err));
    if (v.lines == v.summary)
        return whole(m, &v, err);
    for (size_t i = v.lines, to; i < v.summary; i = to) {
        size_t other;
        to = tt_edi_find(m, i + 1, v.summary, "LIN");
        lines++;
        if (is_part(m, i, above))
            continue;
        main++;
        size_t moa = find_amount(m, &v, i, to, "203 66 38", &other);
        above = moa != SIZE_MAX;
        summed = summed && above && tt_parse_dec(tt_edi_number(m, moa, 1, 2), SCALE, &one, NULL) &&
                 tt_add_i64(sum, one, &sum);
        TT_TRY(line(m, &v, i, to, err));
    }
    return check(m, &v, lines, main, summed, sum, err);
}
