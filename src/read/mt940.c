/*
 * mt940.c - statements of accounts, MT940, MT942 and MT950: each entry is a payment between the
 * owner of the account and the other side.
 *
 * Fields, ways of writing :86:, and what is told: mt940.md.
 */
#include "base/map.h"
#include "base/str.h"
#include "read/mt_entry.h"
#include "read/remit.h"
#include "refdata/currency.h"

static int sniff(tt_str head)
{
    bool inside;
    return tt_mt_look(head, &inside) != TT_MT_STATEMENT ? 0 : inside ? 20 : 95;
}

/* An entry and what follows it, until the next one. */
struct entry {
    tt_swift_field line; /* :61: */
    tt_str details, ns;  /* :86:, :NS: */
    const char *end;     /* of its last field */
    bool there, last;    /* last: nothing is behind it in the message */
};

struct statement {
    tt_mt *m;
    uint64_t line; /* of the first byte of the body */
    bool tail;     /* behind the balances: :86: belongs to the statement */
    bool goes_on;  /* the last statement, in another text */
    struct entry entry;
    tt_map seen;       /* what makes a payment one, of the entries so far */
    uint64_t count[2]; /* credits, debits */
    tt_money sum[2];
};

/* Other tags at the start of a line are text of :86: (times that were broken: ":26:37"). */
static bool is_tag(tt_str tag)
{
    static const char *const tags[] = {"20",  "21",  "25?", "28?", "60?", "61",  "62?",
                                       "64",  "65",  "86",  "NS",  "34F", "13D", "90D",
                                       "90C", "940", "942", "950", "13"};
    for (size_t i = 0; i < TT_LEN(tags); i++)
        if (tt_swift_tag_is(tag, tags[i]))
            return true;
    return false;
}

/* --- the head --- */

static void take_opening(struct statement *x, tt_str text)
{
    tt_mt_statement *st = &x->m->st;
    tt_money balance = {0, TT_CCY_NONE};
    tt_str ccy = {NULL, 0};
    (void)tt_mt_balance(x->m, text, &ccy, &balance);
    st->counts = !st->opened && balance.ccy != TT_CCY_NONE;
    st->sum = balance;
    st->opened = true;
    if (ccy.n)
        st->currency = ccy;
}

static void take_closing(struct statement *x, tt_str text)
{
    tt_mt_statement *st = &x->m->st;
    tt_money balance = {0, TT_CCY_NONE};
    tt_str ccy = {NULL, 0};
    (void)tt_mt_balance(x->m, text, &ccy, &balance);
    st->counts &= balance.ccy != TT_CCY_NONE;
    st->closing = balance;
    st->closed = true;
    if (!st->currency.n)
        st->currency = ccy;
}

static void take_floor(struct statement *x, tt_str text)
{
    tt_str ccy = tt_str_sub(tt_str_trim(text), 0, 3);
    if (!x->m->st.currency.n && tt_ccy_parse(ccy) != TT_CCY_NONE)
        x->m->st.currency = ccy;
}

/* --- one entry --- */

static tt_row_at place_of(const struct statement *x, const struct entry *n)
{
    tt_str raw = {n->line.raw.p, (size_t)(n->end - n->line.raw.p)};
    return tt_mt_place(x->m, x->line + n->line.line, raw);
}

static void
set_number(struct statement *x, const tt_mt_entry *n, const tt_mt_details *d, tt_str account)
{
    tt_mt *m = x->m;
    const tt_mt_statement *st = &m->st;
    if (!tt_mt_is_no_reference(d->e2e))
        tt_emit_set(&m->e, "payment_id", d->e2e);
    if (!tt_mt_is_no_reference(n->bank))
        tt_emit_set(&m->e, "payment_id", n->bank);
    /* Banks write the same :20: on all statements: the account and the number belong to it. */
    const char *text =
        tt_arena_printf(m->in->scratch, "%.*s%s%.*s%s%.*s/%llu", TT_STR_ARG(st->reference),
                        account.n ? "/" : "", TT_STR_ARG(account), st->number.n ? "/" : "",
                        TT_STR_ARG(st->number), (unsigned long long)st->entries);
    m->e.failed |= text == NULL;
    tt_emit_set(&m->e, "payment_id", tt_str_of(text));
}

