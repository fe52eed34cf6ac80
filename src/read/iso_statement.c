/*
 * iso_statement.c - camt.052, 053 and 054: payments from the entries of an account.
 *
 * An entry with details of transactions is one payment for each of them, else it is one itself:
 * never both.  The owner of the account is one side; which one is said by the entry (credit or
 * debit), and who the other side is by the related parties.
 */
#include "base/num.h"
#include "base/str.h"
#include "read/iso20022.h"

struct entry {
    const tt_xml_node *entry, *statement, *account;
    const tt_xml_node *tx; /* its TxDtls that is the payment; NULL: the entry is */
    size_t k, n;           /* tx is the k-th (from 1) of n */
    bool credit, back;     /* back: money that was paid comes back */
    const char *mended;    /* what decided where the indicators disagree; NULL: nothing */
};

/* --- details of transactions --- */

/* The next TxDtls of an entry: they are in several NtryDtls, or, in version 1, in the entry. */
static const tt_xml_node *next_tx(const tt_xml_node *entry, const tt_xml_node *tx)
{
    const tt_xml_node *group = NULL, *n;
    if (tx) {
        n = tt_xml_more(tx);
        if (n || tx->parent == entry)
            return n;
        group = tt_xml_more(tx->parent);
    } else {
        n = tt_xml_child(entry, "TxDtls");
        if (n)
            return n;
        group = tt_xml_child(entry, "NtryDtls");
    }
    for (; group; group = tt_xml_more(group)) {
        n = tt_xml_child(group, "TxDtls");
        if (n)
            return n;
    }
    return NULL;
}

/* What was transferred, where the transaction says it. */
static tt_iso_amount tx_amount(const tt_xml_node *tx, bool alone)
{
    static const char *const paths[] = {"Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt",
                                        "AmtDtls/CntrValAmt/Amt"};
    /* In an entry of its own the entry says what was booked better than what was ordered does. */
    size_t n = alone ? 2 : TT_LEN(paths);
    tt_iso_amount a = {{NULL, 0}, {NULL, 0}};
    for (size_t i = 0; i < n && a.text.n == 0; i++)
        a = tt_iso_amount_at(tx, paths[i]);
    return a;
}

/* --- who --- */

/* The nodes of one role. */
struct role {
    const tt_xml_node *party, *ultimate, *account, *agent;
};

static struct role role_of(const struct entry *x, bool creditor)
{
    const tt_xml_node *p = tt_xml_child(x->tx, "RltdPties"), *a = tt_xml_child(x->tx, "RltdAgts");
    if (creditor)
        return (struct role){tt_xml_child(p, "Cdtr"), tt_xml_child(p, "UltmtCdtr"),
                             tt_xml_child(p, "CdtrAcct"), tt_xml_child(a, "CdtrAgt")};
    return (struct role){tt_xml_child(p, "Dbtr"), tt_xml_child(p, "UltmtDbtr"),
                         tt_xml_child(p, "DbtrAcct"), tt_xml_child(a, "DbtrAgt")};
}

static bool is_there(const struct role *r)
{
    return r->party || r->ultimate || r->account;
}

/* The role is played by the account that the statement is of. */
static bool is_own(tt_iso *r, const struct entry *x, const struct role *role)
{
    tt_str own = tt_emit_bare(&r->e, tt_iso_account_number(x->account));
    tt_str other = tt_emit_bare(&r->e, tt_iso_account_number(role->account));
    return own.n > 0 && tt_str_eq(own, other);
}

static bool says(const tt_xml_node *n, const char *path, const char *a, const char *b)
{
    tt_str s = tt_xml_get(n, path);
    return tt_str_is(s, a) || tt_str_is(s, b);
}

/* What the owner is in the payment: its creditor or its debtor.  In money that comes back, the
 * related parties keep the parts that they had in the payment. */
