/*
 * wild.h - what the wildlife detectors share: the tables, the words, and consignments.
 *
 * A consignment is a transport document, or a customs declaration whose transport document the
 * data do not hold: goods that go from one country to another, with the way, weight and value that
 * the papers give.  Computed once per run.
 */
#ifndef TT_DETECT_COMMON_WILD_H
#define TT_DETECT_COMMON_WILD_H

#include "detect/common/draft.h"
#include "detect/common/texts.h"
#include "detect/common/wildtext.h"

enum { TT_WILD_VIA = 8 };

typedef struct tt_consignment {
    tt_kind kind; /* SHIPMENT or DECLARATION */
    tt_ix doc, deal;
    tt_ix sender, receiver; /* entities; 0 unknown */
    tt_country from, to, via[TT_WILD_VIA];
    size_t n_via;
    tt_date day;
    const tt_line *lines; /* n_lines of its kind */
    tt_ix first_line, n_lines;
    uint32_t containers;   /* different numbers; 0 none is named */
    double gross_kg, m3;   /* sums; NAN when a line says nothing */
    int64_t value;         /* base currency: declared, else invoiced in its deal; TT_NO_NUM */
    const tt_cover *cover; /* of its first line with such a code; NULL */
    uint32_t nth;          /* 1: the first consignment of these two parties */
    tt_hs code;   /* six digits: of the first line that has one, else the only one that the invoices
                     of   its deal have */
    tt_str group; /* of taxa, whose way and goods these may be; absent: not sensitive */
} tt_consignment;

typedef struct tt_wild {
    tt_wildlife k;
    tt_wildtext text;
    tt_consignment *v; /* by (day, kind, doc), 0-based */
    size_t n;
    const tt_wild_hits **said; /* of different texts of lines */
    tt_line_texts texts;
} tt_wild;

/**
 * @param texts  of d, in an arena that lives as long; each is read once.
 * @param a      holds the result.
 * @complexity   O(n log n) for n documents, and the bytes of texts.
 */
TT_MUST_CHECK tt_status tt_wild_build(const tt_data *d, const tt_line_texts *texts, tt_arena *a,
                                      tt_wild *out, tt_err *err);
/** What the text of a line of an invoice, a shipment or a declaration says. */
const tt_wild_hits *tt_wild_said(const tt_wild *w, tt_kind kind, tt_ix line);

/** Country of a UN/LOCODE, or of text that begins with one; none for a name. */
tt_country tt_place_country(tt_str place);
/** Declared value, base currency, for a kilogram of gross mass; NAN unknown. */
double tt_consignment_value_kg(const tt_data *d, const tt_consignment *c);

/* What the countries of a way are for a group of taxa. */
typedef struct tt_way_roles {
    bool source, transit, destination; /* the first country; the last, which may be both */
    tt_country hub;                    /* the first of those between that is one of transit */
} tt_way_roles;
tt_way_roles tt_way_roles_of(const tt_wildlife *k, tt_str group, tt_country from,
                             const tt_country *via, size_t n_via, tt_country to);
/** The same for the i-th of the routes, without looking for its group. */
tt_way_roles tt_way_roles_on(const tt_wildlife *k, size_t route, tt_country from,
                             const tt_country *via, size_t n_via, tt_country to);
/** One of the products of the group is declared under the code. */
bool tt_group_declared(const tt_wildlife *k, tt_str group, tt_hs hs);
/** Goods under which a group of taxa may go: those of its products; for what is small enough to be
 * hidden, what no product of it is measured by volume, any that served as cover as well. */
bool tt_group_goods(const tt_wildlife *k, tt_str group, tt_hs hs);

/** Cites the consignment and names its two parties as sender and receiver. */
void tt_wild_cite(tt_draft *w, const tt_consignment *c);
/** "BL-7, 2024-03-01, NG to VN through SG". */
const char *tt_say_consignment(tt_draft *w, const tt_consignment *c);
/** "I", "II", "III"; "none". */
const char *tt_say_appendix(unsigned appendix);

#endif
