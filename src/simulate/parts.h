/*
 * parts.h - what the files of this folder call of each other, by file.
 */
#ifndef TT_SIMULATE_PARTS_H
#define TT_SIMULATE_PARTS_H

#include "simulate/world.h"

/* A row while it is filled; fields are those of model/kind.c. */
typedef struct sim_row {
    tt_str f[TT_MAX_FIELDS];
} sim_row;

/* --- world.c --- */

/** Formatted text in an arena of the world; "" and world.failed when memory is out. */
tt_str sim_textf(sim_world *w, tt_arena *a, const char *fmt, ...) TT_PRINTF(3, 4);
/** A stream of its own for whatever has a number; the same for the same world. */
tt_rng sim_stream(const sim_world *w, const char *stage, uint64_t number);
tt_status sim_world_ok(const sim_world *w, tt_err *err);
const sim_country *sim_country_of(const sim_world *w, sim_ix firm);
/** Kilometres between two countries, as the crow flies, roughly. */
uint32_t sim_distance(const sim_world *w, uint32_t a, uint32_t b);

/* --- identity.c: identifiers that keep their rules --- */

tt_str sim_tax_id(sim_world *w, tt_rng *r, uint32_t country);
tt_str sim_lei(sim_world *w, tt_rng *r);
tt_str sim_account(sim_world *w, tt_rng *r, uint32_t country, tt_str bank_letters);
tt_str sim_bic(sim_world *w, tt_rng *r, uint32_t country, tt_str bank_name);
tt_str sim_imo(sim_world *w, tt_rng *r);
tt_str sim_container(sim_world *w, tt_rng *r, tt_str prefix);
tt_str sim_airwaybill(sim_world *w, tt_rng *r);
/** Any digit in the place of the check digit, as whoever makes a number up writes it. */
tt_str sim_make_up(sim_world *w, tt_rng *r, tt_str number, size_t at);
/** Of a passport: a number of identity without a rule. */
tt_str sim_passport(sim_world *w, tt_rng *r);

/* --- names.c: true names --- */

/** A name for a company; `like`: a sister whose brand it has, 0: none. */
void sim_name_company(sim_world *w, tt_rng *r, sim_firm *f, sim_ix like);
void sim_name_person(sim_world *w, tt_rng *r, sim_firm *f);
/** The whole name abroad, as its owner writes it. */
tt_str sim_name_abroad(sim_world *w, tt_arena *a, const sim_firm *f);

/* --- firms.c --- */

enum { SIM_BANKS = 3 }; /* for each country */

TT_MUST_CHECK tt_status sim_make_firms(sim_world *w, tt_err *err);
/** Its line in the registry is old, or a broad one. */
bool sim_line_is_stale(const sim_firm *f);
/** A company by size, of a country, if possible of one of a sector; 0: there is none. */
sim_ix sim_pick_company(const sim_world *w, tt_rng *r, uint32_t country, uint32_t sector);
/** One company more, as honest ones are made; it is in no list from which trade is drawn.
 * @param like  a sister, or 0. */
sim_ix sim_add_company(sim_world *w, tt_rng *r, uint32_t country, uint32_t sector, sim_ix like);
sim_ix sim_add_person(sim_world *w, tt_rng *r, uint32_t country);

/* --- market.c --- */

TT_MUST_CHECK tt_status sim_make_markets(sim_world *w, tt_err *err);
double sim_usd(const sim_world *w, uint32_t rate, tt_date day);         /* for one unit */
double sim_price_level(const sim_world *w, uint32_t good, tt_date day); /* factor */
/** How many minor units one unit of the currency has. */
double sim_minor(const sim_world *w, uint32_t rate);
/** An amount in another currency at the rates of a day. */
int64_t sim_convert(const sim_world *w, int64_t minor, uint32_t from, uint32_t to, tt_date day);

/* --- relations.c --- */