static bool owner_is_creditor(tt_iso *r, struct entry *x)
{
    struct role debtor = role_of(x, false), creditor = role_of(x, true);
    tt_str of_tx = tt_xml_get(x->tx, "CdtDbtInd"), of_entry = tt_xml_get(x->entry, "CdtDbtInd");
    bool is_debtor = is_own(r, x, &debtor), is_creditor = is_own(r, x, &creditor);
    bool said = of_tx.n > 0 || of_entry.n > 0;
    x->credit = said ? tt_str_is(of_tx.n ? of_tx : of_entry, "CRDT") : is_creditor;
    x->back = says(x->entry, "RvslInd", "true", "1") || tt_xml_child(x->tx, "RtrInf");
    bool disagree = of_tx.n > 0 && of_entry.n > 0 && !tt_str_eq(of_tx, of_entry);
    if (disagree && x->n == 1 && !is_there(&debtor) && !is_there(&creditor)) {
        x->mended = "credit or debit: the entry decides"; /* it is what was booked, and nobody says
                                                             otherwise */
        x->credit = !x->credit;
    }
    if (is_debtor == is_creditor)
        return x->credit != x->back;
    if (!x->back && is_creditor != x->credit) {
        /* The transaction and its entry disagree: the accounts decide.  Where they agree, this is
         * a return that is not marked as one. */
        x->mended = disagree ? "credit or debit: the accounts of the parties decide" : NULL;
        x->credit = x->mended ? is_creditor : x->credit;
        x->back = !x->mended;
    }
    return is_creditor;
}

static void set_role(tt_iso *r, tt_iso_side side, const struct role *role)
{
    tt_iso_account(r, side, role->account);
    tt_iso_bank(r, side, role->agent);
    tt_iso_parties(r, side, role->party, role->ultimate);
}

/* Nobody says whether money came or went: the owner of the account is on neither side. */
static bool is_unsided(tt_iso *r, struct entry *x)
{
    struct role debtor = role_of(x, false), creditor = role_of(x, true);
    if (tt_xml_get(x->tx, "CdtDbtInd").n > 0 || tt_xml_get(x->entry, "CdtDbtInd").n > 0 ||
        is_own(r, x, &debtor) != is_own(r, x, &creditor))
        return false;
    x->mended = "credit or debit: not said, so the owner is on neither side";
    set_role(r, TT_ISO_PAYER, &debtor);
    set_role(r, TT_ISO_PAYEE, &creditor);
    return true;
}

static void set_parties(tt_iso *r, struct entry *x)
{
    if (is_unsided(r, x))
        return;
    bool owner_credited = owner_is_creditor(r, x);
    struct role own = role_of(x, owner_credited), other = role_of(x, !owner_credited);
    tt_iso_side own_side = x->credit ? TT_ISO_PAYEE : TT_ISO_PAYER;
    tt_iso_side other_side = x->credit ? TT_ISO_PAYER : TT_ISO_PAYEE;
    const tt_xml_node *owner = tt_xml_child(x->account, "Ownr");
    /* Some banks turn the parts around when money comes back. */
    if (x->back && is_there(&own) && !is_there(&other) &&
        !tt_str_eq(tt_iso_name(own.party), tt_iso_name(owner)) && !is_own(r, x, &own)) {
        other = own;
        own = (struct role){NULL, NULL, NULL, NULL};
    }
    set_role(r, other_side, &other);
    set_role(r, own_side, &own);
    if (tt_iso_lacks_name(r, own_side))
        tt_iso_party(r, own_side, owner);
    tt_iso_account(r, own_side, x->account);
    tt_iso_bank(r, own_side, tt_xml_child(x->account, "Svcr"));
}

/* --- fields --- */

static tt_str numbered(tt_iso *r, tt_str id, uint64_t k)
{
    const char *made =
        tt_arena_printf(r->e.in->scratch, "%.*s/%llu", TT_STR_ARG(id), (unsigned long long)k);
    r->e.failed |= made == NULL;
    return tt_str_of(made);
}

/* "1", "2": the bank counts the entries of a statement. */
static bool is_counter(tt_str id)
{
    enum { SHORT = 5 };
    for (size_t i = 0; i < id.n; i++)
        if (!tt_ascii_is_digit(id.p[i]))
            return false;
    return id.n <= SHORT;
}

static void set_id(tt_iso *r, const struct entry *x)
{
    static const char *const of_tx[] = {
        "Refs/EndToEndId",   "Refs/TxId", "Refs/InstrId", "Refs/AcctSvcrRef", "Refs/ClrSysRef",
        "Refs/AcctSvcrTxId", NULL};
    static const char *const of_entry[] = {"AcctSvcrRef", "NtryRef", NULL};
    tt_emit_set(&r->e, "payment_id", tt_iso_uetr(r, x->tx, "Refs/UETR"));
    tt_str id = tt_iso_id_at(x->tx, of_tx);
    if (id.n == 0) {
        id = tt_iso_id_at(x->entry, of_entry);
        if (is_counter(id))
            id = (tt_str){NULL, 0};
        if (id.n == 0) {
            id = tt_iso_id(tt_xml_get(x->statement, "Id"));
            id = id.n ? numbered(r, id, r->number) : id;
        }
        /* One for each payment of the entry, or equal ones would be taken for the same. */
        if (x->tx && x->n > 1 && id.n > 0)
            id = numbered(r, id, x->k);
    }
    tt_emit_set(&r->e, "payment_id", id);
}

