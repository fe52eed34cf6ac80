/*
 * data.h - the documents of a case in memory: what every analysis stage reads.
 *
 * Arrays are 1-based: index 0 is a zero element, "none".  Documents are sorted by (date, id),
 * mentions by fingerprint, entities by id: indexes do not depend on load order, file names or
 * threads.  Everything lives in the case arena and is read-only after loading, but for the
 * parts that a stage fills in (entity of a mention; entities; deals).
 */
#ifndef TT_MODEL_DATA_H
#define TT_MODEL_DATA_H

#include "base/arena.h"
#include "base/sha256.h"
#include "model/record.h"
#include "refdata/reference.h"

typedef uint32_t tt_ix; /* 0 = none */

/* Where a row was read. */
typedef struct tt_place {
    tt_ix source;
    uint32_t n;      /* bytes of the row */
    uint64_t line;   /* from 1 */
    uint64_t offset; /* bytes */
} tt_place;

typedef struct tt_source {
    int64_t rowid; /* in the case file */
    tt_str name;   /* base name */
    tt_sha256 sha;
    tt_kind kind;                                       /* NONE: not recognised */
    tt_str format;                                      /* "csv", "json", "ndjson", "unknown" */
    uint64_t n_read, n_loaded, n_rejected, n_duplicate; /* read = loaded + rejected + duplicate */
} tt_source;

/* A name with its country, address and identifiers as documents write it; equal ones are one
 * mention. */
typedef struct tt_mention {
    tt_hash fp; /* of all parts below */
    int64_t rowid;
    tt_str name, identifier, address, account, bank;
    tt_country country;
    tt_ix entity; /* filled by resolve; 0 before */
} tt_mention;

/* One line of an invoice, a shipment or a declaration. */
typedef struct tt_line {
    tt_hash row;         /* content of the row: identity */
    tt_ix doc;           /* of the array of its kind */
    int32_t line_number; /* 0 = unknown */
    tt_hs hs;
    tt_country origin;
    tt_unit unit;
    int64_t quantity;   /* 1e-6 units; TT_NO_NUM unknown, as all below */
    int64_t unit_price; /* 1e-6 major units of amount.ccy */
    tt_money amount;    /* line_amount, declared_value, customs_value; minor TT_NO_NUM unknown */
    int64_t gross_kg, net_kg, volume_m3; /* 1e-6 */
    int64_t packages;
    tt_str description;
    tt_str container, seal; /* shipments */
    tt_str permit_number;   /* declarations: the permit that the goods of the line claim */
    tt_place place;
    /* While loading: of which statement of the document, 0 the only one known; and the day of the
     * document that the row gives. */
    uint32_t said;
    tt_date day;
} tt_line;

typedef struct tt_head {
    tt_hash id; /* kind, number, issuer (and amount and date for payments) */
    tt_str number;
    tt_when date;              /* issue, on board, declaration, value */
    tt_ix first_line, n_lines; /* of the array of lines of its kind; payments: of payment_rows */
} tt_head;

typedef enum tt_doc_type {
    TT_DOC_UNKNOWN,
    TT_DOC_INVOICE,
    TT_DOC_CREDIT_NOTE,
    TT_DOC_DEBIT_NOTE,
    TT_DOC_PROFORMA,
    TT_DOC_MASTER_BL,
    TT_DOC_HOUSE_BL,
    TT_DOC_AWB,
    TT_DOC_CMR,
    TT_DOC_RAIL,
    TT_DOC_COURIER,
    TT_DOC_POSTAL,
    TT_DOC_IMPORT,
    TT_DOC_EXPORT,
    TT_DOC_TRANSIT
} tt_doc_type;

typedef struct tt_invoice {
    tt_head head;
    tt_doc_type type; /* unknown counts as invoice */
    tt_date due;
    tt_ix seller, buyer; /* mentions */
    tt_money total;      /* invoice_total, else the sum of the lines */
    tt_incoterm incoterm;
    tt_str order_number, transport_document, payment_terms;
} tt_invoice;