TT_MUST_CHECK tt_status sim_make_relations(sim_world *w, tt_err *err);
/** One more: seller to buyer, a good that the seller's country makes (or any, when it makes none).
 * @param good  n_goods: drawn. */
sim_ix sim_add_relation(sim_world *w, tt_rng *r, sim_ix seller, sim_ix buyer, uint32_t good);
/** First order on a day; those after it follow by themselves. */
void sim_start_relation(sim_world *w, tt_rng *r, sim_ix relation);
/** From now on its goods go by sea, between ports for ships. */
void sim_by_sea(sim_world *w, tt_rng *r, sim_ix relation);
/** Thousandths of a unit, as people order. */
int64_t sim_round_quantity(const sim_good *g, double q);
tt_str sim_incoterm(uint32_t i);
double sim_incoterm_factor(uint32_t i); /* price at the term over FOB */

/* --- calendar.c --- */

/** On a day that is past, today; after the last day, never. */
void sim_at(sim_world *w, tt_date day, sim_what what, sim_ix of, uint32_t part);
TT_MUST_CHECK tt_status sim_go(sim_world *w, tt_err *err);

/* --- deals.c: what happens to a deal on its days --- */

void sim_do_order(sim_world *w, sim_ix relation);
void sim_do_planned(sim_world *w, sim_ix order);
sim_ix sim_add_deal(sim_world *w, sim_ix relation, sim_ix plan);
void sim_after_invoice(sim_world *w, sim_ix deal);
void sim_do_pay(sim_world *w, sim_ix deal, uint32_t part);
void sim_note_forgotten(sim_world *w);
tt_str sim_transport_number(sim_world *w, const sim_relation *rel);

/* --- papers: documents of today --- */

/** A document with its parties; whether a feed has it is drawn here.  Its number is still empty. */
sim_ix sim_add_doc(sim_world *w, tt_kind kind, sim_ix deal, sim_ix event, uint32_t country);
void sim_set_parties(sim_world *w, sim_ix doc, sim_ix one, sim_ix two, sim_ix three, sim_ix four);
void sim_add_link(sim_world *w, sim_ix invoice, sim_ix other, uint32_t share);
tt_str sim_money_text(sim_world *w, uint32_t rate, int64_t minor);
tt_str sim_decimal_text(sim_world *w, int64_t v, unsigned scale);
tt_str sim_date_text(sim_world *w, tt_date day);
tt_str sim_typed_date(sim_world *w, tt_date day); /* now and then with day and month swapped */
tt_str sim_unit_text(sim_world *w, tt_str code);
/** Whether somebody's papers have a field at all, in millionths: always the same for one field. */
bool sim_shows(uint64_t taste, uint32_t field, uint32_t ppm);
tt_str sim_hs_text(sim_world *w, tt_str hs, uint64_t taste); /* in some form */
int64_t sim_slip(sim_world *w, int64_t quantity_e3);         /* rarely of a factor of 1000 */
/** The goods in words, and their code, as one of enum sim_paper has them. */
tt_str sim_texts_of(sim_world *w, const sim_item *it, const sim_plan *p, uint32_t on);
tt_str sim_hs_of(const sim_world *w, const sim_item *it, const sim_plan *p, uint32_t on);
/** Empties what the papers of a plan leave out, of words and days that need not be there. */
void sim_leave_out(const sim_world *w, sim_row *row, tt_kind kind, const sim_deal *d);
/** Where the goods of a relation come from: home, or for what is sold on another country. */
tt_str sim_origin(const sim_world *w, const sim_relation *rel, const sim_plan *p, const sim_good *g,
                  uint32_t on);
/** The number of identity of the seller or the buyer, as often as such papers have it. */
tt_str sim_spell_number(sim_world *w, const sim_relation *rel, const sim_plan *p, bool buyer,
                        uint32_t ppm);
