/*
 * mt_details.c - :86: of statements: subfields behind "?20" and its like, codes between slashes,
 * labels, and words.
 */
#include "read/mt_entry.h"

#include "base/str.h"

/* Pieces one after the other; never longer than the room. */
struct text {
    char *p;
    size_t n, room;
};

static bool start(tt_mt *m, struct text *t, size_t n)
{
    *t = (struct text){.p = tt_new_n(m->in->scratch, char, n + 1), .room = n};
    m->e.failed |= t->p == NULL;
    return t->p != NULL;
}

static void add(struct text *t, tt_str s)
{
    size_t n = TT_MIN(s.n, t->room - t->n);
    if (n > 0)
        memcpy(t->p + t->n, s.p, n);
    t->n += n;
}

static tt_str done(const struct text *t)
{
    return tt_str_trim((tt_str){t->p, t->n});
}

static void set(tt_str *to, tt_str s)
{
    s = tt_str_trim(s);
    if (to->n == 0)
        *to = s;
}

static bool digits_at(tt_str s, size_t at, size_t n)
{
    for (size_t i = at; i < at + n; i++)
        if (i >= s.n || !tt_ascii_is_digit(s.p[i]))
            return false;
    return true;
}

/* Runs of blanks as one. */
static tt_str one_blank(tt_mt *m, tt_str s)
{
    struct text t;
    if (!start(m, &t, s.n))
        return (tt_str){NULL, 0};
    for (size_t i = 0; i < s.n; i++)
        if (!tt_ascii_is_space(s.p[i]) || (i > 0 && !tt_ascii_is_space(s.p[i - 1])))
            add(&t, (tt_str){s.p + i, 1});
    return done(&t);
}

/* --- codes of SEPA in remittance information: "EREF+", "SVWZ+" --- */

static const struct word {
    const char *word;
    size_t to; /* of a tt_str in tt_mt_details; SIZE_MAX: nothing takes it */
} words[] = {
    {"EREF", offsetof(tt_mt_details, e2e)},
    {"CRED", offsetof(tt_mt_details, creditor)},
    {"SVWZ", offsetof(tt_mt_details, remittance)},
    {"PURP", offsetof(tt_mt_details, purpose)},
    {"IBAN", offsetof(tt_mt_details, account)},
    {"OAMT", offsetof(tt_mt_details, original)},
    {"COAM", offsetof(tt_mt_details, charges)},
    {"BIC", offsetof(tt_mt_details, bank)},
    {"KREF", SIZE_MAX},
    {"MREF", SIZE_MAX},
    {"DEBT", SIZE_MAX},
    {"ABWA", SIZE_MAX},
    {"ABWE", SIZE_MAX},
    {"PREF", SIZE_MAX},
    {"BREF", SIZE_MAX},
    {"RREF", SIZE_MAX},
    {"MTLG", offsetof(tt_mt_details, remittance)},
};

/* "EREF+" anywhere: pieces are cut in front of codes without a blank; "EREF:" where a word starts.
 */
static const struct word *word_at(tt_str s, size_t at)
{
    for (size_t i = 0; i < TT_LEN(words); i++) {
        size_t n = strlen(words[i].word);
        if (at + n >= s.n || memcmp(s.p + at, words[i].word, n) != 0)
            continue;
        bool inside = at > 0 && tt_ascii_is_alpha(s.p[at - 1]);
        if (s.p[at + n] == '+' || (s.p[at + n] == ':' && !inside))
            return &words[i];
    }
    return NULL;
}

static size_t next_word(tt_str s, size_t from)
{
    while (from < s.n && !word_at(s, from))
        from++;
    return from;
}

/* What stands before the first code is remittance information when no code says what is. */
static void take_words(tt_str s, tt_mt_details *out)
{
    size_t at = next_word(s, 0);
    tt_str before = tt_str_sub(s, 0, at);
    while (at < s.n) {
        const struct word *w = word_at(s, at);
        size_t from = at + strlen(w->word) + 1;
        at = next_word(s, from);
        if (w->to != SIZE_MAX)
            set((tt_str *)((char *)out + w->to), tt_str_sub(s, from, at - from));
    }
    set(&out->remittance, before);
    /* An identifier is one word. */
    for (size_t n = 0; n < out->creditor.n; n++)
        if (out->creditor.p[n] == ' ')
            out->creditor.n = n;
}