typedef struct tt_shipment {
    tt_head head; /* number: the transport document */
    tt_doc_type type;
    tt_date arrival;
    tt_ix shipper, consignee, notify, carrier;
    tt_str manifest_number, vessel_name, vessel_imo, voyage;
    tt_str port_of_loading, port_of_discharge, place_of_receipt, place_of_delivery,
        transshipment_ports;
    tt_money freight;
    tt_str invoice_number;
} tt_shipment;

typedef struct tt_declaration {
    tt_head head;
    tt_doc_type type; /* IMPORT, EXPORT, TRANSIT */
    tt_ix exporter, importer, declarant;
    tt_country partner;
    uint8_t basis; /* 0 unknown, 1 fob, 2 cif */
    tt_str office, procedure_code, transport_mode, transport_document, invoice_number;
} tt_declaration;

typedef enum tt_channel {
    TT_CHANNEL_UNKNOWN,
    TT_CHANNEL_WIRE,
    TT_CHANNEL_CASH,
    TT_CHANNEL_LC,
    TT_CHANNEL_CARD,
    TT_CHANNEL_CHEQUE,
    TT_CHANNEL_CRYPTO,
    TT_CHANNEL_OTHER
} tt_channel;

typedef struct tt_payment {
    tt_head head;
    tt_ix payer, payee;
    tt_money amount, instructed, charges;
    tt_channel channel;
    tt_str purpose, remittance;
} tt_payment;

/* A payment comes in one row for each invoice number that it names. */
typedef struct tt_payment_row {
    tt_ix payment;
    tt_hash row;
    tt_str invoice_number;
    tt_place place;
} tt_payment_row;

typedef enum tt_entity_type {
    TT_ENTITY_UNKNOWN,
    TT_ENTITY_COMPANY,
    TT_ENTITY_PERSON,
    TT_ENTITY_BANK,
    TT_ENTITY_VESSEL,
    TT_ENTITY_CARRIER,
    TT_ENTITY_BROKER,
    TT_ENTITY_PUBLIC_BODY
} tt_entity_type;
const char *tt_entity_type_text(tt_entity_type t);

/* A row of the party registry. */
typedef struct tt_party {
    tt_hash row;
    tt_entity_type type;
    tt_country country;
    tt_str party_id, name, aliases, registration_number, tax_id, lei, address, phone, email,
        website, activity_code;
    tt_date incorporated, dissolved;
    int64_t employees;
    tt_money annual_revenue;
    tt_place place;
    tt_ix entity; /* filled by resolve */
} tt_party;

typedef struct tt_ownership {
    tt_hash row;
    tt_str owner_id, owner_name, owned_id, owned_name, role;
    int64_t share; /* 1e-6 percent */
    tt_date from, to;
    tt_place place;
    tt_ix owner, owned; /* entities, filled by resolve */
} tt_ownership;

typedef struct tt_fx {
    tt_date date;
    tt_ccy ccy;
    int64_t usd_per_unit; /* 1e-12 USD for one major unit of ccy; see tt_data_convert */
} tt_fx;

typedef struct tt_price_ref {
    tt_hash row;
    tt_hs hs;
    tt_unit unit;
    tt_country country;
    tt_date from, to;
    tt_money low, median, high; /* per unit; minor TT_NO_NUM unknown */
    tt_str source;
    tt_place place;
} tt_price_ref;

typedef struct tt_coverage {
    tt_kind kind;
    tt_country country; /* 0 = all */
    tt_date from, to;
    int64_t share; /* 1e-6, 0..1 */
    tt_place place;
} tt_coverage;

/* An entry of a list of sanctioned, convicted or otherwise named parties.  Lists are as written,
 * separated by ';' or '|'. */
typedef struct tt_watch {
    tt_hash row;
    tt_str list_id, schema, name, aliases, countries, addresses, identifiers, phones, emails,
        measures, dataset; /* measures: sanctions and programmes */
    tt_place place;
} tt_watch;

