/*
 * dcsa_head.c - the header of a DCSA transport document: number, dates, voyage, places, parties,
 * freight.
 */
#include "base/num.h"
#include "base/str.h"
#include "read/dcsa_parts.h"

static const struct path {
    const char *field, *path;
} header[] = {
    {"transport_document", "transportDocumentReference"},
    {"on_board_date", "shippedOnBoardDate"},
    {"on_board_date", "receivedForShipmentDate"},
    {"on_board_date", "issueDate"},
    {"carrier_name", "documentParties.issuingParty.partyName"},
    {"carrier_name", "issuingParty.partyName"},
    {"carrier_name", "carrierCode"},
    {"vessel_name", "vesselName"},
    {"vessel_imo", "vesselIMONumber"},
    {"voyage", "carrierExportVoyageNumber"},
    {"voyage", "universalExportVoyageReference"},
};

/* Where a place may be: in the transports of version 3, by its code among the locations of version
 * 2, or as the line that is printed. */
static const struct place {
    const char *field, *path, *code, *printed;
} places[] = {
    {"port_of_loading", "portOfLoading", "POL", "displayedNameForPortOfLoad"},
    {"port_of_discharge", "portOfDischarge", "POD", "displayedNameForPortOfDischarge"},
    {"place_of_receipt", "placeOfReceipt", "PRE", "displayedNameForPlaceOfReceipt"},
    {"place_of_delivery", "placeOfDelivery", "PDE", "displayedNameForPlaceOfDelivery"},
};

static tt_jn *location_with_code(const dcsa_doc *d, const char *code)
{
    tt_jn *list = dcsa_node(d, "shipmentLocations");
    for (tt_jn *n = tt_jn_first(d->t, list); n; n = n->next) {
        tt_str has = tt_jn_text_at(d->t, n, "shipmentLocationTypeCode");
        if (has.n == 0)
            has = tt_jn_text_at(d->t, n, "locationTypeCode");
        if (tt_str_is(has, code)) {
            tt_jn *at = tt_jn_get(d->t, n, "location");
            return at ? at : n;
        }
    }
    return NULL;
}

/* The legs of version 2 on a ship, in their order. */
enum { LEGS = 16 };
struct legs {
    tt_jn *v[LEGS];
    int64_t at[LEGS];
    size_t n;
};

static void add_leg(struct legs *l, tt_jn *leg, int64_t at)
{
    size_t i = l->n;
    if (l->n == LEGS)
        return;
    for (; i > 0 && l->at[i - 1] > at; i--) {
        l->v[i] = l->v[i - 1];
        l->at[i] = l->at[i - 1];
    }
    l->v[i] = leg;
    l->at[i] = at;
    l->n++;
}

static void find_legs(const dcsa_doc *d, struct legs *l)
{
    tt_jn *list = dcsa_node(d, "transports");
    *l = (struct legs){.n = 0};
    if (!list || list->type != TT_JSON_ARRAY)
        return;
    for (tt_jn *n = tt_jn_first(d->t, list); n; n = n->next) {
        int64_t at = INT64_MAX;
        tt_str stage = tt_jn_text_at(d->t, n, "transportPlanStage");
        if (stage.n == 0)
            stage = tt_jn_text_at(d->t, n, "transportPlanStageCode");
        (void)tt_parse_i64(tt_jn_text_at(d->t, n, "transportPlanStageSequenceNumber"), &at);
        tt_str mode = tt_jn_text_at(d->t, n, "modeOfTransport");
        if (stage.n > 0 ? tt_str_is(stage, "MNC") : mode.n == 0 || tt_str_is(mode, "VESSEL"))
            add_leg(l, n, at);
    }
}