/* --- subfields --- */

/* The sign in front of the numbers of subfields; 0 when there are none.  *from: its first place. */
static char sign_of(tt_str s, size_t *from)
{
    static const char signs[] = "?<>~^@!$%&*|+";
    size_t i = digits_at(s, 0, 3) ? 3 : 0;
    while (i == 3 && i < s.n && s.p[i] == ' ')
        i++;
    if (i + 3 > s.n || !memchr(signs, s.p[i], sizeof signs - 1) || !digits_at(s, i + 1, 2))
        return '\0';
    if (s.p[i + 1] > '3' || (s.p[i + 1] != '2' && s.p[i + 1] != '3' && s.p[i + 2] != '0'))
        return '\0';
    *from = i;
    return s.p[i];
}

static bool is_subfield(tt_str s, size_t at, char sign)
{
    return s.p[at] == sign && digits_at(s, at + 1, 2);
}

/* Remittance and names are cut into pieces of 27: a full one goes on in the next. */
static void add_piece(struct text *t, tt_str piece)
{
    enum { PIECE = 27 };
    add(t, piece);
    if (piece.n < PIECE)
        add(t, TT_STR(" "));
}

/* PKO BP fills what it leaves empty with the byte 0xFF, whatever that is in the encoding: y with
 * dots, a dot above, a blank that does not break, or nothing at all. */
static bool is_filler(tt_str s)
{
    static const char *const fillers[] = {"\xc3\xbf", "\xcb\x99", "\xc2\xa0", "\xef\xbf\xbd"};
    s = tt_str_trim(s);
    for (size_t i = 0; i < TT_LEN(fillers); i++)
        if (tt_str_is(s, fillers[i]))
            return true;
    return false;
}

struct pieces {
    struct text remittance, name;
    tt_str booking; /* the bank's word for the transaction */
    char sign;
};

static void take_subfield(tt_mt *m, struct pieces *x, unsigned number, tt_str s, tt_mt_details *out)
{
    if (is_filler(s))
        return;
    if ((number >= 20 && number <= 29) || (number >= 60 && number <= 63))
        add_piece(&x->remittance, s);
    else if (number == 32 || number == 33)
        add_piece(&x->name, s);
    else if (number == 0)
        set(&x->booking, s);
    else if (number == 10 && x->sign == '>' && s.n >= 7)
        out->account = tt_mt_packed(m, s); /* Triodos; behind 31 it has the owner's */
    else if (number == 30)
        set(&out->bank, s);
    else if (number == 31)
        set(&out->account, tt_mt_packed(m, s));
    else if (number == 38 && s.n)
        out->account = tt_mt_packed(m, s); /* the IBAN */
}

static bool take_subfields(tt_mt *m, tt_str text, tt_mt_details *out)
{
    struct pieces x = {.booking = {NULL, 0}};
    struct text flat;
    tt_str line, rest = text;
    size_t from = 0;
    if (!start(m, &flat, text.n))
        return true;
    while (tt_swift_line(&rest, &line))
        add(&flat, line);
    tt_str s = done(&flat);
    char sign = x.sign = sign_of(s, &from);
    if (!sign || !start(m, &x.remittance, 2 * s.n) || !start(m, &x.name, 2 * s.n))
        return false;
    while (from < s.n) {
        unsigned number = (unsigned)(s.p[from + 1] - '0') * 10 + (unsigned)(s.p[from + 2] - '0');
        size_t end = from += 3;
        while (end < s.n && !is_subfield(s, end, sign))
            end++;
        take_subfield(m, &x, number, tt_str_sub(s, from, end - from), out);
        from = end;
    }
    set(&out->name, one_blank(m, done(&x.name)));
    take_words(one_blank(m, done(&x.remittance)), out);
    set(&out->remittance, x.booking);
    return true;
}