/* Two entries of a statement are two payments, also when the bank writes one reference for both and
 * all else is the same. */
static tt_status keep_apart(struct statement *x, tt_err *err)
{
    static const char *const same[] = {"payment_id", "value_date", "amount", "payer_name",
                                       "payee_name"};
    tt_mt *m = x->m;
    tt_str key = {NULL, 0}, id = tt_emit_get(&m->e, "payment_id");
    bool added;
    uint32_t found;
    for (size_t i = 0; i < TT_LEN(same); i++) {
        const char *text = tt_arena_printf(m->in->scratch, "%.*s\n%.*s", TT_STR_ARG(key),
                                           TT_STR_ARG(tt_emit_get(&m->e, same[i])));
        m->e.failed |= text == NULL;
        key = tt_str_of(text);
    }
    if (!tt_map_intern(&x->seen, key, 0, &found, &added))
        return tt_fail(err, TT_ENOMEM, "no room for the entries of a statement");
    if (added)
        return TT_OK;
    const char *text = tt_arena_printf(m->in->scratch, "%.*s/%llu", TT_STR_ARG(id),
                                       (unsigned long long)m->st.entries);
    m->e.failed |= text == NULL;
    tt_emit_clear(&m->e, "payment_id");
    tt_emit_set(&m->e, "payment_id", tt_str_of(text));
    return TT_OK;
}

