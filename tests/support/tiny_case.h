/*
 * tiny_case.h - small cases in memory, for tests of resolve, match, graph, detect and score.  No
 * files, no database.
 *
 *     tiny_case c;
 *     tiny_init(&c, arena);
 *     tiny_id acme = tiny_company(&c, "ACME GmbH", "DE");
 *     tiny_id moon = tiny_company(&c, "Moon Trading", "AE");
 *     tiny_id inv = tiny_invoice(&c, "INV-1", acme, moon, "2024-01-05", "USD");
 *     tiny_invoice_line(&c, inv, "080132", 1000, "KGM", 850000);       8,500.00 for 1,000 kg
 *     tiny_shipment(&c, "BL-1", acme, moon, "2024-01-09", "DEHAM", "AEJEA");
 *     tiny_invoice_at(&c, inv)->incoterm = ...;                        any field, before finish
 *     tiny_id pay = tiny_payment(&c, "P1", moon, acme, "2024-02-01", 850000, "USD");
 *     tiny_payment_names(&c, pay, "INV-1");
 *     assert_ok(tiny_finish(&c));
 *     c.data is a tt_data; tiny_ix(&c, inv) is the invoice's index in it, tiny_entity(&c, acme)
 * ACME's entity
 *
 * Ids are stable: documents are sorted only by finish, and tiny_ix knows where each went.  The
 * tiny_*_at functions point at the thing being built before finish and at the element of c.data
 * after it; pointers from before finish must not be kept.
 *
 * Texts are borrowed until the arena is reset: literals are best.  A mistake of the test (a date
 * that is none, an unknown currency) ends the program with a message; a failed allocation makes
 * finish return TT_ENOMEM and everything before it do nothing, so a whole case can be built inside
 * TT_TORTURE.
 */
#ifndef TT_TESTS_SUPPORT_TINY_CASE_H
#define TT_TESTS_SUPPORT_TINY_CASE_H

#include "model/data.h"

typedef uint32_t
    tiny_id; /* what was made; 0 = nothing, and "unknown party" where a party is asked for */

typedef struct tiny_case {
    tt_data data; /* after finish; before it only base and as_of may be set */
    struct tiny_build *b;
    bool failed; /* an allocation failed */
} tiny_case;

/** An empty case: base currency USD, as_of the newest document.  Everything lives in the arena. */
void tiny_init(tiny_case *c, tt_arena *a);

/* --- parties as documents write them (mentions) --- */

/** @param country  "DE"; NULL or "" = unknown.  Two equal calls make one mention in the end. */
tiny_id tiny_company(tiny_case *c, const char *name, const char *country);
/** The same for any type; tiny_finish gives the type to the entity (resolve finds its own). */
tiny_id tiny_named(tiny_case *c, tt_entity_type type, const char *name, const char *country);
/** For identifier, address, account, bank. */
tt_mention *tiny_mention_at(tiny_case *c, tiny_id mention);

/* --- documents --- */

tiny_id tiny_invoice(tiny_case *c, const char *number, tiny_id seller, tiny_id buyer,
                     const char *date, const char *ccy);
/** The same with document_type credit_note: lines are written positive, as documents do. */
tiny_id tiny_credit_note(tiny_case *c, const char *number, tiny_id seller, tiny_id buyer,
                         const char *date, const char *ccy);
/**
 * A line; numbers run from 1.  The total becomes the sum of the lines unless the test sets it, the
 * unit price amount / quantity.
 *
 * @param hs        digits; NULL or "" = unknown.
 * @param quantity  whole units; TT_NO_NUM unknown (for fractions set tiny_line_at(...)->quantity,
 * 1e-6).
 * @param unit      "KGM"; NULL = unknown.
 * @param amount    minor units of the invoice's currency; TT_NO_NUM unknown.
 */
tiny_id tiny_invoice_line(tiny_case *c, tiny_id invoice, const char *hs, int64_t quantity,
                          const char *unit, int64_t amount);

/** @param from,to  ports, UN/LOCODE.  The date is the day on board. */
tiny_id tiny_shipment(tiny_case *c, const char *transport_document, tiny_id shipper,
                      tiny_id consignee, const char *date, const char *from, const char *to);
/** @param gross_kg  whole kilograms, TT_NO_NUM unknown.  No declared value:
 * tiny_line_at(...)->amount. */
tiny_id tiny_shipment_line(tiny_case *c, tiny_id shipment, const char *hs, int64_t quantity,
                           const char *unit, int64_t gross_kg);

/** @param direction  TT_DOC_IMPORT, TT_DOC_EXPORT, TT_DOC_TRANSIT.  @param partner  country or
 * NULL. */
tiny_id tiny_declaration(tiny_case *c, const char *number, tt_doc_type direction, tiny_id exporter,
                         tiny_id importer, const char *date, const char *partner);
