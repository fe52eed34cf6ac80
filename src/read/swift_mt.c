/*
 * swift_mt.c - SWIFT MT103, MT202, MT202 COV, MT205 and MT205 COV to payments.
 *
 * A cover payment moves the money of an MT103: it gets the customer's parties, and the same number
 * as that.  Fields, and what is told: swift_mt.md.
 */
#include "base/str.h"
#include "read/mt.h"
#include "read/remit.h"
#include "refdata/currency.h"

static int sniff(tt_str head)
{
    /* Statements are mt940's; a message inside of JSON or XML is theirs. */
    static const int sure[] = {[TT_MT_OTHER] = 80, [TT_MT_PAYMENT] = 95, [TT_MT_STATEMENT] = 60};
    bool inside;
    tt_mt_what what = tt_mt_look(head, &inside);
    return inside ? TT_MIN(sure[what], 20) : sure[what];
}

/* The fields of one message: sequence A, and B of a cover payment. */
struct msg {
    tt_mt *m;
    tt_str part[2]; /* bodies of the sequences; B is empty when there is none */
    bool customer;  /* MT103: customers in sequence A */
};

/* First field with a tag ("52?") in a sequence; its option letter, 0 for none. */
static bool find(tt_str body, const char *tag, tt_swift_field *f, char *option)
{
    tt_swift_walk w;
    tt_swift_walk_start(&w, body, NULL);
    while (tt_swift_walk_next(&w, f))
        if (tt_swift_tag_is(f->tag, tag)) {
            *option = f->tag.n == 3 ? tt_ascii_upper(f->tag.p[2]) : '\0';
            return true;
        }
    return false;
}

static tt_str text_of(tt_str body, const char *tag)
{
    tt_swift_field f;
    char option;
    return find(body, tag, &f, &option) ? tt_str_trim(f.text) : (tt_str){NULL, 0};
}

static bool party_of(const struct msg *x, size_t part, const char *tag, tt_mt_party *out)
{
    tt_swift_field f;
    char option;
    if (!find(x->part[part], tag, &f, &option))
        return false;
    *out = tt_mt_party_of(x->m, f.text, option);
    return out->name.n + out->account.n + out->id.n > 0;
}

/* :50a: is in sequence B only of a payment between banks. */
static void split(struct msg *x)
{
    tt_str body = x->m->msg->body;
    tt_swift_walk w;
    tt_swift_field f;
    x->customer = strcmp(x->m->msg->type, "103") == 0 || !text_of(body, "58?").n;
    x->part[0] = body;
    tt_swift_walk_start(&w, body, NULL);
    while (!x->customer && tt_swift_walk_next(&w, &f))
        if (tt_swift_tag_is(f.tag, "50?")) {
            x->part[0] = tt_str_sub(body, 0, f.offset);
            x->part[1] = tt_str_sub(body, f.offset, SIZE_MAX);
            return;
        }
}

/* The network writes it in small letters; so do other formats. */
static tt_str lower(tt_mt *m, tt_str s)
{
    char *out = tt_new_n(m->in->scratch, char, s.n + 1);
    m->e.failed |= out == NULL;
    for (size_t i = 0; out && i < s.n; i++)
        out[i] = tt_ascii_lower(s.p[i]);
    return (tt_str){out, out ? s.n : 0};
}

static void set_number(const struct msg *x)
{
    tt_mt *m = x->m;
    tt_emit_set(&m->e, "payment_id", lower(m, tt_swift_part(m->msg->block[3], "121")));
    /* A cover payment names the MT103 as its related reference. */
    if (x->part[1].n && !tt_mt_is_no_reference(text_of(x->part[0], "21")))
        tt_emit_set(&m->e, "payment_id", text_of(x->part[0], "21"));
    tt_emit_set(&m->e, "payment_id", text_of(x->part[0], "20"));
}

/* --- money --- */

static bool money_of(tt_str ccy, tt_str number, tt_money *out)
{
    return tt_money_parse(number, tt_ccy_parse(ccy), out, NULL);
}

