/* near_names.c - see near_names.h. */
#include "detect/common/near_names.h"

#include "base/fasthash.h"
#include "base/str.h"

/* Letters that look alike become one. */
static tt_str look(tt_str s, char out[TT_NEAR_LETTERS])
{
    static const char *const pairs[] = {"0o", "1i", "li", "5s", "8b"};
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < TT_NEAR_LETTERS; i++) {
        char c = tt_ascii_lower(s.p[i]), next = i + 1 < s.n ? tt_ascii_lower(s.p[i + 1]) : 0;
        for (size_t k = 0; k < TT_LEN(pairs); k++)
            c = c == pairs[k][0] ? pairs[k][1] : c;
        if ((c == 'r' && next == 'n') || (c == 'v' && next == 'v')) {
            c = c == 'r' ? 'm' : 'w';
            i++;
        }
        out[n++] = c;
    }
    return (tt_str){out, n};
}

/* One letter left out, another, or two that changed places. */
static bool one_edit(tt_str a, tt_str b)
{
    size_t i = 0, k = 0;
    while (i < a.n && i < b.n && a.p[i] == b.p[i])
        i++;
    while (k < a.n - i && k < b.n - i && a.p[a.n - 1 - k] == b.p[b.n - 1 - k])
        k++;
    size_t x = a.n - i - k, y = b.n - i - k;
    return (x <= 1 && y <= 1) || (x == 2 && y == 2 && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i]);
}

bool tt_names_near(tt_str a, tt_str b)
{
    char x[TT_NEAR_LETTERS], y[TT_NEAR_LETTERS];
    return a.n <= TT_NEAR_LETTERS && b.n <= TT_NEAR_LETTERS && !tt_str_eq(a, b) &&
           one_edit(look(a, x), look(b, y));
}

/* The name as it looks without its letter i; i = n: with all. */
static uint64_t form(tt_str look, size_t i)
{
    char text[TT_NEAR_LETTERS];
    size_t n = 0;
    for (size_t k = 0; k < look.n; k++)
        if (k != i)
            text[n++] = look.p[k];
    return tt_fasthash(text, n);
}

bool tt_near_names_add(tt_near_names *x, tt_str own)
{
    char text[TT_NEAR_LETTERS];
    tt_str l = look(own, text);
    if (!tt_vec_push(&x->names, own))
        return false;
    for (size_t i = 0; own.n <= TT_NEAR_LETTERS && i <= l.n; i++)
        if (!tt_vec_push(&x->forms, ((tt_near_form){form(l, i), (uint32_t)x->names.n - 1})))
            return false;
    return true;
}

static int form_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_near_form *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->name > b->name) - (a->name < b->name);
}

bool tt_near_names_sort(tt_near_names *x)
{
    return tt_sort(x->forms.v, x->forms.n, sizeof *x->forms.v, form_cmp, NULL);
}

void tt_near_names_release(tt_near_names *x)
{
    tt_vec_release(&x->names);
    tt_vec_release(&x->forms);
}

uint32_t tt_near_names_find(const tt_near_names *x, tt_str own, uint32_t from)
{
    char text[TT_NEAR_LETTERS];
    tt_str l = look(own, text);
    uint32_t best = UINT32_MAX;
    for (size_t i = 0; own.n <= TT_NEAR_LETTERS && i <= l.n; i++) {
        tt_near_form key = {form(l, i), from};
        size_t low = 0, high = x->forms.n;
        TT_BISECT(size_t, low, high, mid, form_cmp(&x->forms.v[mid], &key, NULL) < 0);
        for (; low < x->forms.n && x->forms.v[low].hash == key.hash; low++)
            if (x->forms.v[low].name < best && tt_names_near(own, x->names.v[x->forms.v[low].name]))
                best = x->forms.v[low].name;
    }
    return best;
}