static void set_channel(tt_mt *m, tt_str type)
{
    static const struct {
        const char *type, *channel;
    } rows[] = {
        {"TRF", "wire"},   {"STO", "wire"},   {"DDT", "wire"},   {"CHK", "cheque"},
        {"ECK", "cheque"}, {"TCK", "cheque"}, {"CLR", "cheque"}, {"DCR", "letter_of_credit"},
        {"103", "wire"},   {"202", "wire"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (tt_str_is(tt_str_sub(type, 1, 3), rows[i].type))
            tt_emit_set(&m->e, "channel", tt_str_of(rows[i].channel));
}

/* What the line itself says beside :86:. */
static void take_supplement(struct statement *x, const tt_mt_entry *n, tt_mt_details *d)
{
    tt_mt *m = x->m;
    if (tt_mt_is_iban(n->customer)) {
        d->account = n->customer; /* then the lines behind it are the name */
        d->name = tt_mt_flat(m, n->supplement, TT_MT_LINE);
        return;
    }
    d->name = n->name;
    if (tt_mt_is_iban(n->supplement))
        d->account = n->supplement;
    else
        (void)tt_mt_details_slashes(m, n->supplement, d);
}

static tt_status set_date(tt_mt *m, const tt_mt_entry *n, const tt_row_at *at, tt_err *err)
{
    tt_str date = tt_emit_date(&m->e, n->value_date);
    const char *last = tt_mt_last_day(m, date);
    tt_emit_set(&m->e, "value_date", last ? tt_str_of(last) : date);
    return last ? tt_emit_note(&m->e, TT_REASON_REPAIRED, at, "value_date", n->value_date, err)
                : TT_OK;
}

static void set_money(tt_mt *m, const tt_mt_entry *n, const tt_mt_details *d)
{
    tt_str ccy, number;
    tt_money a, b;
    tt_emit_set(&m->e, "currency", m->st.currency);
    tt_emit_set(&m->e, "amount", tt_mt_number(m, n->amount));
    if (tt_mt_amount(m, d->original, &ccy, &number) &&
        !(tt_money_parse(number, tt_ccy_parse(ccy), &a, NULL) &&
          tt_money_parse(tt_mt_number(m, n->amount), tt_ccy_parse(m->st.currency), &b, NULL) &&
          a.minor == b.minor && tt_money_same_ccy(a, b))) {
        tt_emit_set(&m->e, "instructed_currency", ccy);
        tt_emit_set(&m->e, "instructed_amount", number);
    }
    if (tt_mt_amount(m, d->charges, &ccy, &number) && tt_str_eq(ccy, m->st.currency))
        tt_emit_set(&m->e, "charges", number);
}

static void set_sides(struct statement *x, const tt_mt_details *d, tt_str account, tt_str bank,
                      bool direct_debit)
{
    tt_mt *m = x->m;
    tt_mt_party owner = {.name = m->st.owner, .account = account};
    tt_mt_party other = {.name = d->name, .account = tt_mt_packed(m, d->account)};
    tt_mt_party own_bank = {.name = bank}, other_bank = {.name = d->bank};
    if (direct_debit)
        *(d->owner_pays ? &other.id : &owner.id) = d->creditor;
    tt_mt_set_party(m, d->owner_pays, &owner);
    tt_mt_set_party(m, !d->owner_pays, &other);
    tt_mt_set_bank(m, d->owner_pays, &own_bank);
    tt_mt_set_bank(m, !d->owner_pays, &other_bank);
}

/* The running sum of the statement. */
static void count(struct statement *x, const tt_mt_entry *n, bool owner_pays)
{
    tt_mt *m = x->m;
    tt_mt_statement *st = &m->st;
    tt_money one;
    size_t side = n->mark == TT_MT_DEBIT || n->mark == TT_MT_UNDEBIT;
    bool fine = tt_money_parse(tt_mt_number(m, n->amount), tt_ccy_parse(st->currency), &one, NULL);
    if (fine && x->sum[side].ccy == TT_CCY_NONE)
        x->sum[side].ccy = one.ccy;
    st->counts &= fine && tt_money_add(&x->sum[side], one);
    x->count[side]++;
    if (n->expected)
        return;
    one.minor = fine && owner_pays ? -one.minor : one.minor;
    st->counts = st->counts && tt_money_add(&st->sum, one);
}

static void details_of(struct statement *x, const tt_mt_entry *n, tt_mt_details *d)
{
    tt_mt *m = x->m;
    *d = (tt_mt_details){
        .owner_pays = n->mark == TT_MT_DEBIT || n->mark == TT_MT_UNCREDIT,
    };
    take_supplement(x, n, d);
    if (x->entry.details.n)
        tt_mt_details_parse(m, x->entry.details, d);
    if (x->entry.ns.n)
        tt_mt_details_ns(m, x->entry.ns, d);
    if (!d->remittance.n && !tt_str_eq(d->name, n->supplement) && !tt_mt_is_iban(n->supplement))
        d->remittance = tt_mt_flat(m, n->supplement, TT_MT_LINE);
    if (!d->remittance.n && !tt_mt_is_no_reference(n->customer) && !tt_mt_is_iban(n->customer))
        d->remittance = n->customer;
}

static tt_status
tell_entry(struct statement *x, const tt_row_at *at, const tt_mt_entry *n, tt_err *err)
{
    tt_mt *m = x->m;
    tt_mt_details d;
    tt_str bank = {NULL, 0}, invoices[TT_REMIT_INVOICES];
    bool back = n->mark == TT_MT_UNCREDIT || n->mark == TT_MT_UNDEBIT;
    if (back)
        TT_TRY(tt_emit_note(&m->e, TT_REASON_REVERSAL, at, "amount", n->amount, err));
    if (n->expected)
        TT_TRY(tt_emit_note(&m->e, TT_REASON_EXPECTED, at, "amount", n->amount, err));
    TT_TRY(tt_emit_open(&m->e, TT_KIND_PAYMENT, err));
    details_of(x, n, &d);
    tt_str account = tt_mt_own_account(m, m->st.account, &bank);
    if (!bank.n && !m->msg->bare)
        bank = tt_mt_sender(m);
    count(x, n, d.owner_pays);
    set_number(x, n, &d, account);
    TT_TRY(set_date(m, n, at, err));
    set_money(m, n, &d);
    if (tt_str_eq(d.account, account))
        d.account = (tt_str){NULL, 0}; /* the owner's, once more */
    set_sides(x, &d, account, bank, !back && d.creditor.n > 0);
    TT_TRY(keep_apart(x, err));
    set_channel(m, n->type);
    tt_emit_set(&m->e, "purpose", d.purpose);
    tt_emit_set(&m->e, "remittance_information", d.remittance);
    bool coded = tt_str_starts(d.remittance, TT_STR("/INV/"));
    size_t rows = tt_remit_invoices(&m->e, coded ? d.remittance : x->entry.details, invoices);
    return tt_mt_rows(m, at, invoices, rows, err);
}

static tt_status finish_entry(struct statement *x, tt_err *err)
{
    tt_mt_entry n;
    if (!x->entry.there)
        return TT_OK;
    tt_row_at at = place_of(x, &x->entry);
    bool fine = tt_mt_entry_parse(x->entry.line.text, &n);
    bool cut = x->entry.last && x->m->msg->end == TT_SWIFT_CUT && (!fine || n.type.n < 4);
    x->m->st.entries++;
    tt_status st =
        fine && !cut
            ? tell_entry(x, &at, &n, err)
            : tt_emit_reject(&x->m->e, cut ? TT_REASON_BROKEN_MESSAGE : TT_REASON_NOT_SYNTAX, &at,
                             NULL, err);
    if (!fine || cut)
        x->m->st.counts = false;
    x->entry = (struct entry){.there = false};
    return st;
}

/* --- the statement --- */

static tt_status control_note(struct statement *x, const char *field, tt_str raw, tt_err *err)
{
    return tt_emit_note(&x->m->e, TT_REASON_CONTROL_TOTAL, &x->m->at, field, raw, err);
}

/* ":90D:3EUR12,50": so many entries, and their sum. */
static tt_status check_sum(struct statement *x, const tt_swift_field *f, tt_err *err)
{
    size_t side = tt_swift_tag_is(f->tag, "90D"), n = 0;
    tt_str text = tt_str_trim(f->text), ccy, number;
    uint64_t count;
    tt_money sum;
    while (n < text.n && tt_ascii_is_digit(text.p[n]))
        n++;
    if (!tt_parse_u64(tt_str_sub(text, 0, n), &count) ||
        !tt_mt_amount(x->m, tt_str_sub(text, n, SIZE_MAX), &ccy, &number) ||
        !tt_money_parse(number, tt_ccy_parse(ccy), &sum, NULL))
        return TT_OK;
    return count == x->count[side] && sum.minor == x->sum[side].minor
               ? TT_OK
               : control_note(x, "amount", f->raw, err);
}

/* Several :86: of one entry are one text: they follow each other. */
static void add_details(struct statement *x, const tt_swift_field *f)
{
    tt_str *to = &x->entry.details;
    x->entry.end = f->raw.p + f->raw.n;
    *to = to->n ? tt_emit_join(&x->m->e, *to, "\n", f->text) : f->text;
}

static tt_status take_entry(struct statement *x, const tt_swift_field *f, tt_err *err)
{
    TT_TRY(finish_entry(x, err));
    x->tail = false;
    x->entry = (struct entry){.line = *f, .end = f->raw.p + f->raw.n, .there = true};
    return TT_OK;
}

static void take_ns(struct statement *x, const tt_swift_field *f)
{
    if (x->entry.there) {
        x->entry.ns = f->text;
        x->entry.end = f->raw.p + f->raw.n;
    } else if (!x->m->st.owner.n) {
        tt_str line, rest = f->text;
        while (tt_swift_line(&rest, &line))
            if (tt_str_starts(line, TT_STR("22")) && line.n > 2 && tt_ascii_is_alpha(line.p[2]))
                x->m->st.owner = tt_str_trim(tt_str_sub(line, 2, SIZE_MAX));
    }
}

static void set_once(tt_str *to, tt_str text)
{
    if (!to->n)
        *to = tt_str_trim(text);
}

static tt_status take_field(struct statement *x, const tt_swift_field *f, tt_err *err)
{
    tt_mt_statement *st = &x->m->st;
    if (tt_swift_tag_is(f->tag, "61"))
        return take_entry(x, f, err);
    if (tt_swift_tag_is(f->tag, "86")) {
        if (x->entry.there && !x->tail)
            add_details(x, f);
        return TT_OK;
    }
    if (tt_swift_tag_is(f->tag, "NS")) {
        take_ns(x, f);
        return TT_OK;
    }
    if (tt_swift_tag_is(f->tag, "20"))
        set_once(&st->reference, f->text);
    else if (tt_swift_tag_is(f->tag, "25?"))
        set_once(&st->account, f->text);
    else if (tt_swift_tag_is(f->tag, "28?"))
        set_once(&st->number, f->text);
    else if (tt_swift_tag_is(f->tag, "34F"))
        take_floor(x, f->text);
    else if (tt_swift_tag_is(f->tag, "60?"))
        take_opening(x, f->text);
    else if (tt_swift_tag_is(f->tag, "62?") || tt_swift_tag_is(f->tag, "90D") ||
             tt_swift_tag_is(f->tag, "90C") || tt_swift_tag_is(f->tag, "64?") ||
             tt_swift_tag_is(f->tag, "65?")) {
        TT_TRY(finish_entry(x, err));
        x->tail = true;
        if (f->tag.p[0] == '9')
            return check_sum(x, f, err);
        if (f->tag.p[1] == '2')
            take_closing(x, f->text);
    }
    return TT_OK;
}

/* The currency stands behind the entries only, in a statement that was cut in front. */
static void look_ahead(struct statement *x)
{
    static const char *const tags[] = {"60?", "62?", "64?", "65?"};
    tt_swift_walk w;
    tt_swift_field f;
    tt_str ccy;
    tt_money unused;
    tt_swift_walk_start(&w, x->m->msg->body, is_tag);
    while (!x->m->st.currency.n && tt_swift_walk_next(&w, &f))
        for (size_t i = 0; i < TT_LEN(tags); i++)
            if (tt_swift_tag_is(f.tag, tags[i]) && tt_mt_balance(x->m, f.text, &ccy, &unused))
                x->m->st.currency = ccy;
}

static bool has_head(tt_str body)
{
    static const char *const tags[] = {"20", "25?", "28?", "60?"};
    tt_swift_walk w;
    tt_swift_field f;
    tt_swift_walk_start(&w, body, is_tag);
    while (tt_swift_walk_next(&w, &f))
        for (size_t i = 0; i < TT_LEN(tags); i++)
            if (tt_swift_tag_is(f.tag, tags[i]))
                return true;
    return false;
}

static void start(struct statement *x)
{
    tt_mt *m = x->m;
    x->goes_on = m->msg->bare && m->st.account.n && !has_head(m->msg->body);
    if (!x->goes_on)
        m->st = (tt_mt_statement){.entries = 0};
    m->st.counts = false;
    for (const char *p = m->msg->raw.p; m->msg->body.p && p < m->msg->body.p; p++)
        x->line += *p == '\n';
    look_ahead(x);
}

static tt_status end(struct statement *x, tt_err *err)
{
    tt_mt *m = x->m;
    const tt_mt_statement *st = &m->st;
    if (x->count[0] + x->count[1] + st->entries == 0 && !st->opened && !st->closed &&
        !st->currency.n)
        return tt_emit_reject(&m->e, TT_REASON_BROKEN_MESSAGE, &m->at, NULL, err);
    if (st->opened && !st->closed)
        return control_note(x, NULL, TT_STR(":62F:"), err);
    if (st->counts &&
        (!tt_money_same_ccy(st->sum, st->closing) || st->sum.minor != st->closing.minor))
        return control_note(x, "amount", TT_STR(":62F:"), err);
    return TT_OK;
}

static tt_status read_fields(struct statement *x, tt_err *err)
{
    tt_swift_walk w;
    tt_swift_field f;
    tt_swift_walk_start(&w, x->m->msg->body, is_tag);
    while (tt_swift_walk_next(&w, &f))
        TT_TRY(take_field(x, &f, err));
    x->entry.last = true;
    TT_TRY(finish_entry(x, err));
    return end(x, err);
}

tt_status tt_mt_entries(tt_mt *m, tt_err *err)
{
    struct statement x = {.m = m, .line = m->msg->line};
    tt_map_init(&x.seen);
    start(&x);
    tt_status st = read_fields(&x, err);
    tt_map_release(&x.seen);
    return st;
}

const tt_reader tt_reader_mt940 = {
    .id = "mt940",
    .title = "SWIFT MT940, MT942 and MT950 statements, also as banks send them without blocks",
    .extensions = "sta,940,mt940,942,txt",
    .sniff = sniff,
    .kind = tt_mt_kind,
    .read = tt_mt_read,
};
