/* texts.c - see texts.h. */
#include "detect/common/texts.h"

#include "base/map.h"
#include "base/vec.h"
#include "detect/common/deals.h"
#include "detect/common/words.h"

TT_VEC(str_vec, tt_str);

static bool add_lines(const tt_line *lines, size_t n, tt_map *seen, str_vec *texts, uint32_t *of)
{
    for (size_t i = 1; i <= n; i++) {
        tt_str text = lines[i].description;
        bool added;
        if (!text.n)
            continue;
        if (!tt_map_intern(seen, text, (uint32_t)texts->n, &of[i], &added) ||
            (added && !tt_vec_push(texts, text)))
            return false;
    }
    return true;
}

tt_status tt_line_texts_build(const tt_data *d, tt_arena *a, tt_line_texts *out, tt_err *err)
{
    const struct {
        tt_kind kind;
        size_t n;
    } kinds[] = {{TT_KIND_INVOICE, d->n_invoice_lines},
                 {TT_KIND_SHIPMENT, d->n_shipment_lines},
                 {TT_KIND_DECLARATION, d->n_declaration_lines}};
    tt_map seen;
    str_vec texts = {0};
    *out = (tt_line_texts){0};
    tt_map_init(&seen);
    bool ok = tt_vec_push(&texts, (tt_str){0});
    for (size_t k = 0; ok && k < TT_LEN(kinds); k++) {
        uint32_t *of = out->of[kinds[k].kind] = tt_new_n(a, uint32_t, kinds[k].n + 1);
        ok = of && add_lines(tt_data_lines(d, kinds[k].kind), kinds[k].n, &seen, &texts, of);
    }
    out->v = ok ? tt_new_n(a, tt_str, texts.n) : NULL;
    out->service = ok ? tt_new_n(a, bool, texts.n) : NULL;
    ok = out->v && out->service;
    out->n = ok ? (uint32_t)texts.n - 1 : 0;
    for (size_t i = 0; ok && i <= out->n; i++) {
        out->v[i] = texts.v[i];
        out->service[i] = tt_text_is_service(texts.v[i]);
    }
    tt_map_release(&seen);
    tt_vec_release(&texts);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for texts of lines");
}
