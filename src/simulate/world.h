/*
 * world.h - the nouns of the made-up world, and the world itself.
 *
 * Indices start at 1; 0 is nobody.  A failed allocation sets world.failed and the work goes on with
 * empty texts until the day ends: sim_world_ok is asked there, and after each loop.
 */
#ifndef TT_SIMULATE_WORLD_H
#define TT_SIMULATE_WORLD_H

#include "base/buf.h"
#include "base/civil.h"
#include "base/map.h"
#include "base/vec.h"
#include "model/kind.h"
#include "simulate/chance.h"
#include "simulate/simulate.h"
#include "simulate/tables.h"

typedef uint32_t sim_ix;

/* --- parties --- */

typedef enum sim_type {
    SIM_COMPANY,
    SIM_PERSON,
    SIM_BANK,
    SIM_CARRIER,
    SIM_BROKER,
    SIM_OFFICE /* of a state */
} sim_type;

/* What a firm pays for itself. */
typedef enum sim_costs { SIM_COSTS_OWN, SIM_COSTS_NONE, SIM_COSTS_PHONE } sim_costs;

typedef struct sim_firm {
    uint8_t type; /* sim_type */
    uint8_t country, city, sector;
    uint8_t line;                         /* the sector that the registry has */
    uint8_t number_style;                 /* of its invoices */
    bool registered;                      /* the registry of parties has it */
    bool branded;                         /* its English name is a brand of its own */
    bool city_first;                      /* its name abroad begins with its city */
    bool agent;                           /* it sits at the address of a company service */
    bool hollow;                          /* hardly any staff or revenue, as registered */
    bool statements;                      /* of a bank: the feeds hold all of its accounts */
    uint8_t costs;                        /* sim_costs */
    uint32_t size;                        /* 1 and more; Pareto */
    uint32_t invoices;                    /* numbers given so far */
    sim_ix bank, owner, sister, director; /* 0: none */
    sim_ix bank_2;                        /* of its second account */
    const char *activity;                 /* as registered; NULL: by sector */
    tt_date born;
    uint64_t taste; /* habits of spelling are drawn from it */
    const sim_legal *legal;
    tt_str native; /* the whole name at home */
    sim_pair brand;
    uint8_t cut;  /* where its first part ends, in Latin */
    tt_str trade; /* abroad; may be empty */
    tt_str tax_id, lei, account, account_2, phone, email;
    tt_str address, address_latin;
} sim_firm;
TT_VEC(sim_firms, sim_firm);

/* --- trade --- */

typedef enum sim_mode { SIM_SEA, SIM_AIR, SIM_LAND } sim_mode;
typedef enum sim_terms { SIM_OPEN, SIM_PREPAID, SIM_CREDIT, SIM_COLLECTION } sim_terms;

/* What makes the deals of a relation other than honest trade would be, or look so.  All-zero
 * factors count as 1. */