void sim_write_invoice(sim_world *w, sim_ix deal, bool copy);
void sim_write_credit(sim_world *w, sim_ix deal);
void sim_put_cargo_party(sim_world *w, sim_row *row, sim_ix who, bool consignee, uint64_t hand);
void sim_write_shipment(sim_world *w, sim_ix deal, uint32_t part);
void sim_write_declaration(sim_world *w, sim_ix deal, uint32_t part, bool import);
void sim_write_payment(sim_world *w, sim_ix deal, uint32_t part);
void sim_write_copy_payment(sim_world *w, sim_ix deal);
void sim_write_settlement(sim_world *w, sim_ix relation);
/** What a bank of the plan advances. */
void sim_write_finance(sim_world *w, sim_ix deal, uint32_t which);
void sim_write_transfer(sim_world *w, sim_ix transfer);
tt_str sim_party_id(sim_world *w, tt_arena *a, sim_ix firm);
TT_MUST_CHECK tt_status sim_write_registry(sim_world *w, tt_err *err);
TT_MUST_CHECK tt_status sim_write_reference(sim_world *w, tt_err *err);

/* --- payments without goods --- */

void sim_make_expenses(sim_world *w);
void sim_make_costs(sim_world *w); /* when all relations and firms are there */
/** Make it a firm that sells no goods: its trade, as in its name, and its registered activity. */
void sim_call_service(sim_world *w, sim_ix firm, const char *trade, const char *activity);
enum { SIM_COSTS = 140000 }; /* of all documents, at most, in millionths */
void sim_add_transfer(sim_world *w, const sim_transfer *t, tt_date day);
tt_str sim_transfer_text(sim_world *w, tt_rng *r, const sim_transfer *t);

/* --- spell.c, noise.c: what documents make of names --- */

/* Whose hand wrote it, which decides how. */
typedef enum sim_hand {
    SIM_HAND_OWN,   /* the party itself: invoice head, registry */
    SIM_HAND_OTHER, /* somebody abroad who deals with it */
    SIM_HAND_HOME,  /* an office of its country */
    SIM_HAND_CARRIER,
    SIM_HAND_BANK
} sim_hand;

/** The name of a party as a document has it.  @param habit  the same habit usually writes the same
 * way. */
tt_str sim_spell(sim_world *w, sim_ix firm, sim_hand hand, uint64_t habit);
tt_str sim_spell_address(sim_world *w, sim_ix firm, sim_hand hand, uint64_t habit);
/** The identifier, as often as such a document has it; now and then wrong. */
tt_str sim_spell_id(sim_world *w, sim_ix firm, uint32_t ppm);
tt_str sim_spell_account(sim_world *w, sim_ix firm, bool second, uint32_t ppm);
/** Letters and digits that a scanner confuses, and slips of fingers. */
tt_str sim_misread(sim_world *w, tt_rng *r, tt_str s);
tt_str sim_mistype(sim_world *w, tt_rng *r, tt_str s);
tt_str sim_ascii(sim_world *w, tt_arena *a, tt_str s); /* without accents */
tt_str sim_upper(sim_world *w, tt_str s);              /* ASCII letters only */
/** A probability times the noise of the world. */
uint32_t sim_noise(const sim_world *w, uint32_t ppm);

/* --- permits.c --- */

/** @param granted_e3  at least so much, in the unit of the good. */
sim_ix
sim_add_permit(sim_world *w, sim_ix relation, uint32_t good, int64_t granted_e3, tt_date issued);
/** The permit under which a deal goes, drawn on and if need be issued here; 0: it needs none. */
sim_ix sim_permit_for(sim_world *w, sim_ix relation, const sim_plan *p, const sim_item *it);
/** One for the second good of a deal, by itself; draws nothing from the stream of the world. */
sim_ix sim_permit_beside(sim_world *w, sim_ix relation, const sim_plan *p, const sim_item *it);
TT_MUST_CHECK tt_status sim_write_permits(sim_world *w, tt_err *err);

/* --- parcels.c --- */

