/*
 * iso_party.c - who pays and who is paid: parties, accounts and banks in the forms of all versions.
 */
#include "base/str.h"
#include "read/iso20022.h"

static const struct side {
    const char *name, *country, *id, *account, *bank;
} sides[] = {
    [TT_ISO_PAYER] = {"payer_name", "payer_country", "payer_id", "payer_account", "payer_bank"},
    [TT_ISO_PAYEE] = {"payee_name", "payee_country", "payee_id", "payee_account", "payee_bank"},
};

/* The first text on one of the paths (ended by NULL). */
static tt_str first_of(const tt_xml_node *n, const char *const *paths)
{
    tt_str s = {NULL, 0};
    for (; s.n == 0 && *paths; paths++)
        s = tt_xml_get(n, *paths);
    return s;
}

/* --- banks --- */

static const char *const bic_paths[] = {"BICFI", "BIC", "CmbndId/BIC", NULL};
static const char *const bank_name_paths[] = {"Nm", "CmbndId/Nm", "NmAndAdr/Nm", NULL};
static const char *const member_paths[] = {"ClrSysMmbId/MmbId", "ClrSysMmbId/Id",
                                           "CmbndId/ClrSysMmbId/Id", "PrtryId/Id", NULL};

/* Member of a clearing system: CHBCC100. */
static tt_str member(tt_iso *r, const tt_xml_node *fi)
{
    tt_str id = tt_iso_id(first_of(fi, member_paths)),
           clearing = tt_xml_get(fi, "ClrSysMmbId/ClrSysId/Cd");
    return id.n ? tt_emit_join(&r->e, clearing, "", id) : id;
}

/* The institution of an agent: the node itself when it is one. */
static const tt_xml_node *institution(const tt_xml_node *agent)
{
    if (agent && tt_str_is(agent->name, "FinInstnId"))
        return agent;
    return tt_xml_child(agent, "FinInstnId");
}

static void set_bank(tt_iso *r, tt_iso_side side, const tt_xml_node *fi)
{
    const char *field = sides[side].bank;
    tt_emit_set(&r->e, field, first_of(fi, bic_paths));
    tt_emit_set(&r->e, field, first_of(fi, bank_name_paths));
    if (tt_emit_lacks(&r->e, field))
        tt_emit_set(&r->e, field, member(r, fi));
}

void tt_iso_bank(tt_iso *r, tt_iso_side side, const tt_xml_node *agent)
{
    const tt_xml_node *fi = institution(agent);
    if (fi)
        set_bank(r, side, fi);
}

/* --- parties --- */

/* What holds the name: the party itself, or what stands in for it in later versions. */
static const tt_xml_node *inner(const tt_xml_node *party)
{
    static const char *const steps[] = {"Pty", "Agt", "FinInstnId"};
    for (size_t i = 0; i < TT_LEN(steps); i++) {
        const tt_xml_node *n = tt_xml_child(party, steps[i]);
        party = n ? n : party;
    }
    return party;
}

static bool is_bank(const tt_xml_node *n)
{
    return tt_str_is(n->name, "FinInstnId");
}

tt_str tt_iso_name(const tt_xml_node *party)
{
    return first_of(inner(party), bank_name_paths);
}

/* How good an identification is: the lower the better.  Others than these, which are numbers of
 * registers in most countries, lie between. */
static unsigned rank_of(tt_str scheme)
{
    static const struct {
        const char *scheme;
        unsigned rank;
    } known[] = {
        {"TXID", 0}, {"COID", 1}, {"NIDN", 1}, {"SOSE", 1}, {"DUNS", 3}, {"GS1G", 3},
        {"SREN", 1}, {"SRET", 1}, {"BOID", 4}, {"EMPL", 4}, {"CUST", 5}, {"BANK", 5},
    };
    for (size_t i = 0; i < TT_LEN(known); i++)
        if (tt_str_is_nocase(scheme, known[i].scheme))
            return known[i].rank;
    return 2;
}

/* The best of the identifications with a scheme. */
static tt_str other_id(const tt_xml_node *ids)
{
    tt_str best = {NULL, 0};
    unsigned best_rank = UINT32_MAX;
    for (const tt_xml_node *o = tt_xml_child(ids, "Othr"); o; o = tt_xml_more(o)) {
        tt_str id = tt_iso_id(tt_xml_get(o, "Id"));
        unsigned rank = rank_of(tt_xml_get(o, "SchmeNm/Cd"));
        if (id.n > 0 && rank < best_rank) {
            best = id;
            best_rank = rank;
        }
    }
    return best;
}