typedef struct sim_plan {
    sim_ix event;           /* in the truth */
    uint32_t share;         /* of the relation's deals, millionths */
    double price;           /* factor on the unit price */
    double shipped;         /* factor on what is shipped; below 0: nothing is */
    double declared;        /* factor on the value at import */
    double valued;          /* factor on the value at export and import */
    double paid;            /* factor on what is paid */
    uint32_t good, hs;      /* what papers say it is, and the code they give it, +1; 0: the truth */
    uint8_t good_on, hs_on; /* on which papers: bits of sim_paper */
    uint32_t only;          /* the good of which they say so, +1; 0: of all */
    const char *text;       /* what all papers call the goods; NULL: what they are */
    double lots;            /* factor on the quantity */
    double heavy;           /* factor on weights, of which the papers have no reason */
    double packing;         /* factor on the gross weight */
    int64_t quantity_e3;    /* a lot of exactly so much; 0: as it comes */
    double usd;             /* FOB for one unit; 0: as it comes */
    const char *note;       /* said after the goods; NULL: nothing */
    bool copied;            /* invoiced again, and paid again */
    bool unpaid;            /* nobody pays it */
    bool transit;           /* declared in transit where it arrives */
    bool abandoned;         /* nobody clears it through customs */
    uint8_t undeclared;     /* bits of sim_paper: these customs never hear of it */
    bool no_permit;         /* though the goods need one */
    sim_ix payer, payee;    /* instead of the buyer, the seller */
    sim_ix consignee;       /* instead of the relation's */
    sim_ix onward;          /* is sent on at once what the seller was paid */
    sim_ix switched;        /* shipper of a second bill of lading for the same voyage */
    sim_ix permit;          /* that its declarations name, whatever it allows */
    sim_ix seizure;         /* that took the first shipment */
    tt_str switched_origin, switched_port; /* what that one says, unless empty */
    tt_str account;                        /* to which it is paid, instead of the payee's own */
    sim_ix bank;                           /* of that account */
    bool repaid;                           /* the buyer pays it back to the payer, at home */
    bool told;                             /* the invoice names that account, too */
    tt_str origin;                         /* that papers name; empty: the true one */
    uint8_t origin_on;                     /* which papers, bits of sim_paper; 0: all */
    tt_str port_from;                      /* that the bill of lading names */
    tt_str via;                            /* ports between, '|' between them */
    tt_str box;                            /* its container */
    tt_str seal;                           /* of all its containers */
    int64_t gross_e1;                      /* its gross weight, in tenths of kg; 0: as it comes */
    uint32_t forged;                       /* containers, waybills that were made up; millionths */
    uint32_t smudged;    /* containers that are misread, instead of the usual share */
    sim_ix number_of[2]; /* whose number of identity the seller's, the buyer's papers carry */
    uint16_t swift;      /* days at sea, however far; 0: as long as it takes */
    tt_date sails;       /* the day on board; 0: as it comes */
    sim_ix financier[2]; /* banks that advance it to the seller */
    sim_ix numbered;     /* whose numbers its invoices go on with */
    uint32_t bare;       /* fields that invoices leave out, millionths */
    uint16_t early;      /* days before loading that papers say it was there */
    double freight;      /* factor on the freight, which is told then */
    bool one_bill;       /* all its deals name what the first one ships */
    bool whole;          /* and that is all of it */
    sim_ix bearer;       /* the deal that ships it */
    tt_str bill;         /* that one's number */
    bool prompt;         /* invoiced and shipped within days */
    bool one_box;        /* however much it is */
    uint8_t amended;     /* how often its bills of lading are amended; 0: as others are */
    uint8_t amended_how; /* sim_amended */
    sim_ix sold_to;      /* who was the consignee before; */
    tt_str bound_for;    /* for where; */
    tt_str called;       /* and what the goods were called */
    const char *regime_out, *regime_in; /* procedure codes; NULL: the usual ones */
} sim_plan;
TT_VEC(sim_plans, sim_plan);

/* Papers on which a plan says something else. */
enum sim_paper {
    SIM_ON_INVOICE = 1,
    SIM_ON_CARGO = 2,
    SIM_ON_EXPORT = 4,
    SIM_ON_IMPORT = 8,
    SIM_ON_ALL = 15
};

/* What amendments of a bill of lading change. */
enum sim_amended {
    SIM_AMENDED_SLIP,     /* a slip of the pen, a seal */
    SIM_AMENDED_DAYS,     /* voyage and day on board */
    SIM_AMENDED_RECEIVER, /* consignee and port, after departure */
    SIM_AMENDED_GOODS     /* what the goods are */
};

/* A deal that is ordered on a day of its own, beside those that follow by themselves. */
typedef struct sim_order {
    sim_ix relation, plan;
} sim_order;
TT_VEC(sim_orders, sim_order);

typedef struct sim_relation {
    sim_ix seller, buyer, payer, payee; /* payer, payee: usually buyer and seller */
    sim_ix consignee;                   /* usually the buyer */
    sim_ix plan, mark;                  /* mark: event of all its papers */
    sim_ix permit;                      /* the last that was issued for it */
    uint16_t good, good_2;
    uint8_t grade, mode, terms, incoterm, habit; /* habit: of references */
    bool settles;                                /* pays several invoices at once */
    bool instalments, domestic, service, started;
    bool tells_freight; /* its bills of lading always do */
    uint16_t terms_days, transit;
    uint32_t rate, pay_rate;
    double level, gap, lot; /* of ln price; days between orders; factor on the usual lot */
    tt_date from, to;
    tt_str port_from, port_to;
    uint64_t taste;
    sim_ix open_first, open_last; /* deals that wait for a payment of several */
    uint32_t n_open, open_want;
} sim_relation;
TT_VEC(sim_relations, sim_relation);

enum { SIM_LINES = 3, SIM_PARTS = 3, SIM_PAYS = 3 };

typedef struct sim_item {
    uint16_t good;
    uint8_t text;
    int64_t quantity_e3, price_e4, amount; /* amount: minor units of the invoice's currency */
} sim_item;

