/* container.c - types by code and spelling.  Rows are in data/containers.tsv. */
#include "refdata/container.h"

#include "base/str.h"
#include "refdata/fold.h"

typedef tt_container rg_containers_row;
#define TT_REFGEN_CONTAINERS
#include "gen/refdata_data.h"

const tt_container *tt_container_find(tt_str type)
{
    int row = tt_fold_find(rg_containers_keys, TT_LEN(rg_containers_keys), type);
    return row < 0 ? NULL : &rg_containers[row];
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == ',' || c == ';' || c == '/' || c == '(' || c == ')';
}

/* "2X40HC" is 40HC. */
static tt_str without_count(tt_str word)
{
    size_t i = 0;
    while (i < word.n && word.p[i] >= '0' && word.p[i] <= '9')
        i++;
    bool times = i > 0 && i < word.n && (word.p[i] == 'x' || word.p[i] == 'X');
    return times ? tt_str_sub(word, i + 1, word.n) : word;
}

/* "40'", which the rest of a type may follow. */
static bool is_feet(tt_str word)
{
    return word.n && word.p[word.n - 1] == '\'';
}

static tt_str next_word(tt_str *rest)
{
    size_t i = 0, n;
    while (i < rest->n && blank(rest->p[i]))
        i++;
    for (n = i; n < rest->n && !blank(rest->p[n]);)
        n++;
    tt_str word = tt_str_sub(*rest, i, n - i);
    *rest = tt_str_sub(*rest, n, rest->n);
    return word;
}

const tt_container *tt_container_in_text(tt_str text)
{
    enum { WORD = 24 };
    const tt_container *found = NULL;
    tt_str before = {NULL, 0}, word;
    while ((word = without_count(next_word(&text))).n || text.n) {
        char both[WORD];
        const tt_container *c = tt_container_find(word);
        if (!c && is_feet(before) && before.n + word.n <= WORD) {
            memcpy(both, before.p, before.n);
            memcpy(both + before.n, word.p ? word.p : "", word.n);
            c = tt_container_find((tt_str){both, before.n + word.n});
        }
        if (c && found && c != found)
            return NULL;
        found = c ? c : found;
        before = word;
    }
    return found;
}

void tt_container_largest(tt_container *out)
{
    *out = (tt_container){.code = "", .name = "any closed container"};
    for (size_t i = 0; i < TT_LEN(rg_containers); i++) {
        const tt_container *c = &rg_containers[i];
        if (!c->volume_e1)
            continue;
        out->most_gross_kg = TT_MAX(out->most_gross_kg, c->most_gross_kg);
        out->tare_kg = TT_MAX(out->tare_kg, c->tare_kg);
        out->volume_e1 = TT_MAX(out->volume_e1, c->volume_e1);
    }
}

size_t tt_container_count(void)
{
    return TT_LEN(rg_containers);
}

const tt_container *tt_container_get(size_t i)
{
    return &rg_containers[i];
}
