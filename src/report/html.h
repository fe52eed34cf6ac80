/*
 * html.h - the parts of report.html, for the files that make it.
 *
 * The page is made here, whole: findings, drawings and tables are plain HTML and SVG, so that it
 * prints, and reads, without a script.  The script adds search, filters and the flows behind a
 * drawing, which it takes from one JSON block.
 *
 * Escaping has one place: tt_html_text.  Nothing that comes from a document is written by anything
 * else but tt_html_text and tt_jw (with html_safe).
 */
#ifndef TT_REPORT_HTML_H
#define TT_REPORT_HTML_H

#include "report/flows.h"
#include "report/parts.h"
#include "report/words.h"

/* How much one page carries; what is over is counted on the page, which says where it is. */
typedef struct tt_html_limits {
    size_t syndicates; /* the first by rank */
    size_t findings;   /* the first by rank */
    size_t of_each;    /* and so many of each syndicate shown */
    size_t entities;   /* of what is shown: by weight, then id */
    size_t nodes;      /* in a drawing: by weight, then id */
    size_t rows;       /* of one table about one finding, entity or syndicate */
    size_t of_edge;    /* flows of one edge in the JSON block */
    size_t flows;      /* in the JSON block */
} tt_html_limits;

struct tt_wild_view;

/* What is on the page. */
typedef struct tt_html_choice {
    size_t n_syndicates; /* 1..n are shown */
    uint8_t *finding;    /* 1 when shown; index of the finding */
    size_t n_findings;
    uint8_t *entity;
    tt_ix *entities; /* those shown: by weight falling, then index */
    size_t n_entities;
    size_t n_wanted; /* entities that what is shown names: n_entities of them are shown */
} tt_html_choice;

typedef struct tt_html {
    const tt_report_in *in;
    const tt_html_limits *limits;
    tt_html_choice choice;
    tt_entity_findings ef;
    tt_buf b;
    tt_file_out *out;
    unsigned level;   /* of headings inside a card: one below what stands around it */
    tt_arena *a;      /* of the page */
    tt_arena scratch; /* of one syndicate, finding or entity */
    tt_status status; /* the first failure, with its text in err */
    tt_err err;
} tt_html;

/* --- writing: failures stick, tt_html_done says the first --- */

void tt_html_raw(tt_html *h, const char *markup); /* ours: written as it is */
/* printf of markup; texts of a case are no argument of it. */
#define tt_html_rawf(h, ...) (tt_buf_addf(&(h)->b, __VA_ARGS__), tt_html_flush(h))
/**
 * Text from anywhere, for content and for attributes in double quotes: & < > " ' escaped, control
 * characters and the invisible ones that reorder or hide text written as [U+202E].
 */
void tt_html_text(tt_html *h, tt_str s);
void tt_html_z(tt_html *h, const char *s);
/** A code, "over_invoicing", as "over invoicing". */
void tt_html_code(tt_html *h, const char *code);
/** What words.h adds, as text: TT_HTML_WORDS(h, tt_words_money, m). */
#define TT_HTML_WORDS(h, fn, ...) (fn(&(h)->b, __VA_ARGS__), tt_html_flush(h))
void tt_html_flush(tt_html *h); /* to the file, when enough waits */
void tt_html_fail(tt_html *h, tt_status st);
TT_MUST_CHECK tt_status tt_html_done(tt_html *h, tt_err *err);

/* --- small parts --- */

void tt_html_id(tt_html *h, char letter, tt_hash id); /* the whole id */
/** A name, kept apart from the direction of what stands around it; a link when the entity is
 * shown. */
void tt_html_entity(tt_html *h, tt_ix e);
/** A heading inside a card, of h->level. */
void tt_html_heading(tt_html *h, const char *text);
/** <dt>term</dt><dd>: the caller writes the value and </dd>. */
void tt_html_term(tt_html *h, const char *term);
/** "Not shown: 12 of 40 rows.  They are in report.json." when shown < n. */
void tt_html_rest(tt_html *h, size_t shown, size_t n, const char *word);

typedef struct tt_html_column {
    const char *head;
    bool number; /* set right */
} tt_html_column;
/** Up to the first row; wide tables scroll by themselves. */
void tt_html_table(tt_html *h, const char *label, const tt_html_column *c, size_t n);
void tt_html_table_end(tt_html *h);

/* --- html_choice.c --- */

TT_MUST_CHECK tt_status tt_html_choose(const tt_report_in *in, const tt_html_limits *limits,
                                       tt_arena *a, tt_html_choice *out, tt_err *err);

/* --- sections --- */

void tt_html_facts(tt_html *h);
void tt_html_counts(tt_html *h);
void tt_html_overview(tt_html *h);
void tt_html_syndicates(tt_html *h);
void tt_html_findings(tt_html *h); /* those in no syndicate that is shown */
void tt_html_wildlife(tt_html *h); /* nothing where the case says nothing of it */
void tt_html_wildlife_link(tt_html *h);
void tt_html_trends(tt_html *h, const struct tt_wild_view *v); /* of that page; see wildlife.h */
void tt_html_entities(tt_html *h);
void tt_html_detectors(tt_html *h);
void tt_html_completeness(tt_html *h);
void tt_html_quality(tt_html *h);
void tt_html_inputs(tt_html *h);
void tt_html_data(tt_html *h); /* the JSON block */

/** One finding, as <details>. */
void tt_html_finding(tt_html *h, tt_ix i);
/** The drawings of a syndicate. */
void tt_html_network(tt_html *h, const tt_net_of *net, size_t number);
void tt_html_timeline(tt_html *h, const tt_syndicate *s, const tt_net_of *net, size_t number);

/** The page, with limits of the caller's. */
TT_MUST_CHECK tt_status tt_html_write(const tt_report_in *in, const tt_html_limits *limits,
                                      tt_file_out *out, tt_err *err);

#endif
