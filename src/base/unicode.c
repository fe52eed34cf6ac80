/*
 * unicode.c - the door to ICU.
 *
 * ICU works in UTF-16 with 32-bit lengths, and asks for buffers of a size that it knows only
 * after trying; both stay in here.
 */
#include <unicode/ucnv.h> /* before base/: see banned.h */
#include <unicode/ucnv_cb.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/unicode.h"

#include "base/str.h"
#include "base/vec.h"

TT_VEC(units, UChar);

struct tt_unicode {
    const UNormalizer2 *fold; /* ICU's own, for ever */
    UTransliterator *latin;   /* opened at the first text that needs it, also below */
    UTransliterator *simple;
    tt_han *han; /* of FIRST_HAN..LAST_HAN; simple is 0 where nobody has asked yet */
    units a, b;  /* scratch */
};

static const size_t max_text = (size_t)256 << 20; /* so that no length of ICU overflows */

static tt_status icu_failed(UErrorCode code, const char *what, tt_err *err)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return tt_fail(err, TT_ENOMEM, "no room in ICU to %s", what);
    return tt_fail(err, TT_EINTERNAL, "ICU cannot %s: %s", what, u_errorName(code));
}

const char *tt_unicode_version(void)
{
    return U_ICU_VERSION;
}

tt_status tt_unicode_new(tt_unicode **out, tt_err *err)
{
    UErrorCode code = U_ZERO_ERROR;
    *out = NULL;
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&code);
    if (U_FAILURE(code))
        return icu_failed(code, "load its folding tables", err);
    tt_unicode *u = tt_mem_zalloc(1, sizeof *u);
    if (!u)
        return tt_fail(err, TT_ENOMEM, "no room for Unicode handles");
    u->fold = fold;
    *out = u;
    return TT_OK;
}

void tt_unicode_free(tt_unicode *u)
{
    if (!u)
        return;
    if (u->latin)
        utrans_close(u->latin);
    if (u->simple)
        utrans_close(u->simple);
    tt_mem_free(u->han);
    tt_vec_release(&u->a);
    tt_vec_release(&u->b);
    tt_mem_free(u);
}

/* --- ASCII --- */