static void set_ship(const dcsa_doc *d, tt_jn *n)
{
    tt_emit_set(d->e, "vessel_name", tt_jn_text_at(d->t, n, "vesselName"));
    tt_emit_set(d->e, "vessel_name", tt_jn_text_at(d->t, n, "vessel.name"));
    tt_emit_set(d->e, "vessel_name", tt_jn_text_at(d->t, n, "vessel.vesselName"));
    tt_emit_set(d->e, "vessel_imo", tt_jn_text_at(d->t, n, "vesselIMONumber"));
    tt_emit_set(d->e, "vessel_imo", tt_jn_text_at(d->t, n, "vessel.vesselIMONumber"));
    tt_emit_set(d->e, "voyage", tt_jn_text_at(d->t, n, "carrierExportVoyageNumber"));
    tt_emit_set(d->e, "voyage", tt_jn_text_at(d->t, n, "universalExportVoyageReference"));
}

static void set_legs(const dcsa_doc *d)
{
    struct legs l;
    tt_str between = {NULL, 0};
    find_legs(d, &l);
    for (size_t i = 0; i < l.n; i++) {
        if (tt_emit_lacks(d->e, "vessel_name") && tt_emit_lacks(d->e, "vessel_imo"))
            set_ship(d, l.v[i]);
        if (i + 1 < l.n)
            between = tt_emit_join(d->e, between, "|",
                                   dcsa_place(d, tt_jn_get(d->t, l.v[i], "dischargeLocation")));
    }
    if (l.n == 0)
        return;
    tt_jn *last = l.v[l.n - 1];
    tt_emit_set(d->e, "transshipment_ports", between);
    tt_emit_set(d->e, "port_of_loading", dcsa_place(d, tt_jn_get(d->t, l.v[0], "loadLocation")));
    tt_emit_set(d->e, "port_of_discharge",
                dcsa_place(d, tt_jn_get(d->t, last, "dischargeLocation")));
    tt_emit_set(d->e, "arrival_date", tt_jn_text_at(d->t, last, "plannedArrivalDate"));
}

/* The ship that crosses the sea, else the first. */
static void set_voyage(const dcsa_doc *d)
{
    tt_jn *transports = dcsa_node(d, "transports");
    bool object = transports && transports->type == TT_JSON_OBJECT;
    tt_jn *list =
        object ? tt_jn_get(d->t, transports, "vesselVoyages") : dcsa_node(d, "vesselVoyages");
    tt_jn *ship = tt_jn_first(d->t, list);
    for (tt_jn *n = ship; n; n = n->next)
        if (tt_str_is_nocase(tt_jn_text_at(d->t, n, "role"), "MOTHER")) {
            ship = n;
            break;
        }
    set_ship(d, list && list->type == TT_JSON_OBJECT ? list : ship);
    if (object)
        tt_emit_set(d->e, "arrival_date", tt_jn_text_at(d->t, transports, "plannedArrivalDate"));
}

static void set_places(const dcsa_doc *d)
{
    tt_jn *transports = dcsa_node(d, "transports");
    for (size_t i = 0; i < TT_LEN(places); i++) {
        const struct place *p = &places[i];
        if (transports && transports->type == TT_JSON_OBJECT)
            tt_emit_set(d->e, p->field, dcsa_place(d, tt_jn_get(d->t, transports, p->path)));
        tt_emit_set(d->e, p->field, dcsa_place(d, location_with_code(d, p->code)));
        tt_emit_set(d->e, p->field, dcsa_place(d, dcsa_node(d, p->path)));
    }
    set_legs(d);
    for (size_t i = 0; i < TT_LEN(places); i++)
        tt_emit_set(d->e, places[i].field,
                    tt_jn_joined(d->t, dcsa_node(d, places[i].printed), " "));
}

