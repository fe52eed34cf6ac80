/* number.c - numbers of documents as keys: "INV-2024/001", "inv 2024 001" and "INV2024001" are one.
 */
#include "match/parts.h"

#include "base/str.h"

/* Letters and digits of any script. */
static bool is_part(char c)
{
    return tt_ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

bool tt_number_key(tt_str raw, tt_buf *key)
{
    bool digit = false;
    tt_buf_reset(key);
    for (size_t i = 0; i < raw.n; i++) {
        if (!is_part(raw.p[i]))
            continue;
        digit |= tt_ascii_is_digit(raw.p[i]);
        tt_buf_add_c(key, tt_ascii_upper(raw.p[i]));
    }
    if (!digit)
        tt_buf_reset(key);
    return digit;
}

bool tt_text_runs(tt_str text, tt_run_vec *out)
{
    out->n = 0;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && is_part(text.p[i]))
            i++;
        if (i == from) {
            i++;
            continue;
        }
        if (i > UINT32_MAX || !tt_vec_push(out, ((tt_run){(uint32_t)from, (uint32_t)(i - from)})))
            return false;
    }
    return true;
}
