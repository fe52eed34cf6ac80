/*
 * iso_text.c - ids, days, remittance information, and the invoices it names.
 */
#include "base/str.h"
#include "read/iso20022.h"
#include "read/remit.h"

/* --- ids --- */

tt_str tt_iso_id(tt_str id)
{
    static const char *const none[] = {"NOTPROVIDED", "NOT PROVIDED", "NOT-PROVIDED",
                                       "NONREF",      "NOTAVAILABLE", "UNKNOWN"};
    for (size_t i = 0; i < TT_LEN(none); i++)
        if (tt_str_is_nocase(id, none[i]))
            return (tt_str){NULL, 0};
    return id;
}

tt_str tt_iso_uetr(tt_iso *r, const tt_xml_node *n, const char *path)
{
    tt_str s = tt_xml_get(n, path);
    char *out = s.n ? tt_new_n(r->e.in->scratch, char, s.n + 1) : NULL;
    r->e.failed |= s.n > 0 && !out;
    for (size_t i = 0; out && i < s.n; i++)
        out[i] = tt_ascii_lower(s.p[i]);
    return (tt_str){out, out ? s.n : 0};
}

tt_str tt_iso_id_at(const tt_xml_node *n, const char *const *paths)
{
    tt_str id = {NULL, 0};
    for (; id.n == 0 && *paths; paths++)
        id = tt_iso_id(tt_xml_get(n, *paths));
    return id;
}

/* --- days --- */

/* A value date is a day where the bank is: the zone is left out, not reckoned with, or a midnight
 * east of Greenwich would be the day before. */
tt_str tt_iso_day(tt_iso *r, const tt_xml_node *n)
{
    enum { DAY = 10, SECOND = 19 };
    tt_str s = tt_xml_get(n, "Dt");
    if (s.n == 0)
        s = tt_xml_get(n, "DtTm");
    if (s.n == 0)
        s = n ? n->text : (tt_str){NULL, 0};
    s = tt_emit_date(&r->e, s);
    if (s.n <= DAY || s.p[4] != '-' || s.p[7] != '-')
        return s;
    if (s.n < SECOND || s.p[DAY] != 'T')
        return tt_str_sub(s, 0, s.p[DAY] == 'T' ? SIZE_MAX : DAY);
    if (tt_str_eq(tt_str_sub(s, DAY, SECOND - DAY), TT_STR("T00:00:00")))
        return tt_str_sub(s, 0, DAY);
    return tt_str_sub(s, 0, SECOND);
}

/* --- remittance information --- */

static void add_piece(tt_iso *r, tt_str piece)
{
    if (piece.n == 0)
        return;
    if (r->text.n > 0)
        tt_buf_add_z(&r->text, " / ");
    tt_buf_add(&r->text, piece);
}

/* All texts of children of that name. */
static void add_pieces(tt_iso *r, const tt_xml_node *parent, const char *name)
{
    for (const tt_xml_node *n = tt_xml_child(parent, name); n; n = tt_xml_more(n))
        add_piece(r, n->text);
}

static void set_pieces(tt_iso *r)
{
    tt_str s = tt_arena_str(r->e.in->scratch, tt_buf_str(&r->text));
    r->e.failed |= s.p == NULL || r->text.failed;
    tt_emit_set(&r->e, "remittance_information", s);
    tt_buf_reset(&r->text);
}

void tt_iso_remittance(tt_iso *r, const tt_xml_node *parent)
{
    tt_buf_reset(&r->text);
    for (const tt_xml_node *n = tt_xml_child(parent, "RmtInf"); n; n = tt_xml_more(n))
        add_pieces(r, n, "Ustrd");
    set_pieces(r);
    if (!tt_emit_lacks(&r->e, "remittance_information"))
        return;
    /* Nothing in words: the references that stand in for them. */
    for (const tt_xml_node *n = tt_xml_child(parent, "RmtInf"); n; n = tt_xml_more(n))
        for (const tt_xml_node *s = tt_xml_child(n, "Strd"); s; s = tt_xml_more(s)) {
            add_piece(r, tt_xml_get(s, "CdtrRefInf/Ref"));
            add_piece(r, tt_xml_get(s, "CdtrRefInf/CdtrRef"));
            add_pieces(r, s, "AddtlRmtInf");
        }
    set_pieces(r);
}