/* Payments of one entry are not the same one, even if what they refer to is. */
static tt_status keep_apart(tt_iso *r, const struct entry *x, tt_err *err)
{
    uint32_t found;
    bool added = true;
    tt_str id = tt_emit_get(&r->e, "payment_id");
    if (x->n < 2 || !x->tx || id.n == 0)
        return TT_OK;
    if (!tt_map_intern(&r->ids, id, (uint32_t)x->k, &found, &added))
        return tt_fail(err, TT_ENOMEM, "no room for the references of an entry");
    if (!added) {
        tt_emit_clear(&r->e, "payment_id");
        tt_emit_set(&r->e, "payment_id", numbered(r, id, x->k));
    }
    return TT_OK;
}

static tt_str channel(const struct entry *x)
{
    static const struct {
        const char *domain, *family, *channel;
    } known[] = {
        {"PMNT", "ICHQ", "cheque"}, {"PMNT", "RCHQ", "cheque"},
        {"PMNT", "CCRD", "card"},   {"PMNT", "MCRD", "card"},
        {"PMNT", "CNTR", "cash"},   {"TRAD", "DCCT", "letter_of_credit"},
    };
    const tt_xml_node *domain = tt_xml_find(x->tx, "BkTxCd/Domn");
    domain = domain ? domain : tt_xml_find(x->entry, "BkTxCd/Domn");
    tt_str code = tt_xml_get(domain, "Cd"), family = tt_xml_get(domain, "Fmly/Cd");
    for (size_t i = 0; i < TT_LEN(known); i++)
        if (tt_str_is(code, known[i].domain) && tt_str_is(family, known[i].family))
            return tt_str_of(known[i].channel);
    return TT_STR("wire");
}

static tt_status set_amounts(tt_iso *r, const struct entry *x, const tt_row_at *at, tt_err *err)
{
    bool alone = x->n <= 1 || !x->tx;
    tt_iso_amount booked = tt_iso_amount_at(x->entry, "Amt"), amount = tx_amount(x->tx, alone);
    tt_iso_amount ordered = tt_iso_amount_at(x->tx, "AmtDtls/InstdAmt/Amt");
    if (booked.text.n > 0 && booked.ccy.n == 0)
        booked.ccy = tt_xml_get(x->account, "Ccy");
    if (alone && ordered.text.n == 0)
        ordered = tt_iso_amount_at(x->entry, "AmtDtls/InstdAmt/Amt");
    if (alone && (amount.text.n == 0 || tt_iso_is_zero(amount))) {
        if (amount.text.n > 0 && !tt_iso_is_zero(booked))
            TT_TRY(tt_iso_note(r, TT_REASON_REPAIRED, at,
                               "transaction of 0: the amount of the entry", err));
        amount = booked;
    }
    tt_iso_set_amounts(r, amount, ordered);
    TT_TRY(tt_iso_charges(r, x->tx, "Chrgs", at, err));
    if (alone && tt_emit_lacks(&r->e, "charges"))
        TT_TRY(tt_iso_charges(r, x->entry, "Chrgs", at, err));
    return TT_OK;
}

static void set_words(tt_iso *r, const struct entry *x)
{
    static const char *const purposes[] = {"Purp/Cd", "Purp/Prtry", NULL};
    tt_emit_set(&r->e, "purpose", tt_iso_id_at(x->tx, purposes));
    tt_emit_set(&r->e, "channel", channel(x));
    if (x->tx)
        tt_iso_remittance(r, x->tx);
    tt_emit_set(&r->e, "remittance_information", tt_xml_get(x->tx, "AddtlTxInf"));
    tt_emit_set(&r->e, "remittance_information", tt_xml_get(x->entry, "AddtlNtryInf"));
}

static tt_str status_of(const struct entry *x)
{
    tt_str status = tt_xml_get(x->entry, "Sts/Cd");
    return status.n ? status : tt_xml_get(x->entry, "Sts");
}