/* :71F: and :71G: may come again and again. */
static tt_status set_charges(const struct msg *x, tt_str ccy, tt_err *err)
{
    tt_mt *m = x->m;
    tt_money sum = {0, tt_ccy_parse(ccy)}, one;
    tt_swift_walk w;
    tt_swift_field f;
    tt_str code, number;
    bool any = false;
    tt_swift_walk_start(&w, x->part[0], NULL);
    while (tt_swift_walk_next(&w, &f)) {
        if (!tt_swift_tag_is(f.tag, "71F") && !tt_swift_tag_is(f.tag, "71G"))
            continue;
        bool fine = tt_mt_amount(m, f.text, &code, &number) && money_of(code, number, &one);
        if (fine && tt_money_add(&sum, one))
            any = true;
        else if (fine)
            TT_TRY(tt_emit_note(&m->e, TT_REASON_OTHER_CURRENCY, &m->at, "charges", f.text, err));
    }
    if (any) {
        char text[TT_NUM_TEXT];
        size_t n = tt_money_amount_text(sum, text);
        tt_str copy = tt_arena_str(m->in->scratch, (tt_str){text, n});
        m->e.failed |= copy.p == NULL;
        tt_emit_set(&m->e, "charges", copy);
    }
    return TT_OK;
}

/* :32A:240531EUR1250, and :33B:USD1350, */
static tt_status set_money(const struct msg *x, tt_err *err)
{
    tt_mt *m = x->m;
    tt_str settled = text_of(x->part[0], "32A"), ccy = {NULL, 0}, number = {NULL, 0};
    tt_str ordered_ccy, ordered;
    tt_money a, b;
    tt_emit_set(&m->e, "value_date", tt_emit_date(&m->e, tt_str_sub(settled, 0, 6)));
    if (!tt_mt_amount(m, tt_str_sub(settled, 6, SIZE_MAX), &ccy, &number)) {
        ccy = tt_str_sub(settled, 6, 3);
        number = tt_str_sub(settled, 9, SIZE_MAX); /* what it is then is told */
    }
    tt_emit_set(&m->e, "currency", ccy);
    tt_emit_set(&m->e, "amount", number);
    tt_str instructed = text_of(x->part[x->part[1].n > 0], "33B");
    if (tt_mt_amount(m, instructed, &ordered_ccy, &ordered) &&
        !(money_of(ccy, number, &a) && money_of(ordered_ccy, ordered, &b) && a.minor == b.minor &&
          tt_money_same_ccy(a, b))) {
        tt_emit_set(&m->e, "instructed_currency", ordered_ccy);
        tt_emit_set(&m->e, "instructed_amount", ordered);
    }
    return set_charges(x, ccy, err);
}

/* --- who --- */

static void set_sides(const struct msg *x)
{
    tt_mt *m = x->m;
    bool cover = x->part[1].n > 0, banks = !x->customer && !cover;
    tt_mt_party p;
    size_t own = cover ? 1 : 0;
    if (party_of(x, own, banks ? "52?" : "50?", &p))
        tt_mt_set_party(m, true, &p);
    if (party_of(x, own, banks ? "58?" : "59?", &p))
        tt_mt_set_party(m, false, &p);
    if (banks && tt_emit_lacks(&m->e, "payer_name")) {
        /* Without an ordering institution the sender pays for itself. */
        p = tt_mt_party_of(m, tt_mt_sender(m), 'A');
        tt_mt_set_party(m, true, &p);
        return;
    }
    if (!banks && (party_of(x, own, "52?", &p) || party_of(x, 0, "52?", &p)))
        tt_mt_set_bank(m, true, &p);
    p = (tt_mt_party){.bic = tt_mt_sender(m)};
    tt_mt_set_bank(m, true, &p);
}

static void set_payee_bank(const struct msg *x)
{
    tt_mt *m = x->m;
    bool cover = x->part[1].n > 0;
    tt_mt_party p;
    if (party_of(x, cover ? 1 : 0, "57?", &p) || (cover && party_of(x, 0, "58?", &p)))
        tt_mt_set_bank(m, false, &p);
    p = (tt_mt_party){.bic = tt_mt_receiver(m)};
    tt_mt_set_bank(m, false, &p);
}