uint32_t sim_parcel_good(const sim_world *w, tt_rng *r);
/** @param shop  its shipper, receivers, good, gap, number of parcels and event. */
void sim_open_shop(sim_world *w, tt_rng *r, sim_shop shop, tt_date day);
void sim_make_shops(sim_world *w);
void sim_do_parcel(sim_world *w, sim_ix shop);

/* --- lists.c --- */

sim_ix sim_add_seizure(sim_world *w, tt_rng *r, sim_seizure s);
void sim_make_seizures(sim_world *w);
TT_MUST_CHECK tt_status sim_write_seizures(sim_world *w, tt_err *err);
/** Put it on the watch list.  @param event  why; 0: for nothing that is here. */
void sim_list_firm(sim_world *w, sim_ix firm, sim_ix event);
void sim_make_watchlist(sim_world *w);
void sim_write_watchlist(sim_world *w);

/* --- lanes.c: where wildlife goes, and what goes there honestly --- */

uint32_t sim_source(const sim_world *w, tt_rng *r); /* a country */
uint32_t sim_destination(const sim_world *w, tt_rng *r);
/** Something that the country sells by the container. */
uint32_t sim_cover_good(const sim_world *w, tt_rng *r, uint32_t from);
/** Something that needs a permit; n_goods: there is none. */
uint32_t sim_listed_good(const sim_world *w, tt_rng *r, uint32_t from);
/** A relation of firms of two countries; 0: there are none. */
sim_ix sim_add_lane(sim_world *w, tt_rng *r, uint32_t good, uint32_t from, uint32_t to);

/* --- references.c --- */

enum { SIM_PAID_AT_ONCE = 6 };

/** How a payment names what it pays: the column, one for each row, and the text.
 * @param column  n of them; absent where the column is empty. */
void sim_refer(sim_world *w, const sim_relation *rel, const tt_str *number, uint32_t n, bool good,
               tt_str *column, tt_str *text);
/** A number with something wrong in it, or half of it. */
tt_str sim_spoil_number(sim_world *w, tt_str number);

/* --- write.c --- */

TT_MUST_CHECK tt_status sim_open_files(sim_world *w, const char *folder, tt_err *err);
void sim_close_files(sim_world *w); /* what was not committed is gone */
void sim_put(sim_world *w, sim_row *row, tt_kind kind, const char *field, tt_str value);
/** A row of a document; nothing when no feed has it. */
void sim_emit(sim_world *w, sim_ix doc, const sim_row *row);
/** A row of a bill of lading, after those that say what it said before it was amended. */
void sim_emit_stated(sim_world *w, sim_ix doc, const sim_row *row, const sim_plan *p);
/** A row of a table that is no document. */
void sim_emit_plain(sim_world *w, tt_kind kind, const sim_row *row);
TT_MUST_CHECK tt_status sim_flush_day(sim_world *w, tt_err *err);
TT_MUST_CHECK tt_status sim_commit_files(sim_world *w, tt_err *err);

/* --- plant.c, look_alikes.c --- */

sim_ix sim_add_event(sim_world *w, const char *code, bool planted, sim_ix syndicate);
void sim_add_member(sim_world *w, sim_ix event, sim_ix firm, const char *role);
/** All trade of a firm belongs to an event, where it belongs to none yet. */
void sim_mark_firm(sim_world *w, sim_ix firm, sim_ix event, const char *role);
void sim_mark_relation(sim_world *w, sim_ix relation, sim_ix event);
void sim_make_look_alikes(sim_world *w);
void sim_plant(sim_world *w);

/* --- truth.c --- */

/** Goods are sent on from there that were made elsewhere. */
bool sim_is_entrepot(tt_str country);
/** folder/reference: tables that a case can take. */
TT_MUST_CHECK tt_status sim_write_shares(sim_world *w, const char *folder, tt_err *err);
TT_MUST_CHECK tt_status sim_write_truth(sim_world *w, const char *folder, tt_err *err);

#endif
