/*
 * name_pairs.c - how well names alone say who is who, on sets of others.
 *
 *     name_pairs FOLDER          the sets of FOLDER/names as rows of a table
 *     name_pairs --pairs FILE    each pair of a CSV file (name, name, 1 or 0) as it is judged
 *     name_pairs --records FILE  the baselines on all pairs of a CSV file (text, who it is)
 *
 * Ours says "the same" at TT_NAME_INSIDE or better; the baselines are equal normalised names, and
 * Jaro-Winkler of lower-case names at the threshold that is best for this set.
 */
#include "base/csv.h"
#include "base/file.h"
#include "base/num.h"
#include "base/str.h"
#include "resolve/otherwise.h"
#include "resolve/parts.h"

#include <stdio.h>
#include <stdlib.h>

TT_VEC(surfaces, tt_surface);

static const uint32_t NONE = UINT32_MAX;

struct set {
    tt_arena a;
    tt_lexicon *x;
    tt_unicode *u;
    surfaces names;
    tt_u32_vec other; /* per name: the other one that it gives, or NONE */
    tt_words words;
    tt_name *name;
};

static void check(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "name_pairs: %s\n", what);
    exit(1);
}

static void open_set(struct set *s)
{
    *s = (struct set){0};
    check(tt_lexicon_new(&s->x, NULL) == TT_OK && tt_unicode_new(&s->u, NULL) == TT_OK, "lexicon");
}

static uint32_t add_name(struct set *s, tt_str raw)
{
    check(tt_vec_push(&s->names, ((tt_surface){.raw = tt_arena_str(&s->a, tt_str_trim(raw))})),
          "memory");
    return (uint32_t)s->names.n - 1;
}

static void read_names(struct set *s)
{
    tt_arena tmp;
    size_t written = s->names.n;
    for (size_t i = 0; i < written; i++) {
        tt_str name[TT_OTHERWISE];
        bool more = tt_name_otherwise(s->names.v[i].raw, name) > 1;
        check(tt_vec_push(&s->other, more ? (uint32_t)s->names.n : NONE), "memory");
        if (more)
            (void)add_name(s, name[1]);
    }
    tt_arena_init(&tmp, 0);
    for (size_t i = 0; i < s->names.n; i++) {
        tt_arena_reset(&tmp);
        check(tt_surface_read(s->x, s->u, &tmp, &s->a, &s->names.v[i], NULL) == TT_OK, "a name");
    }
    tt_arena_release(&tmp);
    s->name = tt_new_n(&s->a, tt_name, s->names.n + 1);
    check(s->name && tt_words_build(s->names.v, (uint32_t)s->names.n, &s->a, &s->words, s->name,
                                    NULL) == TT_OK,
          "the words");
}

static void close_set(struct set *s)
{
    tt_lexicon_free(s->x);
    tt_unicode_free(s->u);
    tt_vec_release(&s->names);
    tt_vec_release(&s->other);
    tt_arena_release(&s->a);
}

/* --- Jaro-Winkler of bytes, without case --- */

static double jaro_winkler(tt_str a, tt_str b)
{
    enum { MOST = 256 };
    bool in_a[MOST] = {false}, in_b[MOST] = {false};
    size_t n = TT_MIN(a.n, (size_t)MOST), m = TT_MIN(b.n, (size_t)MOST), same = 0, swaps = 0;
    size_t window = TT_MAX(n, m) / 2;
    window = window ? window - 1 : 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i > window ? i - window : 0; j < m && j <= i + window; j++)
            if (!in_b[j] && tt_ascii_lower(a.p[i]) == tt_ascii_lower(b.p[j])) {
                in_a[i] = in_b[j] = true;
                same++;
                break;
            }
    if (!same)
        return 0;
    for (size_t i = 0, j = 0; i < n; i++) {
        if (!in_a[i])
            continue;
        while (!in_b[j])
            j++;
        swaps += tt_ascii_lower(a.p[i]) != tt_ascii_lower(b.p[j++]);
    }
    double s = (double)same;
    double jaro = (s / (double)n + s / (double)m + (s - (double)swaps / 2) / s) / 3;
    size_t prefix = 0;
    while (prefix < 4 && prefix < n && prefix < m &&
           tt_ascii_lower(a.p[prefix]) == tt_ascii_lower(b.p[prefix]))
        prefix++;
    return jaro + (double)prefix * 0.1 * (1 - jaro);
}