/* A CITES permit, a timber licence, ... */
typedef struct tt_permit {
    tt_hash row;
    tt_str number, type;
    tt_date issued, expires;
    tt_country issuing_country, export_country, import_country;
    tt_str exporter_name, importer_name, species, description;
    tt_hs hs;
    int64_t quantity; /* 1e-6 units; TT_NO_NUM unknown */
    tt_unit unit;
    tt_str purpose_code, source_code;
    tt_place place;
} tt_permit;

/* Goods that an authority took. */
typedef struct tt_seizure {
    tt_hash row;
    tt_str number; /* seizure_id */
    tt_date date;
    tt_country country, origin, destination;
    tt_str where, species, commodity, transport_mode, transit_countries, concealment, said_by;
    tt_hs hs;
    int64_t quantity; /* 1e-6 units; TT_NO_NUM unknown, as below */
    tt_unit unit;
    int64_t weight_kg; /* 1e-6 */
    tt_str transport_document, container, shipper_name, consignee_name, agent_name, phone;
    tt_place place;
} tt_seizure;

/* --- what the stages add --- */

typedef struct tt_entity {
    tt_hash id; /* fingerprint of the member that documents named first: ADR 0015 */
    tt_entity_type type;
    tt_country country;
    tt_str name; /* canonical: as written on one of its mentions or registry rows */
    tt_ix first_mention, n_mentions; /* of members: mentions and registry rows */
    tt_ix party;                     /* a registry row, 0 = none */
} tt_entity;

/* Why a mention or a registry row belongs to its entity. */
typedef struct tt_member {
    tt_ix entity;
    tt_ix mention; /* one of mention, party is not 0 */
    tt_ix party;
    const char *reason; /* "first", "tax id", "account", "name and country", ... */
    tt_str detail;      /* the value that was equal */
    tt_ix with;         /* the member (index of members) that it was joined to; 0 for the first */
    int32_t centibits;  /* evidence of that join, log2 of the odds times 100; 0 for the first */
} tt_member;

/* A person's word on two names: applied by resolve before anything else. */
typedef enum tt_verdict { TT_VERDICT_SAME, TT_VERDICT_DIFFERENT, TT_VERDICT_UNSURE } tt_verdict;

typedef struct tt_decision {
    tt_hash a, b; /* fingerprint of a mention or content hash of a registry row each; a < b */
    tt_verdict verdict;
    tt_str who, why;
    tt_date when;
    uint64_t line; /* of the decisions file */
} tt_decision;

/* Two entities that are nearly one, and what keeps them apart: for a person to decide. */
typedef struct tt_near {
    tt_ix a, b; /* entities, a < b */
    int32_t centibits;
    const char *why; /* "tax id differs", "below the threshold", "several fit", "chain", ... */
    tt_str detail;   /* the two values, as written */
} tt_near;

/* What resolve left out, counted. */
typedef enum tt_resolve_limit {
    TT_LIMIT_WORDS,   /* words that more names share than are compared for it */
    TT_LIMIT_NAMES,   /* names with more candidates than are compared */
    TT_LIMIT_VALUES,  /* addresses, numbers ... that too many parties share to compare all */
    TT_LIMIT_PAIRS,   /* pairs of names that too many parties have to compare all */
    TT_LIMIT_NEARS,   /* nearly equal parties that are not kept */
    TT_LIMIT_AGAINST, /* decisions that contradict newer ones */
    TT_LIMIT_UNKNOWN, /* decisions on names that are not in the case */
    TT_LIMIT_KEYS,    /* identifiers and accounts that too many unlike names share */
    TT_LIMIT_RIVALS,  /* keys of more parties that differ than are told apart */
    TT_LIMIT_SPELLED, /* parties of which not all spellings are compared */
    TT_LIMIT_LONG,    /* names of which not all words are compared */
    TT_RESOLVE_LIMITS
} tt_resolve_limit;

