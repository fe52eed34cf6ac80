/*
 * edi_msg.h - one UN/EDIFACT message as a list of segments, and what the readers of all message
 * types ask of it: segments by qualifier, dates, parties, places, numbers.
 *
 * Ranges of segments are [from, to).  Texts live as long as the message.  A text that cannot be
 * made for want of memory is absent and m->lex->failed is set; tt_edi_msg_row then fails.
 */
#ifndef TT_READ_EDI_MSG_H
#define TT_READ_EDI_MSG_H

#include "base/edi.h"
#include "base/vec.h"
#include "read/emit.h"

/* The group that a segment is in, by the segment that began it: RFF after NAD is of that party. */
typedef enum tt_edi_group {
    TT_EDI_IN_NONE, /* of the message, consignment or line itself */
    TT_EDI_IN_PARTY,
    TT_EDI_IN_TRANSPORT, /* TDT of the main carriage */
    TT_EDI_IN_LEG,       /* TDT of what comes before or after it */
    TT_EDI_IN_CHARGE,    /* ALC */
    TT_EDI_IN_TAX,
    TT_EDI_IN_PAYMENT, /* PAT */
    TT_EDI_IN_GOODS,   /* GID */
    TT_EDI_IN_BOX      /* EQD */
} tt_edi_group;

typedef struct tt_edi_item {
    tt_edi_seg seg;
    uint8_t group; /* tt_edi_group */
} tt_edi_item;

TT_VEC(tt_edi_items, tt_edi_item);

typedef struct tt_edi_msg {
    tt_emit *emit;
    tt_edi *lex;
    tt_arena *arena; /* reset after the message */
    const tt_edi_item *v;
    size_t n;               /* v[0] is UNH, v[n - 1] UNT */
    tt_row_at at;           /* the whole message */
    tt_str status, version; /* fields of each row: what the message does to one before, and when */
} tt_edi_msg;

/** Rows of one message, with their notes.  Returns TT_OK, TT_ENOMEM, or what the sink returned. */
typedef tt_status tt_edi_msg_reader(tt_edi_msg *m, tt_err *err);

tt_edi_msg_reader tt_edi_read_invoic, tt_edi_read_ift, tt_edi_read_cuscar, tt_edi_read_baplie;

/* A party: NAD and what belongs to it. */
typedef struct tt_edi_party {
    bool set, stand_in; /* stand_in: of a role that is not meant, for want of one that is */
    size_t at;          /* of NAD */
    tt_str name, id, address, country, account;
    tt_str code; /* C082, for another NAD of the same party and for carriers */
} tt_edi_party;

/** Which group each segment is in. */
void tt_edi_group_all(tt_edi *l, tt_edi_item *v, size_t n);

bool tt_edi_at(const tt_edi_msg *m, size_t i, const char *tag);
/** Component of segment i, trimmed. */
tt_str tt_edi_text(const tt_edi_msg *m, size_t i, unsigned element, unsigned component);
/** First segment with the tag in the range, or `to`. */
size_t tt_edi_find(const tt_edi_msg *m, size_t from, size_t to, const char *tag);
/**
 * The first segment with the first of the qualifiers that is there, by its first component.
 *
 * @param quals   separated by blanks, best first.
 * @param groups  bits 1 << tt_edi_group of the groups that count; 0: all.
 * @param need    component of element 1 that must not be empty; 0: none.
 * @return        SIZE_MAX: none.
 */
size_t tt_edi_best(const tt_edi_msg *m, size_t from, size_t to, const char *tag, const char *quals,
                   unsigned groups, unsigned need);
/** True when a word is among words separated by blanks. */
bool tt_edi_among(tt_str word, const char *words);

/** Components 1 to n of an element in one text. */
tt_str tt_edi_joined(const tt_edi_msg *m, size_t i, unsigned element, unsigned first, unsigned last,
                     const char *sep);
tt_str tt_edi_join(const tt_edi_msg *m, tt_str a, const char *sep, tt_str b);
tt_str tt_edi_squeezed(const tt_edi_msg *m, tt_str text); /* without blanks */
/** DTM i as ISO 8601, by its format; a period is its first day. */
tt_str tt_edi_when(const tt_edi_msg *m, size_t i);
/** DTM by qualifiers, as tt_edi_best; absent when there is none. */
tt_str tt_edi_date(const tt_edi_msg *m, size_t from, size_t to, const char *quals, unsigned groups);
/** RFF by qualifiers; absent when there is none. */
tt_str tt_edi_ref(const tt_edi_msg *m, size_t from, size_t to, const char *quals, unsigned groups);
/** Place of LOC i: its code when that is a UN/LOCODE, else its name, else its code. */
tt_str tt_edi_place(const tt_edi_msg *m, size_t i);
/** A number with '.', whatever the decimal mark. */
tt_str tt_edi_number(const tt_edi_msg *m, size_t i, unsigned element, unsigned component);
/** Texts of all FTX with this qualifier, outside of the groups of parties. */
tt_str tt_edi_free_text(const tt_edi_msg *m, size_t from, size_t to, const char *qual);
/** A code of the Harmonized System that PIA, LIN or CST of the range give. */
tt_str tt_edi_hs(const tt_edi_msg *m, size_t from, size_t to);

/** Party of NAD i. */
void tt_edi_party_of(const tt_edi_msg *m, size_t i, tt_edi_party *out);
/** Party with the best of the roles (3035), separated by blanks, else of those that may stand in
 * for them (NULL: none); not set when there is none. */
void tt_edi_party_best(const tt_edi_msg *m, size_t from, size_t to, const char *roles,
                       const char *stand_ins, tt_edi_party *out);

/* --- telling --- */

/** Place of segments [from, to). */
tt_row_at tt_edi_place_of(const tt_edi_msg *m, size_t from, size_t to);
/** Note about segment i. */
TT_MUST_CHECK tt_status tt_edi_note(const tt_edi_msg *m, tt_reason what, size_t i,
                                    const char *field, tt_err *err);
/** The open row of the emitter, which comes from segments [from, to); the scratch arena is empty
 * afterwards. */
TT_MUST_CHECK tt_status tt_edi_msg_row(tt_edi_msg *m, size_t from, size_t to, tt_err *err);
/** Notes when CNT of the range with a qualifier says another number than `real`, or
 * `other`, which may be the same; both in 1e-6. */
TT_MUST_CHECK tt_status tt_edi_check_count(const tt_edi_msg *m, size_t from, size_t to,
                                           const char *qual, int64_t real, int64_t other,
                                           tt_err *err);

#endif
