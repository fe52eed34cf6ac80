/*
 * mt_party.c - parties of SWIFT MT: option letters A (BIC), F (numbered lines), K, D and none (name
 * and address), B and C.
 */
#include "read/mt.h"

#include "base/str.h"
#include "refdata/country.h"

tt_str tt_mt_account(tt_mt *m, tt_str line)
{
    line = tt_str_trim(line);
    if (tt_str_starts(line, TT_STR("//")))
        return (tt_str){NULL, 0}; /* a clearing code */
    if (line.n && line.p[0] == '/')
        line = tt_str_sub(line, 1, SIZE_MAX);
    if (line.n > 2 && (line.p[0] == 'C' || line.p[0] == 'D') && line.p[1] == '/')
        line = tt_str_sub(line, 2, SIZE_MAX);
    line = tt_mt_packed(m, line);
    return tt_str_is(line, "-") ? (tt_str){NULL, 0} : line;
}

static tt_str country_of(tt_str s)
{
    tt_country c;
    s = tt_str_trim(s);
    return s.n >= 2 && tt_country_parse(s, &c) ? s : (tt_str){NULL, 0};
}

/* The whole last line, or two letters before its slash ("GB/LONDON"). */
static tt_str country_of_line(tt_str line)
{
    line = tt_str_trim(line);
    if (line.n > 3 && line.p[2] == '/')
        return country_of(tt_str_sub(line, 0, 2));
    return country_of(line);
}

static void take_bic(tt_mt_party *p, tt_str bic)
{
    p->bic = p->id = p->name = bic;
    p->country = country_of(tt_str_sub(bic, 4, 2));
}

/* The last of "CCPT/DE/12345" or "CUST/DE/BANK/12345": the number itself. */
static tt_str last_part(tt_str s)
{
    tt_str part = {NULL, 0}, rest = s;
    while (tt_str_split(&rest, '/', &part))
        ;
    return tt_str_trim(part);
}

/* "1/NAME", "2/STREET", "3/DE/CITY", "6/..", "7/..". */
static void take_numbered(tt_mt *m, tt_mt_party *p, tt_str line)
{
    tt_str text = tt_str_sub(line, 2, SIZE_MAX);
    switch (line.p[0]) {
    case '1':
        p->name = tt_emit_join(&m->e, p->name, " ", text);
        break;
    case '3':
        if (!p->country.n)
            p->country = country_of(tt_str_sub(text, 0, 2));
        break;
    case '6':
    case '7':
        if (!p->id.n)
            p->id = last_part(text);
        break;
    default:
        break;
    }
}

static bool is_numbered(tt_str line)
{
    return line.n > 2 && line.p[0] >= '1' && line.p[0] <= '8' && line.p[1] == '/';
}

/* Lines after the account. */
static void take_lines(tt_mt *m, tt_mt_party *p, tt_str lines, char option)
{
    tt_str line, last = {NULL, 0};
    bool numbered = false;
    for (size_t i = 0; tt_swift_line(&lines, &line);) {
        line = tt_str_trim(line);
        if (line.n == 0)
            continue;
        if (i == 0 && option == 'A' && tt_swift_is_bic(line)) {
            take_bic(p, line);
            return;
        }
        numbered |= i == 0 && (option == 'F' || is_numbered(line));
        if (numbered && is_numbered(line))
            take_numbered(m, p, line);
        else if (numbered && i == 0)
            p->id = last_part(line); /* :50F: with a number of a paper instead of an account */
        else if (i == 0)
            p->name = line;
        else
            last = line;
        i++;
    }
    if (!numbered && last.n)
        p->country = country_of_line(last);
}

/* A first line that is a number, with a name below it: an account without its slash. */
static bool is_bare_account(tt_str line, tt_str rest)
{
    enum { DIGITS_MIN = 6 };
    size_t digits = 0;
    line = tt_str_trim(line);
    for (size_t i = 0; i < line.n; i++) {
        if (!tt_ascii_is_digit(line.p[i]) && line.p[i] != '-' && line.p[i] != ' ')
            return false;
        digits += line.p[i] != '-' && line.p[i] != ' ';
    }
    return digits >= DIGITS_MIN && tt_str_trim(rest).n > 0;
}

tt_mt_party tt_mt_party_of(tt_mt *m, tt_str text, char option)
{
    tt_mt_party p = {.name = {NULL, 0}};
    tt_str rest = text, line = {NULL, 0};
    if (tt_swift_line(&rest, &line) && option != 'F' && is_bare_account(line, rest)) {
        p.account = tt_mt_packed(m, line);
        text = rest;
    } else if (text.n && text.p[0] == '/') {
        p.account = tt_mt_account(m, line);
        text = rest;
    }
    take_lines(m, &p, text, option);
    return p;
}

static const char *const fields[2][5] = {
    {"payee_name", "payee_account", "payee_id", "payee_country", "payee_bank"},
    {"payer_name", "payer_account", "payer_id", "payer_country", "payer_bank"},
};

void tt_mt_set_party(tt_mt *m, bool payer, const tt_mt_party *p)
{
    const char *const *f = fields[payer];
    tt_emit_set(&m->e, f[0], p->name);
    tt_emit_set(&m->e, f[1], p->account);
    tt_emit_set(&m->e, f[2], p->id);
    tt_emit_set(&m->e, f[3], p->country);
}

void tt_mt_set_bank(tt_mt *m, bool payer, const tt_mt_party *p)
{
    tt_emit_set(&m->e, fields[payer][4], p->bic.n ? p->bic : p->name);
}

static bool is_main_branch(tt_str s)
{
    return s.p[0] == 'X' && s.p[1] == 'X' && s.p[2] == 'X';
}

/* "AAAABBCCXDDD": the BIC without the letter of the terminal, and without a branch of three X. */
static tt_str bic_of_terminal(tt_mt *m, tt_str s)
{
    if (s.n < 8 || !tt_swift_is_bic(tt_str_sub(s, 0, 8)))
        return (tt_str){NULL, 0};
    tt_str bic = tt_str_sub(s, 0, 8), branch = tt_str_sub(s, 9, 3);
    if (branch.n < 3 || is_main_branch(branch))
        return bic;
    return tt_emit_join(&m->e, bic, "", branch);
}

/* The other end: the input reference of a message from the network, else its receiver. */
static tt_str other_end(tt_mt *m)
{
    enum { DIGITS = 10, TYPE = 4 };
    tt_str two = m->msg->block[2];
    bool timed = two.n > TYPE + DIGITS;
    for (size_t i = TYPE; timed && i < TYPE + DIGITS; i++)
        timed = tt_ascii_is_digit(two.p[i]);
    return bic_of_terminal(m, tt_str_sub(two, timed ? TYPE + DIGITS : TYPE, 12));
}

static tt_str own_end(tt_mt *m)
{
    return bic_of_terminal(m, tt_str_sub(m->msg->block[1], 3, 12));
}

tt_str tt_mt_sender(tt_mt *m)
{
    return m->msg->direction == 'O' ? other_end(m) : own_end(m);
}

tt_str tt_mt_receiver(tt_mt *m)
{
    return m->msg->direction == 'O' ? own_end(m) : other_end(m);
}