typedef struct sim_deal {
    sim_ix relation, plan, event; /* event: of the truth; 0: nothing to tell */
    sim_ix permit, permit_2;      /* of the good of the relation, of its second one */
    tt_date ordered, invoiced, due;
    uint8_t n_items, n_parts, n_pays;
    bool ref_goods, ref_money; /* whether the references hold */
    bool told_transport;       /* the invoice names the transport documents */
    bool unpaid, credited;
    bool rides; /* nothing is shipped for it: it names the bill of lading of another */
    sim_item item[SIM_LINES];
    int64_t total, credit;                   /* minor units */
    uint32_t part[SIM_PARTS], pay[SIM_PAYS]; /* shares, millionths */
    sim_ix invoice, copy, note;              /* documents */
    sim_ix shipment[SIM_PARTS], export[SIM_PARTS], import[SIM_PARTS];
    tt_date on_board[SIM_PARTS], arrival[SIM_PARTS];
    tt_str transport[SIM_PARTS];
    sim_ix next_open;
} sim_deal;
TT_VEC(sim_deals, sim_deal);

/* What may cross borders only with leave. */
typedef struct sim_permit {
    tt_str number;
    sim_ix exporter, importer;
    uint32_t good;
    int64_t granted_e3, drawn_e3;
    tt_date issued, expires;
} sim_permit;
TT_VEC(sim_permits, sim_permit);

/* Who sends small parcels to persons, one after the other. */
typedef struct sim_shop {
    sim_ix shipper, event;
    uint32_t first_to, n_to; /* of w->shop_to */
    uint32_t good, left;     /* parcels to come */
    double gap;              /* days */
    double kg;
    bool postal;
    bool forged;     /* numbers of its items were made up */
    uint8_t numbers; /* of identity, that all its receivers share; 0: each has its own */
    uint64_t taste;
} sim_shop;
TT_VEC(sim_shops, sim_shop);

/* What an authority tells of a seizure. */
typedef struct sim_seizure {
    tt_date day;
    uint32_t from, at, to, good, what; /* countries; the cover; row of the contraband */
    double kg;
    uint8_t told; /* bits of sim_told */
    tt_str transport, box;
    sim_ix shipper, consignee, agent;
    sim_ix event; /* 0: of trade that is in no feed */
} sim_seizure;
TT_VEC(sim_seizures, sim_seizure);

enum sim_told { SIM_TOLD_PAPERS = 1, SIM_TOLD_PARTIES = 2, SIM_TOLD_AGENT = 4 };

/* Who is on the watch list; event: why, 0: for nothing that is here. */
typedef struct sim_listed {
    sim_ix firm, event;
} sim_listed;
TT_VEC(sim_listed_vec, sim_listed);

/* A row of a list as it was written. */
typedef struct sim_list_row {
    tt_kind kind;
    tt_str id;
    sim_ix event;
} sim_list_row;
TT_VEC(sim_list_rows, sim_list_row);

/* A container that waits to be filled again. */
typedef struct sim_box {
    tt_str number;
    tt_date from; /* the first day on which it is empty */
} sim_box;

/* --- documents --- */

/* Why a document has no partner of a kind. */
typedef enum sim_why {
    SIM_NOT_ARRIVED, /* the world ends before */
    SIM_OUTSIDE_COVERAGE,
    SIM_OUTSIDE_PERIOD, /* it was before the first day */
    SIM_NO_PARTNER,     /* a payment that is for no goods */
    SIM_SERVICE,
    SIM_DOMESTIC, /* no border, no declaration */
    SIM_UNPAID,
    SIM_OFFSET,    /* settled against something else */
    SIM_PHANTOM,   /* planted: nothing was shipped */
    SIM_UNDECLARED /* customs were not told */
} sim_why;

typedef enum sim_state { SIM_SEEN, SIM_LOST, SIM_EARLY } sim_state;

typedef struct sim_doc {
    uint8_t kind, state;
    uint8_t why[TT_KIND_PAYMENT + 1]; /* by kind of the partner, when there is none */
    tt_date day;
    uint32_t line; /* of its first row in its file */
    sim_ix deal, event;
    sim_ix firm[TT_MAX_ROLES];
    tt_str number;
} sim_doc;
TT_VEC(sim_docs, sim_doc);

typedef struct sim_link {
    sim_ix a, b;    /* documents; a is the invoice */
    uint32_t share; /* of a, millionths */
} sim_link;
TT_VEC(sim_links, sim_link);

/* --- the truth --- */

typedef struct sim_member {
    sim_ix event, firm;
    const char *role;
} sim_member;
TT_VEC(sim_members, sim_member);