/* --- invoices --- */

/* Documents that are referred to and ask for no money. */
static bool is_invoice(const tt_xml_node *doc)
{
    static const char *const type_paths[] = {"Tp/CdOrPrtry/Cd", "Tp/Cd", "RfrdDocTp/Cd", NULL};
    static const char *const others[] = {"PUOR", "DISP", "BOLD", "CMCN", "TSUT", "QUOT", "VCHR"};
    tt_str type = tt_iso_id_at(doc, type_paths);
    for (size_t i = 0; i < TT_LEN(others); i++)
        if (tt_str_is(type, others[i]))
            return false;
    return true;
}

static tt_str invoice_number(const tt_xml_node *doc)
{
    static const char *const paths[] = {"Nb", "RfrdDocNb", NULL};
    return is_invoice(doc) ? tt_iso_id_at(doc, paths) : (tt_str){NULL, 0};
}

tt_status tt_iso_open(tt_iso *r, tt_err *err)
{
    for (size_t i = 0; i < TT_LEN(r->stand_in); i++)
        r->stand_in[i] = (tt_str){NULL, 0};
    return tt_emit_open(&r->e, TT_KIND_PAYMENT, err);
}

/* Who stands in for a party without a name. */
static tt_status tell_stand_ins(tt_iso *r, const tt_row_at *at, tt_err *err)
{
    static const char *const fields[] = {
        [TT_ISO_PAYER] = "payer_name", [TT_ISO_PAYEE] = "payee_name"};
    for (size_t i = 0; i < TT_LEN(fields); i++)
        if (r->stand_in[i].n > 0)
            TT_TRY(tt_emit_note(&r->e, TT_REASON_STAND_IN, at, fields[i], r->stand_in[i], err));
    return TT_OK;
}

static tt_status invoice_row(tt_iso *r, tt_str number, const tt_row_at *at, tt_err *err)
{
    tt_emit_clear(&r->e, "invoice_number");
    tt_emit_set(&r->e, "invoice_number", number);
    return tt_emit_row(&r->e, at, err);
}

/* Rows for the documents that are referred to; *last: the last of them. */
static tt_status
structured(tt_iso *r, const tt_xml_node *rmt, const tt_row_at *at, tt_str *last, tt_err *err)
{
    for (const tt_xml_node *s = tt_xml_child(rmt, "Strd"); s; s = tt_xml_more(s))
        for (const tt_xml_node *d = tt_xml_child(s, "RfrdDocInf"); d; d = tt_xml_more(d)) {
            tt_str number = invoice_number(d);
            if (number.n == 0 || tt_str_eq(number, *last))
                continue;
            TT_TRY(invoice_row(r, number, at, err));
            *last = number;
        }
    return TT_OK;
}

/* Rows for those that the words name, as in :70: of MT103. */
static tt_status
in_words(tt_iso *r, const tt_xml_node *rmt, const tt_row_at *at, tt_str *last, tt_err *err)
{
    tt_str numbers[TT_REMIT_INVOICES];
    for (const tt_xml_node *u = tt_xml_child(rmt, "Ustrd"); u; u = tt_xml_more(u)) {
        size_t n = tt_remit_invoices(&r->e, u->text, numbers);
        for (size_t i = 0; i < n; i++) {
            TT_TRY(invoice_row(r, numbers[i], at, err));
            *last = numbers[i];
        }
    }
    return TT_OK;
}

tt_status tt_iso_rows(tt_iso *r, const tt_xml_node *parent, const tt_row_at *at, tt_err *err)
{
    tt_str last = {NULL, 0};
    TT_TRY(tell_stand_ins(r, at, err));
    for (const tt_xml_node *n = tt_xml_child(parent, "RmtInf"); n; n = tt_xml_more(n))
        TT_TRY(structured(r, n, at, &last, err));
    for (const tt_xml_node *n = tt_xml_child(parent, "RmtInf"); n && !last.n; n = tt_xml_more(n))
        TT_TRY(in_words(r, n, at, &last, err));
    return last.n ? TT_OK : tt_emit_row(&r->e, at, err);
}
