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

/* How many names are fields of the kind; 0 when it lacks another number of required fields. */
static size_t known_names(const tt_kind_info *info, const tt_str *names, size_t n, size_t lacking)
{
    bool there[TT_MAX_FIELDS] = {false};
    size_t known = 0, required = 0, lacks = 0;
    for (size_t i = 0; i < n; i++) {
        int f = tt_column_field(info, names[i]);
        if (f >= 0 && !there[f]) {
            there[f] = true;
            known++;
        }
    }
    for (size_t f = 0; f < info->n_fields; f++) {
        bool is_required = (info->fields[f].flags & TT_FF_REQUIRED) != 0;
        required += is_required;
        lacks += is_required && !there[f];
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
    size_t best = 0;
    tt_kind kind = TT_KIND_NONE;
    /* The share has the same denominator for all kinds: the number of names. */
    for (unsigned k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        size_t known = known_names(tt_kind_get((tt_kind)k), names, n, lacking);
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