/* --- what for --- */

static tt_str without_continuation(tt_mt *m, tt_str lines)
{
    tt_str line, out = {NULL, 0};
    bool full = false;
    while (tt_swift_line(&lines, &line)) {
        tt_str text = line;
        if (tt_str_starts(text, TT_STR("//")))
            text = tt_str_sub(text, 2, SIZE_MAX);
        bool blank = !full || (text.n && text.p[0] == ' ');
        out = out.n ? tt_emit_join(&m->e, out, blank ? " " : "", text) : tt_str_trim(text);
        full = line.n >= TT_MT_LINE && line.p[line.n - 1] != ' ';
    }
    return out;
}

static tt_status rows(const struct msg *x, tt_err *err)
{
    tt_mt *m = x->m;
    tt_str part = x->part[x->part[1].n > 0], invoices[TT_REMIT_INVOICES];
    tt_str remittance = text_of(part, "70");
    if (!remittance.n && !x->customer)
        remittance = text_of(part, "72");
    tt_emit_set(&m->e, "remittance_information", without_continuation(m, remittance));
    tt_emit_set(&m->e, "purpose", text_of(x->part[0], "26T"));
    size_t n = tt_remit_invoices(&m->e, remittance, invoices);
    return tt_mt_rows(m, &m->at, invoices, n, err);
}

/* A message that was cut is used when its last required field is whole. */
static bool is_whole(const struct msg *x)
{
    tt_str last = text_of(x->part[0], "71A");
    return x->customer &&
           (tt_str_is(last, "OUR") || tt_str_is(last, "SHA") || tt_str_is(last, "BEN"));
}

static bool has_fields(tt_str body)
{
    tt_swift_walk w;
    tt_swift_field f;
    tt_swift_walk_start(&w, body, NULL);
    return tt_swift_walk_next(&w, &f);
}

/* The first field runs over the others: somebody took the line ends out, and with them where the
 * lines of parties end. */
static bool lines_are_lost(const struct msg *x)
{
    return tt_str_find(text_of(x->part[0], "20"), TT_STR(":32A:"), 0) != SIZE_MAX;
}

tt_status tt_mt_payment(tt_mt *m, tt_err *err)
{
    struct msg x = {.m = m};
    split(&x);
    if (m->msg->end != TT_SWIFT_CLOSED) {
        bool used = m->msg->end == TT_SWIFT_NEXT || is_whole(&x);
        if (!used)
            return tt_emit_reject(&m->e, TT_REASON_BROKEN_MESSAGE, &m->at, NULL, err);
        TT_TRY(tt_emit_note(&m->e, TT_REASON_REPAIRED, &m->at, NULL, m->msg->raw, err));
    }
    if (!has_fields(m->msg->body) || lines_are_lost(&x))
        return tt_emit_reject(&m->e, TT_REASON_NOT_SYNTAX, &m->at, NULL, err);
    TT_TRY(tt_emit_open(&m->e, TT_KIND_PAYMENT, err));
    set_number(&x);
    TT_TRY(set_money(&x, err));
    set_sides(&x);
    set_payee_bank(&x);
    tt_emit_set(&m->e, "channel", TT_STR("wire"));
    tt_str note = text_of(x.part[0], "72");
    if (tt_str_starts(note, TT_STR("/RETN/")) || tt_str_starts(note, TT_STR("/REJT/")))
        TT_TRY(tt_emit_note(&m->e, TT_REASON_REVERSAL, &m->at, "amount", note, err));
    return rows(&x, err);
}

const tt_reader tt_reader_swift_mt = {
    .id = "swift_mt",
    .title = "SWIFT MT103, MT202 and MT205 with and without cover",
    .extensions = "fin,rje,mt,swi,pcc",
    .sniff = sniff,
    .kind = tt_mt_kind,
    .read = tt_mt_read,
};