/* Something planted, or honest and alike. */
typedef struct sim_event {
    const char *code;   /* of a typology, or the class of a look-alike */
    bool planted, ties; /* ties: what joins the members of its syndicate */
    uint8_t level;      /* 1 easy, 2 medium, 3 hard */
    sim_ix syndicate;   /* 0: alone */
    int64_t shifted;    /* USD, to the seller */
} sim_event;
TT_VEC(sim_events, sim_event);

/* --- the calendar --- */

typedef enum sim_what {
    SIM_DO_ORDER,
    SIM_DO_PLANNED,
    SIM_DO_INVOICE,
    SIM_DO_SHIP,
    SIM_DO_EXPORT,
    SIM_DO_IMPORT,
    SIM_DO_PAY,
    SIM_DO_CREDIT,
    SIM_DO_COPY,
    SIM_DO_PAY_COPY,
    SIM_DO_FINANCE,
    SIM_DO_TRANSFER,
    SIM_DO_PARCEL
} sim_what;

typedef struct sim_task {
    uint8_t what, part;
    sim_ix of; /* relation, deal, expense or transfer */
    uint32_t next;
} sim_task;
TT_VEC(sim_tasks, sim_task);

/* A payment that is for no goods: rent, wages, and what is planted. */
typedef struct sim_transfer {
    sim_ix payer, payee, event;
    uint32_t rate;
    int64_t minor;
    uint8_t text; /* row of the texts of payments without goods */
    uint8_t channel;
    uint16_t every; /* days; 0: once */
    uint8_t months; /* every so many months on a day of the month, or up to `late` days after */
    uint8_t day, late;
    uint8_t from;     /* of the payer's accounts: 0 either, 1 the first, 2 the second */
    double spread;    /* of ln amount */
    const char *said; /* instead of that text; NULL: that */
} sim_transfer;
TT_VEC(sim_transfers, sim_transfer);

/* The rows of one day, waiting to be sorted. */
typedef struct sim_sheet {
    sim_ix doc;
    size_t at, n; /* in the text of the day */
    uint32_t rows;
} sim_sheet;
TT_VEC(sim_sheets, sim_sheet);

typedef struct sim_ship {
    tt_str name, imo;
} sim_ship;

enum { SIM_SHOCK_DAYS = 90, SIM_SHIPS = 12, SIM_WARM_UP = 150, SIM_BOXES = 6 };

typedef struct sim_world {
    const sim_spec *spec;
    sim_tables tables;
    tt_arena *arena, *daily; /* daily: texts that are gone when the day is written */
    tt_rng rng;              /* of trade; others are made where they are needed */
    bool failed;             /* memory was out */

    tt_date first, last, today; /* first: of the feeds; the world is older */
    uint32_t n_days;

    sim_firms firms; /* [0] is nobody */
    tt_map brands;
    sim_ship *ships;                   /* SIM_SHIPS for each line */
    sim_ix first_bank, first_carrier;  /* by country, line */
    sim_ix first_broker, first_office; /* by country */
    tt_u32_vec *by_country;            /* companies, in order of index */
    uint64_t *reach;                   /* running sums of their sizes */
    double *index;                     /* [good][day]: ln of the price level */
    double *rate;                      /* [currency][day]: USD for one unit */
    uint32_t *cover;                   /* [kind][country] */
    tt_date *gap;                      /* [kind][country]: first day of a hole in the feed */

    sim_relations relations;
    sim_plans plans;
    sim_orders orders;
    double pace;     /* by which all gaps between orders were stretched */
    double per_deal; /* documents of one deal, in the mean */
    tt_date *shock;  /* [good]: first day of a shock; TT_NO_DATE: none */
    sim_ix *shocked; /* [good]: its event */
    sim_deals deals;
    sim_transfers transfers;
    sim_permits permits;
    sim_shops shops;
    tt_u32_vec shop_to;
    sim_seizures seizures;
    sim_listed_vec listed;
    sim_list_rows list_rows;
    sim_box *boxes; /* [country][line][SIM_BOXES], empty ones there */
    sim_docs docs;
    sim_links links;
    sim_events events;
    sim_members members;
    uint32_t n_syndicates;

    sim_tasks tasks;
    uint32_t *day_head, *day_tail; /* first and last task of each day */

    tt_buf text[TT_KIND_COUNT]; /* rows of today */
    sim_sheets sheets[TT_KIND_COUNT];
    struct sim_files *files;
    uint32_t *serial; /* numbers of customs, banks and carriers */
} sim_world;

#endif