static bool is_ascii(tt_str s)
{
    uint64_t eight;
    size_t i = 0;
    for (; s.n - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, s.p + i, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            return false;
    }
    for (; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static tt_status no_room(size_t n, tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for a text of %zu bytes", n);
}

static tt_status lower_ascii(tt_str s, tt_arena *a, tt_str *out, tt_err *err)
{
    char *p = tt_new_n(a, char, s.n + 1);
    if (!p)
        return no_room(s.n, err);
    for (size_t i = 0; i < s.n; i++)
        p[i] = tt_ascii_lower(s.p[i]);
    *out = (tt_str){p, s.n};
    return TT_OK;
}

/* --- UTF-16 --- */

static tt_status reserve(units *v, size_t n, tt_err *err)
{
    v->n = 0;
    return tt_vec_reserve(v, n) ? TT_OK : no_room(n, err);
}

static int32_t room_of(const units *v)
{
    return (int32_t)TT_MIN(v->cap, (size_t)INT32_MAX);
}

/* s, folded, into u->b. */
static tt_status fold_units(tt_unicode *u, tt_str s, tt_err *err)
{
    if (s.n > max_text)
        return tt_fail(err, TT_ELIMIT, "text of %zu bytes is over the limit of %zu", s.n, max_text);
    UErrorCode code = U_ZERO_ERROR;
    int32_t n;
    TT_TRY(reserve(&u->a, s.n, err)); /* UTF-16 never has more units than UTF-8 has bytes */
    u_strFromUTF8WithSub(u->a.v, room_of(&u->a), &n, s.p, (int32_t)s.n, 0xFFFD, NULL, &code);
    if (U_FAILURE(code))
        return icu_failed(code, "read UTF-8", err);
    u->a.n = (size_t)n;
    size_t want = u->a.n * 2; /* most texts keep their length */
    for (;;) {
        TT_TRY(reserve(&u->b, want, err));
        code = U_ZERO_ERROR;
        n = unorm2_normalize(u->fold, u->a.v, (int32_t)u->a.n, u->b.v, room_of(&u->b), &code);
        if (code != U_BUFFER_OVERFLOW_ERROR)
            break;
        want = (size_t)n;
    }
    if (U_FAILURE(code))
        return icu_failed(code, "fold a text", err);
    u->b.n = (size_t)n;
    return TT_OK;
}

static tt_status to_utf8(const units *v, tt_arena *a, tt_str *out, tt_err *err)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t n = 0;
    u_strToUTF8(NULL, 0, &n, v->v, (int32_t)v->n, &code);
    if (U_FAILURE(code) && code != U_BUFFER_OVERFLOW_ERROR)
        return icu_failed(code, "write UTF-8", err);
    char *p = tt_new_n(a, char, (size_t)n + 1);
    if (!p)
        return no_room((size_t)n, err);
    code = U_ZERO_ERROR;
    u_strToUTF8(p, n + 1, &n, v->v, (int32_t)v->n, &code);
    if (U_FAILURE(code))
        return icu_failed(code, "write UTF-8", err);
    *out = (tt_str){p, (size_t)n};
    return TT_OK;
}

tt_status tt_unicode_fold(tt_unicode *u, tt_str s, tt_arena *a, tt_str *out, tt_err *err)
{
    if (is_ascii(s))
        return lower_ascii(s, a, out, err);
    TT_TRY(fold_units(u, s, err));
    return to_utf8(&u->b, a, out, err);
}

/* --- transliteration --- */

static tt_status open_rules(UTransliterator **t, const char *rules, tt_err *err)
{
    UChar id[32];
    UErrorCode code = U_ZERO_ERROR;
    if (*t)
        return TT_OK;
    TT_ASSERT(strlen(rules) < TT_LEN(id));
    u_charsToUChars(rules, id, (int32_t)strlen(rules) + 1);
    *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
    return U_FAILURE(code) ? icu_failed(code, "load its transliteration rules", err) : TT_OK;
}

/* u->b, transliterated, into u->a. */
static tt_status trans_units(tt_unicode *u, const UTransliterator *t, tt_err *err)
{
    size_t want = u->b.n * 3 + 16;
    for (;;) {
        UErrorCode code = U_ZERO_ERROR;
        TT_TRY(reserve(&u->a, want, err));
        memcpy(u->a.v, u->b.v, u->b.n * sizeof *u->b.v);
        int32_t n = (int32_t)u->b.n, end = n;
        utrans_transUChars(t, u->a.v, &n, room_of(&u->a), 0, &end, &code);
        if (code == U_BUFFER_OVERFLOW_ERROR) {
            want = TT_MAX((size_t)n, u->a.cap + 1);
            continue;
        }
        if (U_FAILURE(code))
            return icu_failed(code, "transliterate a text", err);
        u->a.n = (size_t)n;
        return TT_OK;
    }
}

tt_status tt_unicode_ascii(tt_unicode *u, tt_str s, tt_arena *a, tt_str *out, tt_err *err)
{
    if (is_ascii(s))
        return lower_ascii(s, a, out, err);
    TT_TRY(open_rules(&u->latin, "Any-Latin; Latin-ASCII; Lower", err));
    TT_TRY(fold_units(u, s, err));
    TT_TRY(trans_units(u, u->latin, err));
    char *p = tt_new_n(a, char, u->a.n + 1);
    if (!p)
        return no_room(u->a.n, err);
    size_t n = 0;
    for (size_t i = 0; i < u->a.n; i++)
        if (u->a.v[i] < 0x80)
            p[n++] = (char)u->a.v[i];
    *out = (tt_str){p, n};
    return TT_OK;
}

/* --- Chinese --- */

enum { FIRST_HAN = 0x3400, LAST_HAN = 0x9fff };

static tt_status set_char(units *v, uint32_t c, tt_err *err)
{
    TT_TRY(reserve(v, U16_MAX_LENGTH, err));
    U16_APPEND_UNSAFE(v->v, v->n, c);
    return TT_OK;
}

static tt_status look_up_han(tt_unicode *u, uint32_t c, tt_han *h, tt_err *err)
{
    size_t n = 0;
    *h = (tt_han){.simple = c};
    TT_TRY(open_rules(&u->simple, "Traditional-Simplified", err));
    TT_TRY(open_rules(&u->latin, "Any-Latin; Latin-ASCII; Lower", err));
    TT_TRY(set_char(&u->b, c, err));
    TT_TRY(trans_units(u, u->simple, err));
    if (u->a.n >= 2 && U16_IS_LEAD(u->a.v[0]))
        h->simple = (uint32_t)U16_GET_SUPPLEMENTARY(u->a.v[0], u->a.v[1]);
    else if (u->a.n)
        h->simple = u->a.v[0];
    TT_TRY(set_char(&u->b, h->simple, err));
    TT_TRY(trans_units(u, u->latin, err));
    for (size_t i = 0; i < u->a.n && n + 1 < sizeof h->reading; i++)
        if (u->a.v[i] < 0x80 && tt_ascii_is_alpha((char)u->a.v[i]))
            h->reading[n++] = (char)u->a.v[i];
    return TT_OK;
}

tt_status tt_unicode_han(tt_unicode *u, uint32_t c, tt_han *out, tt_err *err)
{
    if (c < FIRST_HAN || c > LAST_HAN)
        return look_up_han(u, c, out, err);
    if (!u->han)
        u->han = tt_mem_zalloc(LAST_HAN - FIRST_HAN + 1, sizeof *u->han);
    if (!u->han)
        return no_room(1, err);
    tt_han *h = &u->han[c - FIRST_HAN];
    if (!h->simple) {
        tt_han found;
        TT_TRY(look_up_han(u, c, &found, err));
        *h = found;
    }
    *out = *h;
    return TT_OK;
}

/* --- encodings --- */

/* Called by ICU for what it cannot convert. */
static void count_bad(const void *context, UConverterToUnicodeArgs *args, const char *bad,
                      int32_t length, UConverterCallbackReason reason, UErrorCode *code)
{
    static const UChar replacement = 0xFFFD;
    TT_UNUSED(bad);
    TT_UNUSED(length);
    if (reason > UCNV_IRREGULAR)
        return; /* reset, close, clone: nothing was read */
    uint64_t *n_bad;
    memcpy(&n_bad, &context, sizeof n_bad); /* ICU's const is about itself */
    (*n_bad)++;
    *code = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(args, &replacement, 1, 0, code);
}

/* Where converted text goes: p is NULL while it is only measured. */
struct sink {
    char *p;
    size_t n;
    UChar lead; /* the first half of a pair that was cut by the end of a block */
};

static void put_code_point(struct sink *s, uint32_t cp)
{
    char b[4];
    size_t n = 0;
    if (cp < 0x80) {
        b[n++] = (char)cp;
    } else {
        size_t more = cp < 0x800 ? 1 : cp < 0x10000 ? 2 : 3;
        b[n++] = (char)((0xF80u >> more & 0xFF) | cp >> 6 * more);
        while (more-- > 0)
            b[n++] = (char)(0x80 | (cp >> 6 * more & 0x3F));
    }
    if (s->p)
        memcpy(s->p + s->n, b, n);
    s->n += n;
}

static void put_units(struct sink *s, const UChar *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t c = v[i], lead = s->lead;
        s->lead = U16_IS_LEAD(c) ? v[i] : 0;
        if (lead && U16_IS_TRAIL(c)) {
            put_code_point(s, 0x10000 + ((lead - 0xD800) << 10) + (c - 0xDC00));
            continue;
        }
        if (lead)
            put_code_point(s, 0xFFFD); /* half a pair is no character */
        if (!s->lead)
            put_code_point(s, U16_IS_TRAIL(c) ? 0xFFFD : c);
    }
}