/* Limits of match where not all was looked at. */
typedef enum tt_match_limit {
    TT_CUT_SCAN,        /* candidates of the two parties */
    TT_CUT_THIRD,       /* candidates of one party alone */
    TT_CUT_ANSWERS,     /* ways to answer for one document */
    TT_CUT_COMBINE,     /* documents that sums are made of */
    TT_CUT_THREES,      /* documents that sums of three are made of */
    TT_CUT_RUNS,        /* runs that go on */
    TT_CUT_STATES,      /* documents that sums of four to six are made of */
    TT_CUT_SUMS,        /* sums that fit */
    TT_CUT_INSTALMENTS, /* documents that together may answer for one */
    TT_CUT_BOXES,       /* bills of one container */
    TT_CUT_CHOICE,      /* choices that were not compared with every other */
    TT_CUT_LINES,       /* lines too many to be paired one by one */
    TT_CUT_EVIDENCE,    /* lines too many to be compared one by one */
    TT_CUT_CODES,       /* codes of goods too many to be compared */
    TT_CUT_NUMBERS,     /* numbers in texts */
    TT_MATCH_LIMITS
} tt_match_limit;

/* What one limit of match left out. */
typedef struct tt_match_cut {
    uint64_t docs;  /* documents for which not all was looked at */
    uint64_t left;  /* at most so much that was not looked at; 0: not counted */
    uint64_t alone; /* of these documents: without a counterpart of the kind in question */
} tt_match_cut;

typedef enum tt_deal_status { TT_DEAL_MATCHED, TT_DEAL_PARTIAL } tt_deal_status;

/* The documents matched together. */
typedef struct tt_deal {
    tt_hash id; /* of its documents' ids */
    tt_deal_status status;
    tt_ix first_doc, n_docs; /* of deal_docs */
    /* Sums in base currency; minor TT_NO_NUM: none, or a part without amount or rate.  invoiced:
     * credit notes are taken off, proforma invoices left out; declared: the larger of export and
     * import; paid: what goes from seller to buyer is taken off. */
    tt_money invoiced, shipped, declared, paid;
    /* Canonical units, 1e-6; TT_NO_NUM when dimensions differ or a part is unknown. */
    int64_t invoiced_qty, shipped_qty;
    int32_t lag_days;  /* first invoice to last payment; INT32_MIN unknown */
    int32_t centibits; /* of its weakest pairing: log2 of the odds times 100 */
} tt_deal;

/*
 * One document (line) answers for a share of another: a shipment, a declaration or a payment for
 * an invoice, a credit note for the invoice that it corrects, a declaration for a shipment.
 * Several pairings of one document are its parts.
 */
typedef struct tt_pairing {
    tt_kind kind, to_kind;
    tt_ix doc, to;       /* invoice where one of the two is one */
    tt_ix line, to_line; /* of the arrays of lines; 0 = the document as a whole */
    int64_t share;       /* 1e-6: of `to`, what `doc` covers; TT_NO_NUM unknown */
    tt_money amount;     /* allotted, in the currency of `doc`; minor TT_NO_NUM: not money, or not
                            known how much of it */
    int64_t quantity;    /* allotted, canonical unit, 1e-6; TT_NO_NUM unknown */
    int32_t centibits;   /* evidence, log2 of the odds times 100 */
    int32_t margin;      /* centibits above the best other way to match `doc`; INT32_MAX: none */
    const char *form;    /* "full", "part", "run", "subset", "instalment", "credit" */
    const char *reason;  /* the key or evidence that was strongest */
    tt_str detail;       /* as written */
} tt_pairing;

/* Why a document has no counterpart of a kind. */
typedef enum tt_break_type {
    TT_BREAK_NOT_ARRIVED,      /* the data end before it is due */
    TT_BREAK_OUTSIDE_COVERAGE, /* the feed does not hold such documents of that time or country */
    TT_BREAK_NO_CANDIDATE,
    TT_BREAK_BELOW_THRESHOLD, /* the best candidate has too little evidence */
    TT_BREAK_AMBIGUOUS,       /* several candidates have equal evidence */
    TT_BREAK_LIMIT            /* a limit was reached before all ways were tried */
} tt_break_type;
const char *tt_break_text(tt_break_type t);

