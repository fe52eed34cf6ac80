/*
 * parts.h - the parts of a report as JSON values, for every format that is made of them.
 */
#ifndef TT_REPORT_PARTS_H
#define TT_REPORT_PARTS_H

#include "report/report.h"

/* Findings of each entity, in the arena: of[first[e] .. first[e + 1]) are indexes of findings by
 * rank. */
typedef struct tt_entity_findings {
    uint32_t *first;
    uint32_t *of;
} tt_entity_findings;
TT_MUST_CHECK tt_status tt_entity_findings_build(const tt_report_in *in, tt_arena *a,
                                                 tt_entity_findings *out, tt_err *err);

void tt_part_id(tt_jw *w, char letter, tt_hash id);

/*
 * Objects.  Where `object` is not NULL, the first key is "object", with this value: a line of
 * NDJSON says what it is.
 */
void tt_part_run(const tt_report_in *in, const char *object, tt_jw *w);
void tt_part_summary(const tt_report_in *in, const char *object, tt_jw *w);
void tt_part_syndicate(const tt_report_in *in, size_t i, const char *object, tt_jw *w);
void tt_part_finding(const tt_report_in *in, size_t i, const char *object, tt_jw *w);
void tt_part_limit(const tt_report_in *in, size_t i, const char *object, tt_jw *w);
void tt_part_deals(const tt_report_in *in, const char *object, tt_jw *w);
void tt_part_data_quality(const tt_report_in *in, const char *object, tt_jw *w);
/** All entities by id, each an element or a line. */
TT_MUST_CHECK tt_status tt_part_entities(const tt_report_in *in, const char *object, tt_jw *w,
                                         tt_err *err);

/** What tt_wild_any says there is: consignments, lanes, seizures and permits. */
TT_MUST_CHECK tt_status tt_part_wildlife(const tt_report_in *in, const char *object, tt_jw *w,
                                         tt_err *err);

/* Distinct non-empty texts, sorted. */
typedef struct tt_texts {
    tt_str *v;
    size_t n;
} tt_texts;
/** What the mentions and the registry row of an entity say, for one kind of text. */
typedef enum tt_text_of {
    TT_TEXT_NAMES,
    TT_TEXT_ADDRESSES,
    TT_TEXT_IDENTIFIERS,
    TT_TEXT_ACCOUNTS,
    TT_TEXT_TAX_IDS,
    TT_TEXT_REGISTRATIONS,
    TT_TEXT_LEIS
} tt_text_of;
TT_MUST_CHECK tt_status tt_entity_texts(const tt_data *d, tt_ix e, tt_text_of what, tt_arena *a,
                                        tt_texts *out, tt_err *err);

#endif
