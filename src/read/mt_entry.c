/*
 * mt_entry.c - one entry of a statement: 6!n[4!n]2a[1!a]15d1!a3!c16x[//16x][34x], and what banks
 * write instead of it.
 */
#include "read/mt_entry.h"

#include "base/civil.h"
#include "base/str.h"
#include "refdata/currency.h"

static char look(tt_str s, size_t i)
{
    return i < s.n ? s.p[i] : '\0';
}

static bool digits(tt_str s, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        if (!tt_ascii_is_digit(look(s, i)))
            return false;
    return true;
}

/* After the dates: the mark, the letter of the currency, and blanks or line ends some write. */
static size_t take_mark(tt_str s, size_t i, tt_mt_entry *out)
{
    char first = tt_ascii_upper(look(s, i)), second = tt_ascii_upper(look(s, i + 1));
    bool debit = first == 'D' || ((first == 'R' || first == 'E') && second == 'D');
    bool two = first == 'R' || first == 'E';
    if (first != 'C' && first != 'D' && !(two && (second == 'C' || second == 'D')))
        return SIZE_MAX;
    out->expected = first == 'E';
    if (first == 'R')
        out->mark = debit ? TT_MT_UNDEBIT : TT_MT_UNCREDIT;
    else
        out->mark = debit ? TT_MT_DEBIT : TT_MT_CREDIT;
    i += two ? 2 : 1;
    if (tt_ascii_is_alpha(look(s, i)))
        i++;
    while (tt_ascii_is_space(look(s, i)))
        i++;
    return i;
}

/* References: 16x, "//", 16x; both are longer in the field. */
static void take_references(tt_str line, tt_mt_entry *out)
{
    enum { REFERENCE = 16 };
    size_t at = tt_str_find(line, TT_STR("//"), 0);
    tt_str customer = tt_str_sub(line, 0, at);
    if (at != SIZE_MAX)
        out->bank = tt_str_trim(tt_str_sub(line, at + 2, SIZE_MAX));
    /* Filled up with blanks, then the name of the other side. */
    if (at == SIZE_MAX && customer.n > REFERENCE && customer.p[REFERENCE - 1] == ' ') {
        out->name = tt_str_trim(tt_str_sub(customer, REFERENCE, SIZE_MAX));
        customer = tt_str_sub(customer, 0, REFERENCE);
    }
    out->customer = tt_str_trim(customer);
}

bool tt_mt_entry_parse(tt_str text, tt_mt_entry *out)
{
    tt_str s = tt_str_trim(text), line = {NULL, 0};
    size_t i = 6;
    *out = (tt_mt_entry){.expected = false};
    if (!digits(s, 0, 6))
        return false;
    out->value_date = tt_str_sub(s, 0, 6);
    if (digits(s, i, 4))
        i += 4;
    while (look(s, i) == ' ')
        i++;
    i = take_mark(s, i, out);
    if (i == SIZE_MAX)
        return false;
    size_t start = i;
    while (tt_ascii_is_digit(look(s, i)) || look(s, i) == ',' || look(s, i) == '.')
        i++;
    out->amount = tt_str_sub(s, start, i - start);
    if (!digits(s, start, 1) && !digits(s, start + 1, 1))
        return false;
    while (look(s, i) == ' ')
        i++;
    if (tt_ascii_is_alpha(look(s, i))) {
        size_t n = 1;
        while (n < 4 && i + n < s.n && s.p[i + n] != '\n' && s.p[i + n] != '\r')
            n++;
        out->type = tt_str_sub(s, i, n);
        i += n;
    }
    tt_str rest = tt_str_sub(s, i, SIZE_MAX);
    if (rest.n && (rest.p[0] == '\n' || rest.p[0] == '\r'))
        line = (tt_str){"", 0};
    else
        (void)tt_swift_line(&rest, &line);
    take_references(line, out);
    out->supplement = tt_str_trim(rest);
    return true;
}

/* --- the account and its balances --- */

static bool letters(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!tt_ascii_is_alpha(s.p[i]))
            return false;
    return s.n > 0;
}

static bool is_currency(tt_str s)
{
    return s.n == 3 && letters(s) && tt_ccy_parse(s) != TT_CCY_NONE;
}

tt_str tt_mt_own_account(tt_mt *m, tt_str written, tt_str *bank)
{
    tt_str rest = written, line = {NULL, 0}, second = {NULL, 0}, part;
    (void)tt_swift_line(&rest, &line);
    (void)tt_swift_line(&rest, &second);
    if (tt_swift_is_bic(tt_str_trim(second)))
        *bank = tt_str_trim(second);
    while (line.n && line.p[0] == '/')
        line = tt_str_sub(line, 1, SIZE_MAX);
    tt_str account = {NULL, 0};
    while (tt_str_split(&line, '/', &part)) {
        part = tt_mt_packed(m, part);
        if (account.n && is_currency(part))
            continue;
        if (account.n)
            *bank = account;
        account = part;
    }
    tt_str tail = account.n > 8 ? tt_str_sub(account, account.n - 3, 3) : (tt_str){NULL, 0};
    if (is_currency(tail) && tt_ascii_is_digit(account.p[account.n - 4]))
        account = tt_str_sub(account, 0, account.n - 3);
    return account;
}

bool tt_mt_balance(tt_mt *m, tt_str text, tt_str *ccy, tt_money *out)
{
    tt_str number;
    text = tt_str_trim(text);
    bool debit = text.n && tt_ascii_upper(text.p[0]) == 'D';
    if (text.n < 8 || !tt_mt_amount(m, tt_str_sub(text, 7, SIZE_MAX), ccy, &number))
        return false;
    if (!tt_money_parse(number, tt_ccy_parse(*ccy), out, NULL))
        return true;
    out->minor = debit ? -out->minor : out->minor;
    return true;
}

const char *tt_mt_last_day(tt_mt *m, tt_str date)
{
    tt_str year = tt_str_sub(date, 0, 4), month = tt_str_sub(date, 5, 2);
    int64_t y, mm, d;
    if (date.n != 10 || !tt_parse_i64(year, &y) || !tt_parse_i64(month, &mm) ||
        !tt_parse_i64(tt_str_sub(date, 8, 2), &d) || mm != 2 || d > 30 || d < 29 ||
        tt_civil_valid((int)y, (int)mm, (int)d))
        return NULL;
    int last = tt_civil_valid((int)y, 2, 29) ? 29 : 28;
    const char *text = tt_arena_printf(m->in->scratch, "%04d-02-%02d", (int)y, last);
    m->e.failed |= text == NULL;
    return text;
}