/* --- scores --- */

enum { STEPS = 101 };

struct score {
    uint64_t both, found, gold;
};

struct scores {
    struct score ours, exact, jw[STEPS];
};

static void count(struct score *s, bool said, bool same)
{
    s->found += said;
    s->gold += same;
    s->both += said && same;
}

static double f1(const struct score *s)
{
    return s->found + s->gold ? 2 * (double)s->both / (double)(s->found + s->gold) : 0;
}

/* Ours: the names alone say that they are one. */
static bool is_same(const struct set *s, uint32_t i, uint32_t j, const tt_name_match *m)
{
    bool generic = s->name[i].generic && s->name[j].generic;
    return m->level != TT_NAME_NONE && !m->number_conflict && !(generic && m->legal_differs) &&
           m->level <= (generic ? TT_NAME_REORDERED : TT_NAME_INSIDE);
}

static void judge(const struct set *s, uint32_t i, uint32_t j, bool same, struct scores *out)
{
    tt_name_match m;
    bool said = false;
    for (uint32_t x = i; x != NONE && !said; x = x == i ? s->other.v[i] : NONE)
        for (uint32_t y = j; y != NONE && !said; y = y == j ? s->other.v[j] : NONE) {
            tt_name_compare_fast(&s->words, &s->name[x], &s->name[y], &m);
            said = is_same(s, x, y, &m);
        }
    count(&out->ours, said, same);
    count(&out->exact, tt_str_eq(s->names.v[i].core, s->names.v[j].core), same);
    int step = (int)(jaro_winkler(s->names.v[i].raw, s->names.v[j].raw) * (STEPS - 1));
    for (int k = 0; k < STEPS; k++)
        count(&out->jw[k], step >= k, same);
}

static const char *text_of(const struct score *s, char out[4 * TT_NUM_TEXT])
{
    char p[TT_NUM_TEXT], r[TT_NUM_TEXT], f[TT_NUM_TEXT];
    (void)tt_double_text(s->found ? (double)s->both / (double)s->found : 1, 3, p);
    (void)tt_double_text(s->gold ? (double)s->both / (double)s->gold : 1, 3, r);
    (void)tt_double_text(f1(s), 3, f);
    (void)snprintf(out, 4 * TT_NUM_TEXT, "%s / %s / %s", p, r, f);
    return out;
}

static void tell_baselines(const struct scores *s)
{
    char jw[4 * TT_NUM_TEXT], exact[4 * TT_NUM_TEXT];
    const struct score *best = &s->jw[0];
    for (int k = 1; k < STEPS; k++)
        if (f1(&s->jw[k]) > f1(best))
            best = &s->jw[k];
    printf("%s | %s |\n", text_of(best, jw), text_of(&s->exact, exact));
}

static void tell(const char *what, const struct scores *s)
{
    char ours[4 * TT_NUM_TEXT];
    printf("| %s | %llu | %s | ", what, (unsigned long long)s->ours.gold, text_of(&s->ours, ours));
    tell_baselines(s);
}

/* --- sets --- */

static tt_str open_file(struct set *s, const char *root, const char *name, tt_file *f)
{
    const char *path = root ? tt_arena_printf(&s->a, "%s/names/%s", root, name) : name;
    check(path && tt_file_open(path, 0, f, NULL) == TT_OK, path);
    return f->bytes;
}

/* Rows of a CSV file but for the header. */
static bool next_row(tt_csv *csv, tt_csv_row *row)
{
    bool more;
    check(tt_csv_next(csv, row, &more, NULL) == TT_OK, "CSV");
    return more;
}

TT_VEC(labels, uint32_t);