typedef struct tt_break {
    tt_kind kind;
    tt_ix doc;
    tt_kind wants; /* kind of the missing counterpart */
    tt_break_type type;
    uint32_t n_candidates; /* looked at */
    int32_t centibits;     /* of the best; INT32_MIN none */
    tt_kind best_kind;     /* the best candidate; NONE none */
    tt_ix best;
} tt_break;

typedef struct tt_deal_doc {
    tt_ix deal;
    tt_kind kind;
    tt_ix doc;
    const char *reason; /* "invoice number", "transport document", "remittance text", ...: the key
                           that joined it */
    tt_str detail;      /* the key as written */
} tt_deal_doc;

/* Why a row of a document counts no more. */
typedef enum tt_replaced_why {
    TT_REPLACED_VERSION,   /* the document was stated anew: document_status, version */
    TT_REPLACED_CANCELLED, /* it was cancelled */
    TT_REPLACED_AGAIN,     /* another row states the line, and says the same of what is counted */
    TT_REPLACED_UNORDERED, /* another row states the line otherwise: nothing says which is later */
    TT_REPLACED_WHYS
} tt_replaced_why;
const char *tt_replaced_text(tt_replaced_why why);

/* A row of a document that was stated more than once, which counts no more. */
typedef struct tt_replaced {
    tt_kind kind;
    tt_hash doc; /* head.id of its document, which is among the others unless it was cancelled */
    tt_str number;
    tt_hash row, by; /* which row, and the one that counts instead */
    tt_place place, by_place;
    tt_replaced_why why;
} tt_replaced;

/*
 * What a document that says of itself that it was stated anew (document_status, version) said each
 * time, the last time included.  A document that was cancelled in the end has none, nor has one of
 * which nothing says which statement came first.
 */
typedef struct tt_statement {
    tt_kind kind;
    tt_hash doc; /* head.id of its document */
    uint32_t n;  /* of its document, in their order: 1 is the first */
    bool draft;
    tt_str version;       /* as written; absent unknown */
    const tt_head *head;  /* the tt_invoice, tt_shipment or tt_declaration as it was then */
    const tt_line *lines; /* head->n_lines, from 0 */
} tt_statement;

typedef struct tt_data {
    tt_arena *arena;
    tt_ccy base; /* base currency */
    tt_date as_of;
    tt_date from, to;       /* period of the documents */
    tt_reference reference; /* tables that the case brings, borrowed; absent ones are compiled in */
/* All arrays have n + 1 elements: 1..n are used. */
#define TT_ARRAY(T, name)                                                                          \
    T *name;                                                                                       \
    size_t n_##name
    TT_ARRAY(tt_source, sources);
    TT_ARRAY(tt_mention, mentions);
    tt_ix *entity_of; /* the entities of mentions, close together: tt_data_index_entities */
    TT_ARRAY(tt_invoice, invoices);
    TT_ARRAY(tt_line, invoice_lines);
    TT_ARRAY(tt_shipment, shipments);
    TT_ARRAY(tt_line, shipment_lines);
    TT_ARRAY(tt_declaration, declarations);
    TT_ARRAY(tt_line, declaration_lines);
    TT_ARRAY(tt_payment, payments);
    TT_ARRAY(tt_payment_row, payment_rows);
    TT_ARRAY(tt_replaced, replaced);    /* sorted by (kind, doc, row) */
    TT_ARRAY(tt_statement, statements); /* sorted by (kind, doc, n) */
    TT_ARRAY(tt_party, parties);
    TT_ARRAY(tt_ownership, ownerships);
    TT_ARRAY(tt_fx, fx); /* sorted by (ccy, date) */
    TT_ARRAY(tt_price_ref, prices);
    TT_ARRAY(tt_coverage, coverages);
    TT_ARRAY(tt_watch, watches);
    TT_ARRAY(tt_permit, permits);
    TT_ARRAY(tt_seizure, seizures);
    TT_ARRAY(tt_entity, entities);
    TT_ARRAY(tt_member, members); /* sorted by (entity, ...): entity.first_mention counts here */
    TT_ARRAY(tt_near, nears);     /* sorted by (a, b) */
    TT_ARRAY(tt_decision, decisions); /* loaded; sorted by (a, b, when, line) */
    TT_ARRAY(tt_deal, deals);
    TT_ARRAY(tt_deal_doc, deal_docs);
    TT_ARRAY(tt_pairing, pairings); /* sorted by (kind, doc, line, to_kind, to, to_line) */
    TT_ARRAY(tt_break, breaks);     /* sorted by (kind, doc, wants) */
#undef TT_ARRAY
    /* What identifiers were found to be: those of mentions once for each mention, those of rows
     * once for each row. */
    uint64_t checks[TT_ID_SCHEMES][TT_ID_STATES];
    /* Documents with a row replaced for this reason; and those in which the number of a line comes
     * twice with other goods, which are all kept. */
    uint64_t restated[TT_REPLACED_WHYS], numbers_twice;
    uint64_t resolve_limits[TT_RESOLVE_LIMITS]; /* filled by resolve */
    /* n_sources + 2, by the first file of a registry and one: rows that resolve saw to be of a
     * party that another row has.  Filled by resolve, which does not read it; NULL unknown. */
    uint64_t *registry_doubles;
    tt_match_cut match_limits[TT_MATCH_LIMITS]; /* filled by match */
    /* deal of a document, by kind: deal_of[kind][doc]; NULL for kinds that are no documents, and
     * before match */
    tt_ix *deal_of[TT_KIND_COUNT];
} tt_data;

