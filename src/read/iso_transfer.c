/*
 * iso_transfer.c - one payment for each CdtTrfTxInf of pacs.008, pacs.009 and pain.001.
 */
#include "base/str.h"
#include "read/iso20022.h"

/* The elements around a transaction, by what it is of. */
struct around {
    const tt_xml_node *tx;
    const tt_xml_node *debtor, *creditor; /* what holds Dbtr, and what holds Cdtr */
    const tt_xml_node *batch;             /* PmtInf; NULL but for pain.001 */
    const tt_xml_node *message, *header;  /* its GrpHdr */
};

static struct around around(tt_iso_family family, const tt_xml_node *tx)
{
    struct around a = {.tx = tx, .debtor = tx, .creditor = tx, .message = tx->parent};
    const tt_xml_node *customers = tt_xml_child(tx, "UndrlygCstmrCdtTrf");
    if (family == TT_ISO_INITIATION && tx->parent) {
        a.batch = a.debtor = tx->parent;
        a.message = tx->parent->parent;
    } else if (family == TT_ISO_BANK_TRANSFER && customers) {
        /* A cover: outside are the banks, inside are those who pay and are paid. */
        a.debtor = a.creditor = customers;
    }
    a.header = tt_xml_child(a.message, "GrpHdr");
    return a;
}

/* --- totals --- */

static tt_str amount_text(const tt_xml_node *tx)
{
    static const char *const paths[] = {"IntrBkSttlmAmt", "Amt/InstdAmt", "Amt/EqvtAmt/Amt", NULL};
    return tt_iso_id_at(tx, paths);
}

static tt_status count(tt_iso *r, const struct around *a, tt_err *err)
{
    static const char *const sums[] = {"CtrlSum", "TtlIntrBkSttlmAmt", NULL};
    if (a->message) {
        TT_TRY(tt_iso_in_message(r, a->message, err));
        TT_TRY(tt_iso_total_open(r, TT_ISO_MESSAGE, a->message, tt_xml_get(a->header, "NbOfTxs"),
                                 tt_iso_id_at(a->header, sums), err));
        tt_iso_total_add(r, TT_ISO_MESSAGE, amount_text(a->tx), false);
    }
    if (a->batch) {
        TT_TRY(tt_iso_total_open(r, TT_ISO_PART, a->batch, tt_xml_get(a->batch, "NbOfTxs"),
                                 tt_xml_get(a->batch, "CtrlSum"), err));
        tt_iso_total_add(r, TT_ISO_PART, amount_text(a->tx), false);
    }
    return TT_OK;
}

/* --- fields --- */

static void set_id(tt_iso *r, const struct around *a)
{
    static const char *const own[] = {"PmtId/EndToEndId", "PmtId/TxId", "PmtId/InstrId",
                                      "PmtId/ClrSysRef", NULL};
    static const char *const of_message[] = {"PmtInfId", "MsgId", NULL};
    tt_emit_set(&r->e, "payment_id", tt_iso_uetr(r, a->tx, "PmtId/UETR"));
    tt_str id = tt_iso_id_at(a->tx, own);
    if (id.n == 0) {
        tt_str whole = tt_iso_id_at(a->batch, of_message);
        whole = whole.n ? whole : tt_iso_id_at(a->header, of_message);
        const char *made = tt_arena_printf(r->e.in->scratch, "%.*s/%llu", TT_STR_ARG(whole),
                                           (unsigned long long)r->number);
        r->e.failed |= made == NULL;
        id = whole.n ? tt_str_of(made) : whole;
    }
    tt_emit_set(&r->e, "payment_id", id);
}

static void set_value_date(tt_iso *r, const struct around *a)
{
    const tt_xml_node *of[] = {
        tt_xml_child(a->tx, "IntrBkSttlmDt"),
        tt_xml_child(a->header, "IntrBkSttlmDt"),
        tt_xml_child(a->batch, "ReqdExctnDt"),
    };
    for (size_t i = 0; i < TT_LEN(of); i++)
        tt_emit_set(&r->e, "value_date", tt_iso_day(r, of[i]));
}

static void set_parties(tt_iso *r, const struct around *a)
{
    const tt_xml_node *d = a->debtor, *c = a->creditor;
    const tt_xml_node *ultimate = tt_xml_child(d, "UltmtDbtr");
    tt_iso_account(r, TT_ISO_PAYER, tt_xml_child(d, "DbtrAcct"));
    tt_iso_bank(r, TT_ISO_PAYER, tt_xml_child(d, "DbtrAgt"));
    tt_iso_parties(r, TT_ISO_PAYER, tt_xml_child(d, "Dbtr"),
                   ultimate ? ultimate : tt_xml_child(a->tx, "UltmtDbtr"));
    tt_iso_account(r, TT_ISO_PAYEE, tt_xml_child(c, "CdtrAcct"));
    tt_iso_bank(r, TT_ISO_PAYEE, tt_xml_child(c, "CdtrAgt"));
    tt_iso_parties(r, TT_ISO_PAYEE, tt_xml_child(c, "Cdtr"), tt_xml_child(c, "UltmtCdtr"));
}

static void set_amounts(tt_iso *r, const struct around *a)
{
    static const char *const settled[] = {"IntrBkSttlmAmt", "Amt/InstdAmt", "Amt/EqvtAmt/Amt"};
    tt_iso_amount amount = {{NULL, 0}, {NULL, 0}},
                  ordered = tt_iso_amount_at(a->creditor, "InstdAmt");
    for (size_t i = 0; i < TT_LEN(settled) && amount.text.n == 0; i++)
        amount = tt_iso_amount_at(a->tx, settled[i]);
    tt_iso_set_amounts(r, amount, ordered);
}

static void set_purpose(tt_iso *r, const struct around *a)
{
    static const char *const of_tx[] = {"Purp/Cd", "Purp/Prtry", "PmtTpInf/CtgyPurp/Cd",
                                        "PmtTpInf/CtgyPurp/Prtry", NULL};
    const tt_xml_node *of[] = {a->tx, a->batch, a->header};
    for (size_t i = 0; i < TT_LEN(of); i++)
        tt_emit_set(&r->e, "purpose", tt_iso_id_at(of[i], of_tx));
}

tt_status tt_iso_transfer(tt_iso *r, tt_iso_family family, const tt_xml_node *tx, tt_err *err)
{
    struct around a = around(family, tx);
    tt_row_at at;
    TT_TRY(count(r, &a, err));
    at = tt_iso_at(r, tx);
    TT_TRY(tt_iso_open(r, err));
    set_id(r, &a);
    set_value_date(r, &a);
    set_parties(r, &a);
    set_amounts(r, &a);
    set_purpose(r, &a);
    TT_TRY(tt_iso_charges(r, tx, "ChrgsInf", &at, err));
    bool cheque = tt_str_is(tt_xml_get(a.batch, "PmtMtd"), "CHK");
    tt_emit_set(&r->e, "channel", cheque ? TT_STR("cheque") : TT_STR("wire"));
    const tt_xml_node *words = tt_xml_child(tx, "RmtInf") ? tx : a.creditor;
    tt_iso_remittance(r, words);
    return tt_iso_rows(r, words, &at, err);
}