/* Two names and whether they are one. */
static void read_pairs(struct set *s, tt_str bytes, labels *label)
{
    tt_csv csv;
    tt_csv_row row;
    check(tt_csv_init(&csv, bytes, NULL, NULL) == TT_OK && next_row(&csv, &row), "CSV");
    while (next_row(&csv, &row)) {
        if (row.n < 3)
            continue;
        (void)add_name(s, row.fields[0]);
        (void)add_name(s, row.fields[1]);
        check(tt_vec_push(label, (uint32_t)tt_str_is(tt_str_trim(row.fields[2]), "1")), "memory");
    }
    tt_csv_release(&csv);
    read_names(s);
}

static void company_pairs(const char *root)
{
    struct set s;
    struct scores out = {0};
    labels label = {0};
    tt_file f;
    open_set(&s);
    read_pairs(&s, open_file(&s, root, "company-name-matcher/tests/test_data.csv", &f), &label);
    for (uint32_t i = 0; i < label.n; i++)
        judge(&s, 2 * i, 2 * i + 1, label.v[i], &out);
    tell("company-name-matcher, 127 pairs", &out);
    tt_vec_release(&label);
    tt_file_close(&f);
    close_set(&s);
}

/* All pairs of records whose names stand in two columns; `who` says the column of the person. */
static void clusters(const char *root, const char *name, const char *what, size_t given,
                     size_t family, size_t who)
{
    struct set s;
    struct scores out = {0};
    labels label = {0};
    tt_file f;
    tt_csv csv;
    tt_csv_row row;
    open_set(&s);
    check(tt_csv_init(&csv, open_file(&s, root, name, &f), NULL, NULL) == TT_OK &&
              next_row(&csv, &row),
          "CSV");
    while (next_row(&csv, &row)) {
        if (row.n <= who || row.n <= family)
            continue;
        tt_str id = tt_str_trim(row.fields[who]), part;
        uint64_t n = 0;
        while (id.p && tt_str_split(&id, '-', &part)) /* "rec-223-org", or a number alone */
            if (tt_parse_u64(part, &n))
                break;
        check(tt_vec_push(&label, (uint32_t)n), "memory");
        tt_str g = tt_str_trim(row.fields[given]), l = tt_str_trim(row.fields[family]);
        (void)add_name(&s, tt_str_of(tt_arena_printf(&s.a, "%.*s %.*s", (int)g.n, g.p ? g.p : "",
                                                     (int)l.n, l.p ? l.p : "")));
    }
    read_names(&s);
    for (uint32_t i = 0; i < label.n; i++)
        for (uint32_t j = 0; j < i; j++)
            judge(&s, j, i, label.v[i] == label.v[j], &out);
    tell(what, &out);
    tt_csv_release(&csv);
    tt_vec_release(&label);
    tt_file_close(&f);
    close_set(&s);
}

static void add_lines(struct set *s, tt_str text)
{
    tt_str line;
    while (text.p && tt_str_split(&text, '\n', &line)) {
        line = tt_str_trim(line);
        if (line.n > 2 && line.p[0] == '"')
            line = tt_str_sub(line, 1, line.n - 2);
        if (line.n)
            (void)add_name(s, line);
    }
}

/* A Latin name without the family name of the one person. */
static bool is_other(const tt_surface *s)
{
    return s->scripts == TT_SCRIPT_LATIN && tt_str_find(s->core, TT_STR("putin"), 0) == SIZE_MAX;
}

/* One person under many names, among names of others. */
static void one_person(const char *root)
{
    struct set s;
    struct scores out = {0};
    tt_file f, g;
    open_set(&s);
    add_lines(&s, open_file(&s, root, "rigour-samples/contrib/putin_names.txt", &f));
    uint32_t n = (uint32_t)s.names.n;
    add_lines(&s, open_file(&s, root, "rigour-samples/contrib/sample_names.csv", &g));
    read_names(&s);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < s.other.n; j++)
            if (j > i && (j < n || is_other(&s.names.v[j])))
                judge(&s, i, j, j < n, &out);
    tell("rigour samples: one person, 80 spellings", &out);
    tt_file_close(&f);
    tt_file_close(&g);
    close_set(&s);
}