/* Sum of the charges for freight in the currency of the row, or in that of the first of them. */
static tt_status set_freight(const dcsa_doc *d, const tt_row_at *at, tt_err *err)
{
    enum { DECIMALS = 6 };
    int64_t sum = 0, amount;
    bool any = false;
    char text[TT_NUM_TEXT];
    for (tt_jn *n = tt_jn_first(d->t, dcsa_node(d, "charges")); n; n = n->next) {
        tt_str name = tt_jn_text_at(d->t, n, "chargeName");
        if (name.n == 0)
            name = tt_jn_text_at(d->t, n, "chargeType");
        tt_str ccy = tt_jn_text_at(d->t, n, "currencyCode");
        bool freight = false;
        for (size_t i = 0; i + 7 <= name.n; i++)
            freight |= tt_str_is_nocase(tt_str_sub(name, i, 7), "freight");
        if (!freight || ccy.n == 0 ||
            !tt_parse_dec(tt_jn_text_at(d->t, n, "currencyAmount"), DECIMALS, &amount, NULL))
            continue;
        tt_emit_set(d->e, "currency", ccy);
        if (!tt_str_eq(tt_emit_get(d->e, "currency"), ccy))
            TT_TRY(tt_emit_note(d->e, TT_REASON_OTHER_CURRENCY, at, "freight_amount", ccy, err));
        else
            any |= tt_add_i64(sum, amount, &sum);
    }
    if (any) {
        tt_str s = {text, tt_dec_text(sum, DECIMALS, text)};
        s = tt_arena_str(d->e->in->scratch, s);
        d->e->failed |= s.p == NULL;
        tt_emit_set(d->e, "freight_amount", s);
    }
    return TT_OK;
}

static tt_status set_consignee(const dcsa_doc *d, const tt_row_at *at, tt_err *err)
{
    tt_jn *party = dcsa_party(d, DCSA_CONSIGNEE);
    if (party) {
        dcsa_set_party(d, DCSA_CONSIGNEE, party);
        return TT_OK;
    }
    party = dcsa_party(d, DCSA_ENDORSEE);
    if (!party)
        return TT_OK;
    dcsa_set_party(d, DCSA_CONSIGNEE, party);
    return tt_emit_note(d->e, TT_REASON_STAND_IN, at, "consignee_name", TT_STR("endorsee"), err);
}

/* States in which the document is no evidence of carriage, and what they are to the one that is. */
static const char *not_in_force(tt_str status)
{
    static const struct {
        const char *state, *word;
    } rows[] = {
        {"DRAFT", "draft"},      {"APPROVED", "draft"}, {"DRFT", "draft"},
        {"APPR", "draft"},       {"PENA", "draft"},     {"PENU", "draft"},
        {"RECE", "draft"},       {"REJE", "draft"},     {"VOID", "cancelled"},
        {"VOIDED", "cancelled"}, {"CANC", "cancelled"}, {"CANCELLED", "cancelled"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (tt_str_is_nocase(status, rows[i].state))
            return rows[i].word;
    return NULL;
}

/* Issues of one number are told apart by their days, and on one day by a reference of their own,
 * which the first of them seldom has. */
static void set_version(const dcsa_doc *d)
{
    tt_str day = dcsa_text(d, "transportDocumentUpdatedDateTime");
    if (day.n == 0)
        day = dcsa_text(d, "issueDate");
    tt_str issue = dcsa_text(d, "transportDocumentSubReference");
    tt_emit_set(d->e, "version", issue.n ? tt_emit_join(d->e, day, " ", issue) : day);
}

tt_status dcsa_set_header(const dcsa_doc *d, const tt_row_at *at, tt_err *err)
{
    for (size_t i = 0; i < TT_LEN(header); i++)
        tt_emit_set(d->e, header[i].field, dcsa_text(d, header[i].path));
    tt_emit_set(d->e, "document_type", TT_STR("master_bl"));
    set_version(d);
    set_voyage(d);
    set_places(d);
    dcsa_set_party(d, DCSA_SHIPPER, dcsa_party(d, DCSA_SHIPPER));
    TT_TRY(set_consignee(d, at, err));
    dcsa_set_party(d, DCSA_NOTIFY, dcsa_party(d, DCSA_NOTIFY));
    tt_emit_set(d->e, "declared_value", dcsa_text(d, "declaredValue"));
    tt_emit_set(d->e, "currency", dcsa_text(d, "declaredValueCurrency"));
    TT_TRY(set_freight(d, at, err));
    tt_str status = dcsa_text(d, "transportDocumentStatus");
    if (status.n == 0)
        status = dcsa_text(d, "documentStatus");
    const char *word = not_in_force(status);
    tt_emit_set(d->e, "document_status", tt_str_of(word));
    if (word)
        TT_TRY(tt_emit_note(d->e, TT_REASON_NOT_IN_FORCE, at, NULL, status, err));
    return TT_OK;
}