/* --- codes between slashes --- */

typedef enum slash {
    SL_NONE,
    SL_ORDP, /* the party that orders */
    SL_BENM, /* the party that gets */
    SL_ULT,  /* somebody behind them */
    SL_NAME,
    SL_CNTP, /* account/BIC/name/city of the other side */
    SL_REMI,
    SL_FIELD
} slash;

static const struct code {
    const char *code;
    slash what;
    bool main; /* a text with it is written in codes */
    size_t to; /* FIELD */
} codes[] = {
    {"EREF", SL_FIELD, true, offsetof(tt_mt_details, e2e)},
    {"CSID", SL_FIELD, false, offsetof(tt_mt_details, creditor)},
    {"IBAN", SL_FIELD, true, offsetof(tt_mt_details, account)},
    {"BBAN", SL_FIELD, true, offsetof(tt_mt_details, account)},
    {"ACCT", SL_FIELD, false, offsetof(tt_mt_details, account)},
    {"BIC", SL_FIELD, false, offsetof(tt_mt_details, bank)},
    {"OI", SL_FIELD, false, offsetof(tt_mt_details, bank)},
    {"PURP", SL_FIELD, false, offsetof(tt_mt_details, purpose)},
    {"OCMT", SL_FIELD, true, offsetof(tt_mt_details, original)},
    {"CHGS", SL_FIELD, true, offsetof(tt_mt_details, charges)},
    {"OP", SL_FIELD, true, offsetof(tt_mt_details, name)},
    {"ORDP", SL_ORDP, true, 0},
    {"BENM", SL_BENM, true, 0},
    {"NAME", SL_NAME, true, 0},
    {"CNTP", SL_CNTP, true, 0},
    {"REMI", SL_REMI, true, 0},
    {"ULTB", SL_ULT, false, 0},
    {"ULTC", SL_ULT, false, 0},
    {"ULTD", SL_ULT, false, 0},
    {"ULBN", SL_ULT, false, 0},
    {"TRTP", SL_NONE, true, 0},
    {"KREF", SL_NONE, true, 0},
    {"MREF", SL_NONE, false, 0},
    {"MARF", SL_NONE, false, 0},
    {"PREF", SL_NONE, false, 0},
    {"ISDT", SL_NONE, false, 0},
    {"RTRN", SL_NONE, false, 0},
    {"ADDR", SL_NONE, false, 0},
    {"ID", SL_NONE, false, 0},
    {"SVCL", SL_NONE, false, 0},
    {"TRCD", SL_NONE, false, 0},
    {"ACCW", SL_NONE, false, 0},
    {"SUBB", SL_NONE, false, 0},
    {"PROC", SL_NONE, false, 0},
    {"EXCH", SL_NONE, false, 0},
    {"BUSP", SL_NONE, false, 0},
    {"NBTR", SL_NONE, false, 0},
    {"INFO", SL_NONE, false, 0},
    {"IACC", SL_NONE, false, 0},
    {"REF", SL_NONE, false, 0},
    {"EDI", SL_NONE, false, 0},
    {"CDTRREF", SL_NONE, false, 0},
    {"CDTRREFTP", SL_NONE, false, 0},
};

/* The code whose first slash is at `at`. */
static const struct code *code_at(tt_str s, size_t at)
{
    size_t n = 0;
    if (s.p[at] != '/')
        return NULL;
    tt_str rest = tt_str_sub(s, at + 1, 12);
    while (n < rest.n && rest.p[n] >= 'A' && rest.p[n] <= 'Z')
        n++;
    if (n == 0 || n == rest.n || rest.p[n] != '/')
        return NULL;
    for (size_t i = 0; i < TT_LEN(codes); i++)
        if (tt_str_is(tt_str_sub(rest, 0, n), codes[i].code))
            return &codes[i];
    return NULL;
}

static size_t next_code(tt_str s, size_t from)
{
    while (from < s.n && !code_at(s, from))
        from++;
    return from;
}