static tt_status tell(tt_iso *r, const struct entry *x, const tt_row_at *at, tt_err *err)
{
    tt_str status = status_of(x);
    if (x->back)
        TT_TRY(tt_emit_note(&r->e, TT_REASON_REVERSAL, at, NULL, TT_STR(""), err));
    if (x->mended)
        TT_TRY(tt_iso_note(r, TT_REASON_REPAIRED, at, x->mended, err));
    if (status.n > 0 && !tt_str_is(status, "BOOK"))
        TT_TRY(tt_emit_note(&r->e, TT_REASON_EXPECTED, at, NULL, status, err));
    return TT_OK;
}

static tt_status payment(tt_iso *r, struct entry *x, tt_err *err)
{
    /* The details of the only transaction lack what the entry says. */
    tt_row_at at = tt_iso_at(r, x->tx && x->n > 1 ? x->tx : x->entry);
    static const char *const days[] = {"ValDt", "BookgDt"}, *const related[] = {
                                                                "RltdDts/IntrBkSttlmDt",
                                                                "RltdDts/AccptncDtTm"};
    TT_TRY(tt_iso_open(r, err));
    set_id(r, x);
    TT_TRY(keep_apart(r, x, err));
    for (size_t i = 0; i < TT_LEN(days); i++)
        tt_emit_set(&r->e, "value_date", tt_iso_day(r, tt_xml_child(x->entry, days[i])));
    for (size_t i = 0; i < TT_LEN(related); i++)
        tt_emit_set(&r->e, "value_date", tt_iso_day(r, tt_xml_find(x->tx, related[i])));
    set_parties(r, x);
    TT_TRY(tell(r, x, &at, err));
    TT_TRY(set_amounts(r, x, &at, err));
    set_words(r, x);
    return tt_iso_rows(r, x->tx, &at, err);
}

/* --- entries --- */

static bool is_booked(const struct entry *x)
{
    tt_str status = status_of(x);
    return status.n == 0 || tt_str_is(status, "BOOK");
}

/* No money moved: FedNow reports what it refused. */
static bool is_refused(const struct entry *x)
{
    tt_str status = status_of(x);
    return tt_str_is(status, "RJCT") || tt_str_is(status, "CANC");
}

/* The entries that are booked make the difference of the balances. */
static tt_status count_balance(tt_iso *r, const struct entry *x, tt_err *err)
{
    bool debit = tt_str_is(tt_xml_get(x->entry, "CdtDbtInd"), "DBIT");
    if (!tt_iso_total_is_open(r, TT_ISO_BALANCE, x->statement))
        TT_TRY(tt_iso_total_open(r, TT_ISO_BALANCE, x->statement, TT_STR(""),
                                 tt_iso_moved(r, x->statement), err));
    if (is_booked(x))
        tt_iso_total_add(r, TT_ISO_BALANCE, tt_xml_get(x->entry, "Amt"), debit);
    return TT_OK;
}

static tt_status count(tt_iso *r, const struct entry *x, tt_err *err)
{
    static const struct {
        enum tt_iso_totals total;
        const char *path, *only;
    } totals[] = {
        {TT_ISO_PART, "TxsSummry/TtlNtries", NULL},
        {TT_ISO_CREDITS, "TxsSummry/TtlCdtNtries", "CRDT"},
        {TT_ISO_DEBITS, "TxsSummry/TtlDbtNtries", "DBIT"},
    };
    tt_str amount = tt_xml_get(x->entry, "Amt"), side = tt_xml_get(x->entry, "CdtDbtInd");
    for (size_t i = 0; x->statement && i < TT_LEN(totals); i++) {
        const tt_xml_node *says = tt_xml_find(x->statement, totals[i].path);
        TT_TRY(tt_iso_total_open(r, totals[i].total, x->statement, tt_xml_get(says, "NbOfNtries"),
                                 tt_xml_get(says, "Sum"), err));
        if (!totals[i].only || tt_str_is(side, totals[i].only))
            tt_iso_total_add(r, totals[i].total, amount, false);
    }
    return x->statement ? count_balance(r, x, err) : TT_OK;
}

/* Entries are numbered anew, unless the statement before has the same id: some banks give one to
 * all of a message. */
static tt_status number_entries(tt_iso *r, const struct entry *x, tt_err *err)
{
    tt_str id = tt_xml_get(x->statement, "Id");
    if (!tt_str_eq(tt_buf_str(&r->part_id), id))
        r->number = 1;
    tt_buf_reset(&r->part_id);
    tt_buf_add(&r->part_id, id);
    return tt_buf_status(&r->part_id, err);
}