/*
 * What a claim rests on: a document, one line of it, or a row that stands alone (party, ownership,
 * watchlist, price, permit, seizure), then by its index in the array of its kind and line 0.
 */
typedef struct tt_ref {
    tt_kind kind;
    tt_ix doc;
    tt_ix line; /* of the kind's array of lines (payments: payment_rows); 0 = the whole document */
} tt_ref;

/* How a document, or a row that stands alone, is cited. */
typedef struct tt_cited {
    tt_hash id;
    tt_str number; /* invoice number, party id, permit number, ...; empty = has none */
    tt_date day;   /* of the event that it tells of; registry rows and lists: TT_NO_DATE */
} tt_cited;

/** The head of a document; never NULL for a valid reference. */
const tt_head *tt_data_head(const tt_data *d, tt_kind kind, tt_ix doc);
size_t tt_data_n_docs(const tt_data *d, tt_kind kind);
/** Documents, and rows that stand alone, of a kind; 0 for kinds that are not cited (fx, coverage).
 */
size_t tt_data_n_cited(const tt_data *d, tt_kind kind);
tt_cited tt_data_cited(const tt_data *d, tt_kind kind, tt_ix doc);
/** Place of a line, of the first row of a document, or of a row that stands alone. */
tt_place tt_data_place(const tt_data *d, tt_ref r);
/** Mention in role (1..) of a document; 0 when the kind has no such role or it is unknown. */
tt_ix tt_data_role(const tt_data *d, tt_kind kind, tt_ix doc, unsigned role);
/** Entity of a mention; 0 for mention 0. */
tt_ix tt_data_entity(const tt_data *d, tt_ix mention);
/** To be called when entities were given to mentions: tt_data_entity looks there then, which is
 * asked for all parties of all documents again and again.  @return  false: no memory. */
TT_MUST_CHECK bool tt_data_index_entities(tt_data *d);

/**
 * Convert to the base currency at the rate of `day`, or of the nearest earlier day not more than 7
 * days before.
 *
 * Through USD: amount * usd_per_unit(from) / usd_per_unit(base), in 128 bits, rounded half to even.
 * USD itself needs no rate.
 *
 * @return  false when a rate is missing or the result does not fit: never guessed.
 */
bool tt_data_convert(const tt_data *d, tt_money m, tt_date day, tt_money *out);

#endif