static tt_str without_slashes(tt_str s)
{
    s = tt_str_trim(s);
    while (s.n && s.p[s.n - 1] == '/')
        s.n--;
    while (s.n && s.p[0] == '/')
        s = tt_str_sub(s, 1, SIZE_MAX);
    return tt_str_trim(s);
}

/* "USTD//words", "STRD/CUR/reference". */
static tt_str remittance_of(tt_str s)
{
    s = without_slashes(s);
    if (tt_str_starts(s, TT_STR("USTD/")))
        return without_slashes(tt_str_sub(s, 5, SIZE_MAX));
    if (tt_str_starts(s, TT_STR("STRD/CUR/")) || tt_str_starts(s, TT_STR("STRD/ISO/")))
        return without_slashes(tt_str_sub(s, 9, SIZE_MAX));
    if (tt_str_starts(s, TT_STR("INV/")))
        return (tt_str){s.p - 1, s.n + 1}; /* a code in a code keeps its slash */
    return s;
}

static void take_cntp(tt_str s, tt_mt_details *out)
{
    tt_str *const to[] = {&out->account, &out->bank, &out->name};
    tt_str part;
    for (size_t i = 0; i < TT_LEN(to) && tt_str_split(&s, '/', &part); i++)
        set(to[i], part);
}

struct slashed {
    slash party; /* whose name comes */
    tt_str ordp, benm, name;
    tt_str rest; /* words behind an account */
};

/* An account or a bank is one word: others may stand behind it. */
static tt_str one_word(struct slashed *x, tt_str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] != '/')
        n++;
    set(&x->rest, tt_str_sub(s, n + 1, SIZE_MAX));
    return tt_str_sub(s, 0, n);
}

static void take_code(struct slashed *x, const struct code *c, tt_str s, tt_mt_details *out)
{
    tt_str *const by_party[] = {[SL_NONE] = &x->name, [SL_ORDP] = &x->ordp, [SL_BENM] = &x->benm};
    tt_str value = without_slashes(s);
    switch (c->what) {
    case SL_ORDP:
    case SL_BENM:
    case SL_ULT:
        x->party = c->what;
        if (c->what != SL_ULT)
            set(by_party[c->what], value);
        break;
    case SL_NAME:
        if (x->party != SL_ULT)
            set(by_party[x->party], value);
        break;
    case SL_CNTP:
        take_cntp(s, out);
        break;
    case SL_REMI:
        set(&out->remittance, remittance_of(s));
        break;
    case SL_FIELD:
        if (c->to == offsetof(tt_mt_details, account) || c->to == offsetof(tt_mt_details, bank))
            value = one_word(x, value);
        set((tt_str *)((char *)out + c->to), value);
        break;
    default:
        break;
    }
}

bool tt_mt_details_slashes(tt_mt *m, tt_str text, tt_mt_details *out)
{
    struct slashed x = {.party = SL_NONE};
    tt_str s = tt_mt_flat(m, text, TT_MT_LONG_LINE);
    bool coded = false;
    for (size_t at = next_code(s, 0); at < s.n; at = next_code(s, at + 1))
        coded |= code_at(s, at)->main;
    if (!coded)
        return false;
    size_t at = next_code(s, 0);
    tt_str before = tt_str_sub(s, 0, at);
    while (at < s.n) {
        const struct code *c = code_at(s, at);
        size_t from = at + strlen(c->code) + 2;
        at = next_code(s, from);
        take_code(&x, c, tt_str_sub(s, from, at - from), out);
    }
    set(&out->name, out->owner_pays ? x.benm : x.ordp);
    set(&out->name, x.name);
    set(&out->name, out->owner_pays ? x.ordp : x.benm);
    set(&out->remittance, before);
    set(&out->remittance, x.rest);
    return true;
}

void tt_mt_details_parse(tt_mt *m, tt_str text, tt_mt_details *out)
{
    if (take_subfields(m, text, out) || tt_mt_details_slashes(m, text, out) ||
        tt_mt_details_labels(m, text, out))
        return;
    tt_mt_details_words(m, text, out);
}