static void show_pairs(const char *path)
{
    struct set s;
    struct scores out = {0};
    labels label = {0};
    tt_file f;
    open_set(&s);
    read_pairs(&s, open_file(&s, NULL, path, &f), &label);
    for (uint32_t i = 0; i < label.n; i++) {
        tt_name_match m;
        const tt_surface *x = &s.names.v[2 * i], *y = x + 1;
        tt_name_compare(&s.words, &s.name[2 * i], &s.name[2 * i + 1], &m);
        judge(&s, 2 * i, 2 * i + 1, label.v[i], &out);
        bool said = is_same(&s, 2 * i, 2 * i + 1, &m);
        printf("%s%u %-28s %3d %5d%s%s%s  %s = %s [", said == (label.v[i] != 0) ? "  " : "! ",
               label.v[i], tt_name_level_text(m.level), m.dice, m.centibits,
               m.number_conflict ? " number" : "", m.family_differs ? " family" : "",
               x->person ? " person" : "", x->raw.p, y->raw.p);
        for (const char *p = x->draft->text; p < x->draft->text + x->draft->n; p++)
            putchar(*p == '\n' ? ' ' : *p == '\f' ? '/' : *p == '\t' ? '=' : *p == '\v' ? '~' : *p);
        printf("] [");
        for (const char *p = y->draft->text; p < y->draft->text + y->draft->n; p++)
            putchar(*p == '\n' ? ' ' : *p == '\f' ? '/' : *p == '\t' ? '=' : *p == '\v' ? '~' : *p);
        printf("]\n");
    }
    tell(path, &out);
    tt_vec_release(&label);
    tt_file_close(&f);
    close_set(&s);
}

/* Letters and digits of any script, without case. */
static tt_str squeeze(struct set *s, tt_str raw)
{
    char *p = tt_arena_zalloc(&s->a, raw.n + 1, 1);
    size_t n = 0;
    check(p, "memory");
    for (size_t i = 0; i < raw.n; i++)
        if (tt_ascii_is_alnum(raw.p[i]) || (unsigned char)raw.p[i] >= 0x80)
            p[n++] = tt_ascii_lower(raw.p[i]);
    return (tt_str){p, n};
}

static void show_records(const char *path)
{
    struct set s;
    struct scores out = {0};
    tt_str_vec text = {0}, plain = {0}, who = {0};
    tt_file f;
    tt_csv csv;
    tt_csv_row row;
    open_set(&s);
    check(tt_csv_init(&csv, open_file(&s, NULL, path, &f), NULL, NULL) == TT_OK &&
              next_row(&csv, &row),
          "CSV");
    while (next_row(&csv, &row))
        check(row.n == 2 && tt_vec_push(&text, tt_arena_str(&s.a, row.fields[0])) &&
                  tt_vec_push(&who, tt_arena_str(&s.a, row.fields[1])) &&
                  tt_vec_push(&plain, squeeze(&s, row.fields[0])),
              "a record");
    for (size_t i = 0; i < text.n; i++)
        for (size_t j = 0; j < i; j++) {
            bool same = tt_str_eq(who.v[i], who.v[j]);
            int step = (int)(jaro_winkler(text.v[i], text.v[j]) * (STEPS - 1));
            count(&out.exact, tt_str_eq(plain.v[i], plain.v[j]), same);
            for (int k = 0; k < STEPS; k++)
                count(&out.jw[k], step >= k, same);
        }
    tell_baselines(&out);
    tt_csv_release(&csv);
    tt_vec_release(&text);
    tt_vec_release(&plain);
    tt_vec_release(&who);
    tt_file_close(&f);
    close_set(&s);
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--records") == 0) {
        show_records(argv[2]);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "--pairs") == 0) {
        show_pairs(argv[2]);
        return 0;
    }
    check(argc == 2, "name_pairs FOLDER | --pairs FILE | --records FILE");
    printf("| set | true pairs | ours: P / R / F1 | Jaro-Winkler, best threshold | equal "
           "normalised |\n| --- | --- | --- | --- | --- |\n");
    company_pairs(argv[1]);
    one_person(argv[1]);
    clusters(argv[1], "febrl/febrl/dataset1.csv", "FEBRL 1, names only", 1, 2, 0);
    clusters(argv[1], "splink/fake_1000.csv", "splink fake_1000, names only", 1, 2, 6);
    return 0;
}