static const char *const any_bic_paths[] = {"Id/OrgId/AnyBIC", "Id/OrgId/BICOrBEI", "Id/OrgId/BIC",
                                            "Id/OrgId/BEI", NULL};

static tt_str party_id(const tt_xml_node *n)
{
    /* Version 1 had an element for each scheme. */
    static const char *const old_paths[] = {
        "Id/OrgId/TaxIdNb",      "Id/PrvtId/TaxIdNb",    "Id/OrgId/PrtryId/Id",
        "Id/PrvtId/IdntyCardNb", "Id/PrvtId/SclSctyNb",  "Id/PrvtId/PsptNb",
        "Id/PrvtId/OthrId/Id",   "Id/OrgId/DUNS",        "Id/OrgId/EANGLN",
        "Id/OrgId/IBEI",         "Id/PrvtId/DrvrsLicNb", "Id/PrvtId/AlnRegnNb",
        "Id/OrgId/BkPtyId",      "Id/PrvtId/CstmrNb",    NULL,
    };
    tt_str id = tt_xml_get(n, "Id/OrgId/LEI");
    if (id.n == 0)
        id = other_id(tt_xml_find(n, "Id/OrgId"));
    if (id.n == 0)
        id = other_id(tt_xml_find(n, "Id/PrvtId"));
    if (id.n == 0)
        id = first_of(n, old_paths);
    return id.n ? id : first_of(n, any_bic_paths);
}

/* A BIC stands in for a name and an id; its country is in it. */
static void set_bic(tt_iso *r, const struct side *s, tt_str bic)
{
    tt_emit_set(&r->e, s->name, bic);
    tt_emit_set(&r->e, s->id, bic);
    if (bic.n >= 8)
        tt_emit_set(&r->e, s->country, tt_str_sub(bic, 4, 2));
}

void tt_iso_party(tt_iso *r, tt_iso_side side, const tt_xml_node *party)
{
    static const char *const countries[] = {"PstlAdr/Ctry", "CtryOfRes", "NmAndAdr/PstlAdr/Ctry",
                                            "CmbndId/PstlAdr/Ctry", NULL};
    const struct side *s = &sides[side];
    const tt_xml_node *n = inner(party);
    if (!n)
        return;
    tt_emit_set(&r->e, s->name, first_of(n, bank_name_paths));
    tt_emit_set(&r->e, s->country, first_of(n, countries));
    if (!is_bank(n)) {
        tt_emit_set(&r->e, s->id, party_id(n));
        return;
    }
    tt_emit_set(&r->e, s->id, tt_xml_get(n, "LEI"));
    set_bic(r, s, first_of(n, bic_paths));
    if (tt_emit_lacks(&r->e, s->name))
        tt_emit_set(&r->e, s->name, member(r, n));
    set_bank(r, side, n);
}

void tt_iso_parties(tt_iso *r, tt_iso_side side, const tt_xml_node *party,
                    const tt_xml_node *ultimate)
{
    tt_iso_party(r, side, party);
    if (tt_iso_lacks_name(r, side)) {
        tt_iso_party(r, side, ultimate);
        if (!tt_iso_lacks_name(r, side))
            r->stand_in[side] = ultimate->name;
    }
    if (tt_iso_lacks_name(r, side) && party)
        set_bic(r, &sides[side], first_of(inner(party), any_bic_paths));
}

bool tt_iso_lacks_name(const tt_iso *r, tt_iso_side side)
{
    return tt_emit_lacks(&r->e, sides[side].name);
}

/* --- accounts --- */

tt_str tt_iso_account_number(const tt_xml_node *account)
{
    static const char *const paths[] = {"Id/IBAN", "Id/Othr/Id",      "Id/BBAN",
                                        "Id/UPIC", "Id/PrtryAcct/Id", NULL};
    tt_str s = first_of(account, paths);
    /* As MT writes it. */
    while (s.n > 0 && s.p[0] == '/')
        s = tt_str_sub(s, 1, SIZE_MAX);
    return tt_iso_id(s);
}

void tt_iso_account(tt_iso *r, tt_iso_side side, const tt_xml_node *account)
{
    tt_emit_set(&r->e, sides[side].account, tt_emit_bare(&r->e, tt_iso_account_number(account)));
}
