/*
 * columns.c - names of source columns: folding, and the kind that a set of names makes.
 *
 * Which column feeds which field is plan.c.
 */
#include "read/columns.h"

#include "base/str.h"

size_t tt_column_fold(tt_str name, char out[TT_COLUMN_MAX])
{
    size_t n = 0;
    name = tt_str_trim(name);
    if (name.n > TT_COLUMN_MAX)
        return 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (c == '-' || c == '_' || tt_ascii_is_space(c)) {
            if (n == 0 || out[n - 1] != '_')
                out[n++] = '_';
        } else {
            out[n++] = tt_ascii_lower(c);
        }
    }
    return n;
}

int tt_column_field(const tt_kind_info *info, tt_str name)
{
    char folded[TT_COLUMN_MAX];
    size_t n = tt_column_fold(name, folded);
    return n > 0 ? tt_field_find(info, (tt_str){folded, n}) : -1;
}

/* Which fields of which kind are among the names. */
struct tally {
    bool there[TT_KIND_COUNT][TT_MAX_FIELDS];
    size_t known[TT_KIND_COUNT];
};

static void count_names(const tt_str *names, size_t n, struct tally *t)
{
    *t = (struct tally){.known = {0}};
    for (size_t i = 0; i < n; i++) {
        char folded[TT_COLUMN_MAX];
        tt_str name = {folded, tt_column_fold(names[i], folded)};
        for (unsigned k = TT_KIND_NONE + 1; name.n > 0 && k < TT_KIND_COUNT; k++) {
            int f = tt_field_find(tt_kind_get((tt_kind)k), name);
            if (f < 0 || t->there[k][f])
                continue;
            t->there[k][f] = true;
            t->known[k]++;
        }
    }
}

/* How many names the kind knows; 0 when it lacks another number of required fields. */
static size_t worth(const tt_kind_info *info, const struct tally *t, size_t n, size_t lacking)
{
    size_t known = t->known[info->kind], required = 0, lacks = 0;
    for (size_t f = 0; f < info->n_fields; f++) {
        bool is_required = (info->fields[f].flags & TT_FF_REQUIRED) != 0;
        required += is_required;
        lacks += is_required && !t->there[info->kind][f];
    }
    bool most = 2 * known > n;
    if (lacks != lacking)
        return 0;
    if (lacking > 0)
        return required > 2 && most ? known : 0;
    return required > 1 || (known > 1 && most) ? known : 0;
}

static tt_kind best_kind(const tt_str *names, size_t n, size_t lacking)
{
    struct tally t;
    size_t best = 0;
    tt_kind kind = TT_KIND_NONE;
    count_names(names, n, &t);
    /* The share has the same denominator for all kinds: the number of names. */
    for (unsigned k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        size_t known = worth(tt_kind_get((tt_kind)k), &t, n, lacking);
        if (known > best) {
            best = known;
            kind = (tt_kind)k;
        } else if (known == best) {
            kind = TT_KIND_NONE;
        }
    }
    return kind;
}

tt_kind tt_columns_kind(const tt_str *names, size_t n)
{
    return best_kind(names, n, 0);
}

tt_kind tt_columns_kind_near(const tt_str *names, size_t n)
{
    return best_kind(names, n, 1);
}
