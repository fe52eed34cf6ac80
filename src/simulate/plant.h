/*
 * plant.h - a scheme while it is planted.  What a scheme does is in plant_*.c, one function for
 * each row of plants.def.
 *
 * A scheme never writes a document.  It makes relations, orders with a plan, and transfers; the
 * papers come from where all papers come from.
 */
#ifndef TT_SIMULATE_PLANT_H
#define TT_SIMULATE_PLANT_H

#include "simulate/parts.h"

enum { SIM_CAST = 16, SIM_EASY = 1, SIM_MEDIUM = 2, SIM_HARD = 3 };

typedef struct sim_scheme {
    tt_rng *r;
    sim_ix event;
    uint8_t level;      /* SIM_EASY .. SIM_HARD */
    const sim_ix *cast; /* of the syndicate; NULL: strangers, drawn */
    uint32_t n_cast;
    double documents; /* made so far, in the mean */
    const char *said; /* texts of its payments; NULL: those of any */
} sim_scheme;

/** Of three values that of the level, spread by a tenth. */
double sim_by_level(const sim_scheme *s, double easy, double medium, double hard);
/** Somebody of the cast, or any company; never `not`.  `abroad`: if possible of another country. */
sim_ix sim_draw(sim_world *w, sim_scheme *s, sim_ix not, bool abroad);
/**
 * A relation to abuse: in a syndicate between two of its own; alone on a busy lane, from medium on
 * one that trades honestly beside.  Both parties become members of the event.
 *
 * @return  0: none was found.
 */
sim_ix sim_draw_relation(sim_world *w, sim_scheme *s);
/** The same, to make another like it: nobody becomes a member. */
sim_ix sim_draw_like(sim_world *w, sim_scheme *s);
/** A relation between two countries whose feeds both hold declarations, of the syndicate if it can
 * be; both parties become members.  0: none was found. */
sim_ix sim_draw_declared(sim_world *w, sim_scheme *s);
/** Ten honest consignments for each of n: the same good between the same countries. */
void sim_make_decoys(sim_world *w, sim_scheme *s, sim_ix like, uint32_t n);
/** An honest relation that goes abroad and is not told yet; 0: none. */
sim_ix sim_honest_relation(const sim_world *w, tt_rng *r);
/** Two have one owner, and the registry says so. */
void sim_declare_group(sim_world *w, tt_rng *r, sim_ix a, sim_ix b);
/** Its address is that of the country's company service. */
void sim_seat_at_agent(sim_world *w, sim_ix firm);
/** Honest: a lot bought and sold on for a few percent. */
void sim_make_merchant(sim_world *w, sim_scheme *s);
/** A plan; 0: memory was out. */
sim_ix sim_add_plan(sim_world *w, const sim_plan *p);
/** n deals with a plan, at the distance of the relation's own orders. */
void sim_order_deals(sim_world *w, sim_scheme *s, sim_ix relation, sim_ix plan, uint32_t n);
void sim_order_on(sim_world *w, sim_scheme *s, sim_ix relation, sim_ix plan, tt_date day);
/** Some deals of one relation, all after one plan. @return  the relation; 0: none was found. */
sim_ix sim_abuse(sim_world *w, sim_scheme *s, sim_plan plan, int32_t least, int32_t most);
/** A relation between two that the scheme has made or drawn; both become members. */
sim_ix sim_tie_up(sim_world *w, sim_scheme *s, sim_ix seller, sim_ix buyer, uint32_t good);
enum { SIM_ANY_AGE = INT32_MAX };
/** A company for the scheme alone.
 * @param sector  SIM_SECTORS: any.
 * @param days    its age on the first day of the feeds, or SIM_ANY_AGE. */
sim_ix
sim_new_company(sim_world *w, sim_scheme *s, uint32_t country, uint32_t sector, int32_t days);
/** n different parties, each if possible of another country than the last. @return  how many. */
uint32_t sim_line_up(sim_world *w, sim_scheme *s, sim_ix *who, uint32_t n, const char *role);
/** One payment of the scheme, in US dollars or a currency at home, on a day. */
void sim_pay_on(sim_world *w, sim_scheme *s, sim_ix payer, sim_ix payee, double usd, tt_date day,
                uint32_t channel);
void sim_pay_in(sim_world *w, sim_scheme *s, sim_ix payer, sim_ix payee, double usd, tt_date day,
                uint32_t channel, uint32_t rate);
/** A sum of minor units, to the last of them. */
void sim_pay_sum(sim_world *w, sim_scheme *s, sim_ix payer, sim_ix payee, int64_t minor,
                 uint32_t rate, tt_date day, uint32_t channel);
/** Layers of three parties each: nearly each of one pays nearly each of the next. */
void sim_pay_layers(sim_world *w, sim_scheme *s, const sim_ix *who, uint32_t layers);
/** Another good by the same unit, +1: of another chapter, from medium on of the same trade. */
uint32_t sim_other_good(sim_world *w, sim_scheme *s, uint32_t good);
/** Called as who deals in animals, antiques or remedies. */
void sim_call_front(sim_world *w, tt_rng *r, sim_ix firm);
/** Honest: goods that come for a while and go back whole. */
void sim_make_exhibition(sim_world *w, sim_scheme *s);
/** Its account is in another country. */
void sim_bank_abroad(sim_world *w, tt_rng *r, sim_ix firm);
/** Of the size of a usual transfer; now and then a round sum. */
double sim_some_amount(sim_scheme *s);
/** A day that leaves room for what follows. */
tt_date sim_some_day(const sim_world *w, sim_scheme *s, uint32_t room);

#define SIM_PLANT(name, code, often, wild, parties)                                                \
    void sim_plant_##name(sim_world *w, sim_scheme *s);
#include "simulate/plants.def"
#undef SIM_PLANT

#define SIM_WAY(name, often) void sim_way_##name(sim_world *w, sim_scheme *s);
#include "simulate/ways.def"
#undef SIM_WAY

#endif