/** @param value  customs value, minor units of ccy. */
tiny_id tiny_declaration_line(tiny_case *c, tiny_id declaration, const char *hs, int64_t quantity,
                              const char *unit, int64_t value, const char *ccy);
/** Let a line of a declaration claim a permit. */
void tiny_claim_permit(tiny_case *c, tiny_id line, const char *number);
void tiny_office(tiny_case *c, tiny_id declaration, const char *office);

/** @param date  "2024-02-01", or with a time.  @param amount  minor units. */
tiny_id tiny_payment(tiny_case *c, const char *number, tiny_id payer, tiny_id payee,
                     const char *date, int64_t amount, const char *ccy);

/* What documents say of each other. */
/** One payment row per call, as the input has it. */
void tiny_payment_names(tiny_case *c, tiny_id payment, const char *invoice_number);
void tiny_payment_text(tiny_case *c, tiny_id payment, const char *remittance);
void tiny_invoice_names(tiny_case *c, tiny_id invoice, const char *transport_document);
void tiny_shipment_names(tiny_case *c, tiny_id shipment, const char *invoice_number);
void tiny_declaration_names(tiny_case *c, tiny_id declaration, const char *invoice_number,
                            const char *transport_document);

tt_invoice *tiny_invoice_at(tiny_case *c, tiny_id invoice);
tt_shipment *tiny_shipment_at(tiny_case *c, tiny_id shipment);
tt_declaration *tiny_declaration_at(tiny_case *c, tiny_id declaration);
tt_payment *tiny_payment_at(tiny_case *c, tiny_id payment);
tt_line *tiny_line_at(tiny_case *c, tiny_id line);

/* --- registry and reference --- */

/** place.source other than 0 (before finish): the row is of a second registry. */
tiny_id tiny_party(tiny_case *c, const char *party_id, tt_entity_type type, const char *name,
                   const char *country);
tt_party *tiny_party_at(tiny_case *c, tiny_id party);
/** @param role  "shareholder", "director", ...  @param percent  whole percent; TT_NO_NUM unknown.
 */
tiny_id tiny_own(tiny_case *c, const char *owner_name, const char *owned_name, const char *role,
                 int64_t percent);
tt_ownership *tiny_own_at(tiny_case *c, tiny_id own);
/** @param usd_per_unit  decimal text: "1.0850". */
void tiny_fx(tiny_case *c, const char *date, const char *ccy, const char *usd_per_unit);
/** Amounts in minor units per unit; TT_NO_NUM unknown.  @param country  NULL = any. */
void tiny_price(tiny_case *c, const char *hs, const char *unit, const char *country,
                const char *from, const char *to, const char *ccy, int64_t low, int64_t median,
                int64_t high);
/** @param country  NULL = all.  @param percent  whole percent of such documents that the feed
 * holds. */
void tiny_coverage(tiny_case *c, tt_kind kind, const char *country, const char *from,
                   const char *to, int64_t percent);

/** Entries of lists; what is not asked for here is set through the _at functions. */
tiny_id tiny_watch(tiny_case *c, const char *list_id, const char *name, const char *countries);
tt_watch *tiny_watch_at(tiny_case *c, tiny_id watch);
/** @param issued,expires  days, NULL unknown.  @param quantity  whole units; TT_NO_NUM unknown. */
tiny_id tiny_permit(tiny_case *c, const char *number, const char *species, const char *issued,
                    const char *expires, int64_t quantity, const char *unit);
tt_permit *tiny_permit_at(tiny_case *c, tiny_id permit);
tiny_id tiny_seizure(tiny_case *c, const char *number, const char *date, const char *country,
                     const char *species);
tt_seizure *tiny_seizure_at(tiny_case *c, tiny_id seizure);

/* --- done --- */

/**
 * Build c->data, sorted as data.h says, with sources ("invoice.csv", ... one per kind), places
 * (line n of a source is the n-th row made), period and as_of.  Entities: one per name, mentions
 * and registry rows alike; ownership rows by name.  No deals: deal_of is all 0.
 *
 * @return  TT_OK, TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tiny_finish(tiny_case *c);

/** The same, and deals as tt_match finds them with its default parameters. */
TT_MUST_CHECK tt_status tiny_finish_matched(tiny_case *c);
/** Entities as tt_resolve finds them, deals as tt_match does; default parameters. */
TT_MUST_CHECK tt_status tiny_finish_resolved(tiny_case *c);

/** Index in the array of its kind (document, line, mention, party, ownership); after finish. */
tt_ix tiny_ix(const tiny_case *c, tiny_id id);
/** Entity of a mention or a registry row; after finish. */
tt_ix tiny_entity(const tiny_case *c, tiny_id id);
/** True for an id of tiny_party. */
bool tiny_is_party(tiny_id id);
/** {kind, index, 0} of a document; {kind, index of its document, index} of a line; after finish. */
tt_ref tiny_ref(const tiny_case *c, tiny_id id);
/** 2024-02-01 as a day number. */
tt_date tiny_day(const char *date);

#endif
