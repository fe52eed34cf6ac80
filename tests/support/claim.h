/*
 * claim.h - checks on findings for tests of detectors; a missing part fails the test.
 */
#ifndef TT_TESTS_SUPPORT_CLAIM_H
#define TT_TESTS_SUPPORT_CLAIM_H

#include "tests/support/tt_test.h"

#include "model/finding.h"

/** The one finding there is. */
static inline const tt_finding *claim_only(const tt_results *r)
{
    assert_int_equal(r->n_findings, 1);
    return &r->findings[1].f;
}

static inline tt_measure claim_measure(const tt_finding *f, const char *name)
{
    for (size_t i = 0; i < f->n_measures; i++)
        if (strcmp(f->measures[i].name, name) == 0)
            return f->measures[i];
    fail_msg("no measure '%s'", name);
    return (tt_measure){.value = 0};
}

static inline tt_test claim_test(const tt_finding *f, const char *name)
{
    for (size_t i = 0; i < f->n_tests; i++)
        if (strcmp(f->tests[i].test, name) == 0)
            return f->tests[i];
    fail_msg("no test '%s'", name);
    return (tt_test){.test = name};
}

/** True when a document is cited, by any of its lines. */
static inline bool claim_cites(const tt_finding *f, tt_ref r)
{
    for (size_t i = 0; i < f->n_documents; i++)
        if (f->documents[i].kind == r.kind && f->documents[i].doc == r.doc)
            return true;
    return false;
}

/** True when an entity is named in a role. */
static inline bool claim_names(const tt_finding *f, tt_ix entity, const char *role)
{
    for (size_t i = 0; i < f->n_entities; i++)
        if (f->entities[i].entity == entity && strcmp(f->entities[i].role, role) == 0)
            return true;
    return false;
}

/** True when the results say that `reached` of `what` (with this limit) were not looked at. */
static inline bool
claim_noted(const tt_results *r, const char *what, const char *limit, const char *reached)
{
    for (size_t i = 1; i <= r->n_completeness; i++)
        if (strcmp(r->completeness[i].what, what) == 0 &&
            strcmp(r->completeness[i].limit, limit) == 0 &&
            strcmp(r->completeness[i].reached, reached) == 0)
            return true;
    for (size_t i = 1; i <= r->n_completeness; i++)
        print_message("noted: %s | %s | %s\n", r->completeness[i].what, r->completeness[i].limit,
                      r->completeness[i].reached);
    return false;
}

#endif