/* The statement begins. */
static tt_status begin(tt_iso *r, const struct entry *x, tt_err *err)
{
    if (x->statement && x->statement->parent)
        TT_TRY(tt_iso_in_message(r, x->statement->parent, err));
    if (x->statement && r->part != x->statement->offset + 1) {
        r->part = x->statement->offset + 1;
        TT_TRY(number_entries(r, x, err));
        tt_row_at at = tt_iso_at(r, x->statement);
        if (says(x->statement, "CpyDplctInd", "DUPL", "CODU"))
            TT_TRY(tt_emit_note(&r->e, TT_REASON_RESENT, &at, NULL,
                                tt_xml_get(x->statement, "CpyDplctInd"), err));
    }
    return TT_OK;
}

/* A batch says how many transactions it has, and what they make. */
static tt_status check_batch(tt_iso *r, const tt_xml_node *group, tt_err *err)
{
    const tt_xml_node *batch = tt_xml_child(group, "Btch"), *tx = tt_xml_child(group, "TxDtls");
    if (!batch || !tx)
        return TT_OK;
    TT_TRY(tt_iso_total_open(r, TT_ISO_BATCH, batch, tt_xml_get(batch, "NbOfTxs"),
                             tt_xml_get(batch, "TtlAmt"), err));
    for (; tx; tx = tt_xml_more(tx))
        tt_iso_total_add(r, TT_ISO_BATCH, tx_amount(tx, false).text, false);
    return tt_iso_total_close(r, TT_ISO_BATCH, err);
}

/* Several transactions make their entry, where neither charges nor another currency are between. */
static tt_status check_sum(tt_iso *r, const struct entry *x, tt_err *err)
{
    tt_iso_amount booked = tt_iso_amount_at(x->entry, "Amt");
    tt_str side = tt_xml_get(x->entry, "CdtDbtInd");
    bool alike = !tt_xml_child(x->entry, "Chrgs");
    if (x->n < 2 || tt_xml_find(x->entry, "NtryDtls/Btch/TtlAmt"))
        return TT_OK;
    TT_TRY(tt_iso_total_open(r, TT_ISO_BATCH, x->entry, TT_STR(""), booked.text, err));
    for (const tt_xml_node *tx = next_tx(x->entry, NULL); tx && alike; tx = next_tx(x->entry, tx)) {
        tt_iso_amount a = tx_amount(tx, false);
        tt_str of_tx = tt_xml_get(tx, "CdtDbtInd");
        alike = tt_str_eq(a.ccy, booked.ccy) && !tt_xml_child(tx, "Chrgs");
        tt_iso_total_add(r, TT_ISO_BATCH, a.text, of_tx.n > 0 && !tt_str_eq(of_tx, side));
    }
    r->total[TT_ISO_BATCH].has_sum &= alike;
    return tt_iso_total_close(r, TT_ISO_BATCH, err);
}

tt_status tt_iso_entry(tt_iso *r, const tt_xml_node *entry, tt_err *err)
{
    struct entry x = {.entry = entry, .statement = entry->parent};
    size_t amounts = 0;
    x.account = tt_xml_child(x.statement, "Acct");
    TT_TRY(begin(r, &x, err));
    if (is_refused(&x)) {
        tt_row_at at = tt_iso_at(r, entry);
        return tt_emit_reject(&r->e, TT_REASON_NOT_SENT, &at, NULL, err);
    }
    TT_TRY(count(r, &x, err));
    for (const tt_xml_node *tx = next_tx(entry, NULL); tx; tx = next_tx(entry, tx)) {
        x.n++;
        amounts += tx_amount(tx, false).text.n > 0;
    }
    TT_TRY(check_batch(r, entry, err));
    for (const tt_xml_node *g = tt_xml_child(entry, "NtryDtls"); g; g = tt_xml_more(g))
        TT_TRY(check_batch(r, g, err));
    TT_TRY(check_sum(r, &x, err));
    if (x.n > 1 && amounts == 0) {
        tt_row_at at = tt_iso_at(r, entry);
        TT_TRY(tt_iso_note(r, TT_REASON_REPAIRED, &at,
                           "transactions without amounts: one payment for the entry", err));
        return payment(r, &x, err);
    }
    if (x.n == 0)
        return payment(r, &x, err);
    tt_map_release(&r->ids);
    while ((x.tx = next_tx(entry, x.tx)) != NULL) {
        x.k++;
        TT_TRY(payment(r, &x, err));
    }
    return TT_OK;
}
