/*
 * identity.c - identifiers that keep their rules.  The check characters are found by asking
 * refdata/ids.h, so that there is one copy of each rule.
 */
#include "simulate/parts.h"

#include "refdata/ids.h"

enum { MOST = 36 };

static const char base36[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static void digits(tt_rng *r, char *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (char)('0' + sim_below(r, 10));
}

/* Try what may stand at n places from `at` on, until the whole holds. */
static bool
complete(tt_id_scheme scheme, char *text, size_t len, size_t at, size_t n, const char *alphabet)
{
    size_t base = strlen(alphabet), all = n == 2 ? base * base : base;
    for (size_t i = 0; i < all; i++) {
        text[at] = alphabet[n == 2 ? i / base : i];
        if (n == 2)
            text[at + 1] = alphabet[i % base];
        if (tt_id_check(scheme, (tt_str){text, len}, NULL) == TT_ID_VALID)
            return true;
    }
    return false;
}

static tt_str kept(sim_world *w, const char *text, size_t n)
{
    return sim_textf(w, w->arena, "%.*s", (int)n, text);
}

tt_str sim_tax_id(sim_world *w, tt_rng *r, uint32_t country)
{
    const sim_country *c = &w->tables.countries[country];
    char t[MOST];
    if (tt_str_is(c->code, "CN")) {
        do {
            memcpy(t, "91", 2);
            digits(r, t + 2, 6);
            for (int i = 8; i < 17; i++)
                t[i] = "0123456789ABCDEFGHJKLMNPQRTUWXY"[sim_below(r, i == 8 ? 31 : 12)];
        } while (!complete(TT_ID_USCC, t, 18, 17, 1, "0123456789ABCDEFGHJKLMNPQRTUWXY"));
        return kept(w, t, 18);
    }
    if (tt_str_is(c->code, "VN")) {
        do {
            digits(r, t, 9);
            t[0] = '0';
        } while (!complete(TT_ID_MST, t, 10, 9, 1, "0123456789"));
        return kept(w, t, 10);
    }
    if (tt_str_is(c->code, "RU")) {
        do {
            digits(r, t, 9);
        } while (!complete(TT_ID_INN, t, 10, 9, 1, "0123456789"));
        return kept(w, t, 10);
    }
    /* Elsewhere a number of the country's own length, without a rule that we know. */
    size_t n = 9 + country % 4;
    digits(r, t, n);
    t[0] = (char)('1' + sim_below(r, 9));
    return kept(w, t, n);
}

tt_str sim_lei(sim_world *w, tt_rng *r)
{
    char t[MOST];
    do {
        digits(r, t, 4);
        memcpy(t + 4, "00", 2);
        for (int i = 6; i < 18; i++)
            t[i] = base36[sim_below(r, 36)];
    } while (!complete(TT_ID_LEI, t, 20, 18, 2, "0123456789"));
    return kept(w, t, 20);
}

tt_str sim_account(sim_world *w, tt_rng *r, uint32_t country, tt_str bank_letters)
{
    const sim_country *c = &w->tables.countries[country];
    char t[MOST + 4];
    uint64_t n = 0;
    if (c->account.p[0] == '-') {
        (void)tt_parse_u64(tt_str_sub(c->account, 1, SIZE_MAX), &n);
        digits(r, t, (size_t)n);
        t[0] = (char)('1' + sim_below(r, 9));
        return kept(w, t, (size_t)n);
    }
    size_t at = 4;
    bool lettered = c->account.p[0] == 'A';
    memcpy(t, c->code.p, 2);
    if (lettered)
        for (size_t i = 0; i < 4; i++)
            t[at++] = i < bank_letters.n ? bank_letters.p[i] : 'X';
    (void)tt_parse_u64(tt_str_sub(c->account, lettered ? 3 : 1, SIZE_MAX), &n);
    digits(r, t + at, (size_t)n);
    at += (size_t)n;
    (void)complete(TT_ID_IBAN, t, at, 2, 2, "0123456789");
    return kept(w, t, at);
}

tt_str sim_bic(sim_world *w, tt_rng *r, uint32_t country, tt_str bank_name)
{
    char t[8];
    size_t n = 0;
    for (size_t i = 0; i < bank_name.n && n < 4; i++)
        if (tt_ascii_is_alpha(bank_name.p[i]))
            t[n++] = tt_ascii_upper(bank_name.p[i]);
    while (n < 4)
        t[n++] = 'X';
    memcpy(t + 4, w->tables.countries[country].code.p, 2);
    t[6] = base36[10 + sim_below(r, 26)];
    t[7] = base36[10 + sim_below(r, 26)];
    return kept(w, t, 8);
}

tt_str sim_imo(sim_world *w, tt_rng *r)
{
    char t[7];
    do {
        digits(r, t, 6);
        t[0] = '9';
    } while (!complete(TT_ID_IMO, t, 7, 6, 1, "0123456789"));
    return kept(w, t, 7);
}

tt_str sim_container(sim_world *w, tt_rng *r, tt_str prefix)
{
    char t[MOST], whole[TT_ID_TEXT];
    memcpy(t, prefix.p, 4);
    digits(r, t + 4, 6);
    (void)tt_id_check(TT_ID_CONTAINER, (tt_str){t, 10}, whole); /* adds the digit */
    return sim_textf(w, w->arena, "%s", whole);
}

tt_str sim_airwaybill(sim_world *w, tt_rng *r)
{
    uint32_t serial = sim_below(r, 10000000);
    return sim_textf(w, w->arena, "%03u-%07u%u", 101 + sim_below(r, 800), serial, serial % 7);
}

tt_str sim_make_up(sim_world *w, tt_rng *r, tt_str number, size_t at)
{
    char digit = (char)('0' + sim_below(r, 10));
    if (at >= number.n)
        return number;
    return sim_textf(w, w->arena, "%.*s%c%.*s", (int)at, number.p, digit, (int)(number.n - at - 1),
                     number.p + at + 1);
}

tt_str sim_passport(sim_world *w, tt_rng *r)
{
    char a = base36[10 + sim_below(r, 26)];
    return sim_textf(w, w->arena, "%c%08u", a, 10000000 + sim_below(r, 89999999));
}
