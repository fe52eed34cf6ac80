/* score_bench.c - see score_bench.h. */
#include "tests/support/tt_test.h"

#include "tests/support/score_bench.h"

void bench_begin(struct bench *b, tt_arena *a)
{
    *b = (struct bench){.a = a};
    tiny_init(&b->c, a);
    assert_true(tt_score_n_params <= TT_LEN(b->param));
    for (size_t i = 0; i < tt_score_n_params; i++)
        b->param[i] = tt_score_params[i].def;
}

void bench_set(struct bench *b, const char *name, double value)
{
    for (size_t i = 0; i < tt_score_n_params; i++)
        if (strcmp(tt_score_params[i].name, name) == 0) {
            assert_true(value >= tt_score_params[i].min && value <= tt_score_params[i].max);
            b->param[i] = value;
            return;
        }
    fail_msg("no parameter '%s'", name);
}

void bench_ready(struct bench *b)
{
    assert_ok(tiny_finish(&b->c));
    assert_ok(tt_graph_build(&b->c.data, b->a, &b->g, ERR));
    b->r.findings = b->found;
    b->r.completeness = tt_new(b->a, tt_completeness);
}

tt_ix bench_named(const struct bench *b, const char *name)
{
    for (tt_ix e = 1; e <= b->c.data.n_entities; e++)
        if (tt_str_is(b->c.data.entities[e].name, name))
            return e;
    fail_msg("nobody is called '%s'", name);
    return 0;
}

/*
 * A finding; hand them over heaviest first, as the runner does.  `who` is "Name role|Name role".
 * It cites the first document that names its first party, or `doc`.
 */
tt_finding *
bench_finding(struct bench *b, tt_family family, double weight, const char *who, tt_ref doc)
{
    size_t i = b->r.n_findings++;
    tt_str rest = tt_str_of(who), part;
    tt_found *f = &b->found[i + 1];
    assert_true(i < BENCH_FINDINGS);
    *f = (tt_found){.detector = "test.detector",
                    .typology = "test_of_it",
                    .family = tt_family_text(family),
                    .rank = (uint32_t)(i + 1)};
    f->id.b[0] = (uint8_t)(i + 1);
    while (tt_str_split(&rest, '|', &part)) {
        size_t blank = tt_str_find(part, TT_STR(" "), 0);
        const char *name = tt_arena_printf(b->a, "%.*s", (int)blank, part.p);
        const char *role =
            tt_arena_printf(b->a, "%.*s", (int)(part.n - blank - 1), part.p + blank + 1);
        b->entity[i][f->f.n_entities++] = (tt_finding_entity){bench_named(b, name), role};
    }
    b->doc[i][0] = doc;
    f->f.title = "Something stands out";
    f->f.explanation = "It does.";
    f->f.p_value = NAN;
    f->f.weight = weight;
    f->f.value_shift = (tt_money){0, b->c.data.base};
    f->f.from = tiny_day("2024-03-01");
    f->f.to = tiny_day("2024-04-01");
    f->f.entities = b->entity[i];
    f->f.documents = b->doc[i];
    f->f.n_documents = 1;
    return &f->f;
}

void bench_score_on(struct bench *b, unsigned threads)
{
    assert_ok(tt_score(&b->c.data, &b->g, b->param, 1, threads, NULL, b->a, &b->r, ERR));
}

void bench_score(struct bench *b)
{
    bench_score_on(b, 1);
}

/* `n` parties in a year of trade that nobody has found anything in. */
tiny_id bench_trade(struct bench *b, int n)
{
    tiny_id first = 0;
    for (int i = 0; i < n; i++) {
        tiny_id s = tiny_company(&b->c, tt_arena_printf(b->a, "s%d", i), "DE");
        tiny_id t = tiny_company(&b->c, tt_arena_printf(b->a, "b%d", i), "FR");
        tiny_id inv = tiny_invoice(&b->c, tt_arena_printf(b->a, "T%d", i), s, t,
                                   tt_arena_printf(b->a, "2024-%02d-10", 1 + i % 12), "USD");
        tiny_invoice_line(&b->c, inv, "080132", 10, "KGM", 100000 + 100 * i);
        first = first ? first : inv;
    }
    return first;
}

tiny_id bench_party(struct bench *b, const char *name, const char *country)
{
    return tiny_company(&b->c, name, country);
}

double bench_weight_of(const struct bench *b, const char *name)
{
    return b->r.entity_weight[bench_named(b, name)];
}

const tt_syndicate *bench_syndicate_of(const struct bench *b, size_t finding)
{
    tt_ix s = b->r.findings[finding].syndicate;
    assert_in_range(s, 1, b->r.n_syndicates);
    return &b->r.syndicates[s];
}

const char *bench_role_of(const struct bench *b, const tt_syndicate *s, const char *name)
{
    tt_ix e = bench_named(b, name);
    for (size_t i = 0; i < s->n_entities; i++)
        if (s->entities[i].entity == e)
            return s->entities[i].role;
    return NULL;
}