static tt_status convert(UConverter *cnv, tt_str bytes, struct sink *s, tt_err *err)
{
    UChar block[4096];
    const char *from = bytes.n ? bytes.p : "", *end = from + bytes.n;
    ucnv_reset(cnv);
    for (;;) {
        UErrorCode code = U_ZERO_ERROR;
        UChar *to = block;
        ucnv_toUnicode(cnv, &to, block + TT_LEN(block), &from, end, NULL, true, &code);
        put_units(s, block, (size_t)(to - block));
        if (U_SUCCESS(code)) {
            if (s->lead)
                put_code_point(s, 0xFFFD);
            return TT_OK;
        }
        if (code != U_BUFFER_OVERFLOW_ERROR)
            return icu_failed(code, "convert a text", err);
    }
}

static tt_status
decode(UConverter *cnv, tt_str bytes, tt_arena *a, tt_str *out, uint64_t *n_bad, tt_err *err)
{
    struct sink s = {.p = NULL};
    UErrorCode code = U_ZERO_ERROR;
    ucnv_setToUCallBack(cnv, count_bad, n_bad, NULL, NULL, &code);
    if (U_FAILURE(code))
        return icu_failed(code, "convert a text", err);
    TT_TRY(convert(cnv, bytes, &s, err));
    size_t n = s.n;
    s = (struct sink){.p = tt_new_n(a, char, n + 1)};
    if (!s.p)
        return no_room(n, err);
    *n_bad = 0; /* counted again */
    TT_TRY(convert(cnv, bytes, &s, err));
    *out = (tt_str){s.p, s.n};
    return TT_OK;
}

tt_status tt_unicode_decode(tt_str bytes, const char *encoding, tt_arena *a, tt_str *out,
                            uint64_t *n_bad, tt_err *err)
{
    UErrorCode code = U_ZERO_ERROR;
    *n_bad = 0;
    UConverter *cnv = ucnv_open(encoding, &code);
    if (code == U_FILE_ACCESS_ERROR || code == U_ILLEGAL_ARGUMENT_ERROR)
        return tt_fail(err, TT_EUSAGE, "unknown encoding '%s'", encoding);
    if (U_FAILURE(code))
        return icu_failed(code, "open a converter", err);
    tt_status st = decode(cnv, bytes, a, out, n_bad, err);
    ucnv_close(cnv);
    return st;
}

bool tt_unicode_knows(const char *encoding)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *cnv = ucnv_open(encoding, &code);
    ucnv_close(cnv);
    return U_SUCCESS(code);
}
