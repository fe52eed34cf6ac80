/*
 * export_test.h - what the tests of exports share: two parties and two edges made by hand, with ids
 * that can be read, and a format as text.
 */
#ifndef TT_TESTS_UNIT_EXPORT_EXPORT_TEST_H
#define TT_TESTS_UNIT_EXPORT_EXPORT_TEST_H

#include "tests/support/tt_test.h" /* first: see banned.h */

#include "export/export.h"
#include "tests/support/tiny_case.h"
#include "tests/support/written.h"

/* Ids of export_make: ALPHA sells GOODS to BETA, who pays MONEY. */
#define ALPHA "ea1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
#define BETA "eb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2"
#define GROUP "cc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3"
#define GOODS "x0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d"
#define MONEY "x0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e"

/* A quote of each kind, a backslash, what ends a CDATA section, a comment, a script, an element. */
#define HOSTILE                                                                                    \
    "=1+1\"'`\\\n\r\t]]>*/--></script>&lt;;//\\u0027\x01 \xE2\x80\xAE\xE2\x80\xA8\xEF\xBF\xBF\\"

typedef struct export_case {
    tiny_case tiny;
    tiny_id alpha, beta, payment;
    tt_ix nodes[2];
    tt_net_edge edges[2];
    tt_found findings[2];
    tt_finding_entity who[3];
    tt_community communities[2];
    double weight[3];
    tt_ix community[3];
    tt_results results;
    tt_net net;
} export_case;

static inline tt_hash hash_of(unsigned char byte)
{
    tt_hash h;
    memset(h.b, byte, sizeof(h.b));
    return h;
}

/* Alpha (DE, in a finding in two roles, in a community) and Beta, of whom little is known. */
static inline void export_make(export_case *c, tt_arena *a, const char *alpha, const char *beta)
{
    memset(c, 0, sizeof(*c));
    tiny_init(&c->tiny, a);
    c->alpha = tiny_company(&c->tiny, alpha, "DE");
    c->beta = tiny_named(&c->tiny, TT_ENTITY_PERSON, beta, "");
    c->payment = tiny_payment(&c->tiny, "-P1", c->beta, c->alpha, "2024-02-01", 1, "USD");
    assert_ok(tiny_finish(&c->tiny));
    tt_data *d = &c->tiny.data;
    tt_ix i = tiny_entity(&c->tiny, c->alpha), j = tiny_entity(&c->tiny, c->beta);
    d->entities[i].id = hash_of(0xA1);
    d->entities[j].id = hash_of(0xB2);

    c->who[0] = (tt_finding_entity){i, "seller"};
    c->who[1] = (tt_finding_entity){i, "payee"};
    c->findings[1].f = (tt_finding){.entities = c->who, .n_entities = 2};
    c->communities[1].id = hash_of(0xC3);
    c->community[i] = 1;
    c->weight[i] = 1.25;
    c->weight[j] = -0.5;
    c->results = (tt_results){.findings = c->findings,
                              .n_findings = 1,
                              .communities = c->communities,
                              .n_communities = 1,
                              .entity_weight = c->weight,
                              .entity_community = c->community};
    c->nodes[0] = i;
    c->nodes[1] = j;
    c->edges[0] = (tt_net_edge){.id = hash_of(0x0D),
                                .from = i,
                                .to = j,
                                .goods = true,
                                .n = 3,
                                .n_unpriced = 1,
                                .amount = 123450,
                                .first = tiny_day("2024-01-05"),
                                .last = tiny_day("2024-03-01")};
    c->edges[1] = (tt_net_edge){.id = hash_of(0x0E),
                                .from = j,
                                .to = i,
                                .n = 1,
                                .n_unpriced = 1,
                                .amount = TT_NO_NUM,
                                .first = tiny_day("2024-02-01"),
                                .last = tiny_day("2024-02-01"),
                                .kind = TT_KIND_PAYMENT,
                                .doc = tiny_ix(&c->tiny, c->payment)};
    c->net = (tt_net){.data = d,
                      .results = &c->results,
                      .nodes = c->nodes,
                      .n_nodes = 2,
                      .edges = c->edges,
                      .n_edges = 2};
}

typedef struct export_job {
    const tt_exporter *by;
    const tt_net *net;
} export_job;

static inline tt_status export_job_write(const void *of, tt_file_out *f, tt_err *err)
{
    const export_job *job = of;
    return job->by->write(job->net, f, err);
}

/** What an exporter writes; the text lives in the arena. */
static inline tt_status
export_text(const tt_net *net, const char *format, tt_arena *a, tt_str *out, tt_err *err)
{
    size_t n = 0;
    export_job job = {NULL, net};
    const tt_exporter *const *all = tt_exporters(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i]->id, format) == 0)
            job.by = all[i];
    assert_non_null(job.by);
    return written(export_job_write, &job, a, out, err);
}

static inline void tt_test_contains(tt_str text, const char *part, bool want, int line)
{
    if ((tt_str_find(text, tt_str_of(part), 0) != SIZE_MAX) == want)
        return;
    print_error("%s: %s\nin: %.*s\n", want ? "the text lacks" : "the text has", part,
                TT_STR_ARG(text));
    _fail(__FILE__, line);
}
#define assert_contains(text, part) tt_test_contains((text), (part), true, __LINE__)
#define assert_lacks(text, part) tt_test_contains((text), (part), false, __LINE__)

#endif
