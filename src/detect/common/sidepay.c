/* sidepay.c - lists of words, and names of families. */
#include "detect/common/sidepay.h"

#include "detect/common/words.h"

#include "base/str.h"

const char *tt_side_text(tt_side s)
{
    static const char *const words[TT_SIDE_COUNT] = {
        "to couriers",  "to dealers in gold and jewels",
        "to relatives", "to officials",
        "of loans",     "to persons in the country of the other side"};
    return (unsigned)s < TT_SIDE_COUNT ? words[s] : "unknown";
}

struct word {
    const char *text;
    tt_side side;
};

/* Whole words, in the name of who is paid and in the text of the payment. */
static const struct word of_both[] = {
    {"courier", TT_SIDE_COURIER},
    {"couriers", TT_SIDE_COURIER},
    {"parcel service", TT_SIDE_COURIER},
    {"parcel services", TT_SIDE_COURIER},
    {"dhl", TT_SIDE_COURIER},
    {"fedex", TT_SIDE_COURIER},
    {"aramex", TT_SIDE_COURIER},
    {"sf express", TT_SIDE_COURIER},
    {"speedaf", TT_SIDE_COURIER},
    {"chronopost", TT_SIDE_COURIER},
    {"messagerie", TT_SIDE_COURIER},
    {"messageries", TT_SIDE_COURIER},
    {"mensajeria", TT_SIDE_COURIER},
    {"paqueteria", TT_SIDE_COURIER},
    {"chuyen phat", TT_SIDE_COURIER},
    {"chuyển phát", TT_SIDE_COURIER},
    {"estafeta", TT_SIDE_COURIER},
    {"tarishi", TT_SIDE_COURIER},
    {"bullion", TT_SIDE_GOLD},
    {"goldsmith", TT_SIDE_GOLD},
    {"goldsmiths", TT_SIDE_GOLD},
    {"gold dealer", TT_SIDE_GOLD},
    {"gold dealers", TT_SIDE_GOLD},
    {"gold refinery", TT_SIDE_GOLD},
    {"gold souk", TT_SIDE_GOLD},
    {"gold and silver", TT_SIDE_GOLD},
    {"jeweller", TT_SIDE_GOLD},
    {"jewellers", TT_SIDE_GOLD},
    {"jewellery", TT_SIDE_GOLD},
    {"jeweler", TT_SIDE_GOLD},
    {"jewelers", TT_SIDE_GOLD},
    {"jewelry", TT_SIDE_GOLD},
    {"precious metal", TT_SIDE_GOLD},
    {"precious metals", TT_SIDE_GOLD},
    {"gemstones", TT_SIDE_GOLD},
    {"diamonds", TT_SIDE_GOLD},
    {"bijouterie", TT_SIDE_GOLD},
    {"joaillerie", TT_SIDE_GOLD},
    {"orfevre", TT_SIDE_GOLD},
    {"joyeria", TT_SIDE_GOLD},
    {"joyería", TT_SIDE_GOLD},
    {"ourivesaria", TT_SIDE_GOLD},
    {"joalharia", TT_SIDE_GOLD},
    {"vang bac", TT_SIDE_GOLD},
    {"vàng bạc", TT_SIDE_GOLD},
    {"trang suc", TT_SIDE_GOLD},
    {"trang sức", TT_SIDE_GOLD},
    {"sonara", TT_SIDE_GOLD},
    {"dhahabu", TT_SIDE_GOLD},
    {"customs officer", TT_SIDE_OFFICIAL},
    {"forestry officer", TT_SIDE_OFFICIAL},
    {"wildlife officer", TT_SIDE_OFFICIAL},
    {"game warden", TT_SIDE_OFFICIAL},
    {"park ranger", TT_SIDE_OFFICIAL},
    {"inspector", TT_SIDE_OFFICIAL},
    {"agent des douanes", TT_SIDE_OFFICIAL},
    {"garde forestier", TT_SIDE_OFFICIAL},
    {"kiem lam", TT_SIDE_OFFICIAL},
    {"kiểm lâm", TT_SIDE_OFFICIAL},
    {"can bo hai quan", TT_SIDE_OFFICIAL},
    {"cán bộ hải quan", TT_SIDE_OFFICIAL},
    {"afisa forodha", TT_SIDE_OFFICIAL},
    {"afisa misitu", TT_SIDE_OFFICIAL},
};

/* Only in the text of the payment: names of firms have them as well. */
static const struct word of_text[] = {
    {"family", TT_SIDE_FAMILY},
    {"tuition", TT_SIDE_FAMILY},
    {"school fee", TT_SIDE_FAMILY},
    {"school fees", TT_SIDE_FAMILY},
    {"university fees", TT_SIDE_FAMILY},
    {"living expenses", TT_SIDE_FAMILY},
    {"wife", TT_SIDE_FAMILY},
    {"husband", TT_SIDE_FAMILY},
    {"mother", TT_SIDE_FAMILY},
    {"father", TT_SIDE_FAMILY},
    {"brother", TT_SIDE_FAMILY},
    {"sister", TT_SIDE_FAMILY},
    {"scolarite", TT_SIDE_FAMILY},
    {"scolarité", TT_SIDE_FAMILY},
    {"famille", TT_SIDE_FAMILY},
    {"soutien familial", TT_SIDE_FAMILY},
    {"apoio familiar", TT_SIDE_FAMILY},
    {"familia", TT_SIDE_FAMILY},
    {"família", TT_SIDE_FAMILY},
    {"matricula escolar", TT_SIDE_FAMILY},
    {"hoc phi", TT_SIDE_FAMILY},
    {"học phí", TT_SIDE_FAMILY},
    {"gia dinh", TT_SIDE_FAMILY},
    {"gia đình", TT_SIDE_FAMILY},
    {"sinh hoat phi", TT_SIDE_FAMILY},
    {"sinh hoạt phí", TT_SIDE_FAMILY},
    {"ada ya shule", TT_SIDE_FAMILY},
    {"educ", TT_SIDE_FAMILY},
    {"facilitation", TT_SIDE_OFFICIAL},
    {"gratuity", TT_SIDE_OFFICIAL},
    {"tea money", TT_SIDE_OFFICIAL},
    {"kitu kidogo", TT_SIDE_OFFICIAL},
    {"pot de vin", TT_SIDE_OFFICIAL},
    {"gorjeta", TT_SIDE_OFFICIAL},
    {"gasosa", TT_SIDE_OFFICIAL},
    {"boi duong", TT_SIDE_OFFICIAL},
    {"bồi dưỡng", TT_SIDE_OFFICIAL},
    {"loan", TT_SIDE_LOAN},
    {"loans", TT_SIDE_LOAN},
    {"borrowing", TT_SIDE_LOAN},
    {"emprunt", TT_SIDE_LOAN},
    {"prêt", TT_SIDE_LOAN},
    {"emprestimo", TT_SIDE_LOAN},
    {"empréstimo", TT_SIDE_LOAN},
    {"prestamo", TT_SIDE_LOAN},
    {"préstamo", TT_SIDE_LOAN},
    {"khoan vay", TT_SIDE_LOAN},
    {"khoản vay", TT_SIDE_LOAN},
    {"cho vay", TT_SIDE_LOAN},
    {"mkopo", TT_SIDE_LOAN},
};

/* Chinese has no blanks: parts of names and texts. */
static const struct word parts[] = {
    {"快递", TT_SIDE_COURIER},    {"速递", TT_SIDE_COURIER},    {"顺丰", TT_SIDE_COURIER},
    {"黄金", TT_SIDE_GOLD},       {"珠宝", TT_SIDE_GOLD},       {"金店", TT_SIDE_GOLD},
    {"金行", TT_SIDE_GOLD},       {"首饰", TT_SIDE_GOLD},       {"贵金属", TT_SIDE_GOLD},
    {"学费", TT_SIDE_FAMILY},     {"生活费", TT_SIDE_FAMILY},   {"家用", TT_SIDE_FAMILY},
    {"赡养", TT_SIDE_FAMILY},     {"好处费", TT_SIDE_OFFICIAL}, {"关员", TT_SIDE_OFFICIAL},
    {"林业局", TT_SIDE_OFFICIAL}, {"借款", TT_SIDE_LOAN},       {"贷款", TT_SIDE_LOAN},
};

static unsigned whole(tt_str text, const struct word *v, size_t n)
{
    unsigned sides = 0;
    for (size_t i = 0; text.n && i < n; i++)
        if (!(sides & 1u << v[i].side) && tt_text_has(text, v[i].text))
            sides |= 1u << v[i].side;
    return sides;
}

static unsigned anywhere(tt_str text)
{
    unsigned sides = 0;
    size_t at = 0;
    while (at < text.n && (unsigned char)text.p[at] < 0x80)
        at++;
    if (at == text.n)
        return 0;
    for (size_t i = 0; i < TT_LEN(parts); i++)
        if (tt_str_find(text, tt_str_of(parts[i].text), 0) != SIZE_MAX)
            sides |= 1u << parts[i].side;
    return sides;
}

/* Groups of the International Standard Industrial Classification, revision 4, and of what is
 * derived from it. */
static unsigned of_activity(tt_str code)
{
    static const struct word codes[] = {
        {"5310", TT_SIDE_COURIER}, {"5320", TT_SIDE_COURIER}, {"3211", TT_SIDE_GOLD}};
    char digits[5] = "";
    for (size_t i = 0, n = 0; i < code.n && n < 4; i++)
        if (tt_ascii_is_digit(code.p[i]))
            digits[n++] = code.p[i];
    for (size_t i = 0; i < TT_LEN(codes); i++)
        if (strcmp(digits, codes[i].text) == 0)
            return 1u << codes[i].side;
    return 0;
}

/* --- families --- */

tt_status tt_sides_init(tt_sides *s, const tt_data *d, tt_arena *a, tt_err *err)
{
    *s = (tt_sides){.d = d};
    tt_kin_init(&s->kin);
    s->first = tt_new_n(a, tt_ix, d->n_entities + 1);
    s->next = tt_new_n(a, tt_ix, d->n_ownerships + 1);
    bool ok = s->first && s->next;
    size_t n = 0;
    for (tt_ix i = 1; ok && i <= d->n_entities; i++)
        if (d->entities[i].type == TT_ENTITY_PERSON) {
            ok = tt_kin_add(&s->kin, d->entities[i].name, i);
            n++;
        }
    for (tt_ix i = (tt_ix)d->n_ownerships; ok && i > 0; i--) {
        s->next[i] = s->first[d->ownerships[i].owned];
        s->first[d->ownerships[i].owned] = i;
    }
    return ok && tt_kin_close(&s->kin, n) ? TT_OK
                                          : tt_fail(err, TT_ENOMEM, "no memory for families");
}

void tt_sides_release(tt_sides *s)
{
    tt_kin_release(&s->kin);
}

/* A person who has the name of an owner or director of the payer, and is not that person. */
static bool is_relative(const tt_sides *s, tt_ix payer, tt_ix payee)
{
    const tt_entity *e = &s->d->entities[payee];
    if (!payer || e->type != TT_ENTITY_PERSON)
        return false;
    for (tt_ix i = s->first[payer]; i; i = s->next[i]) {
        const tt_ownership *o = &s->d->ownerships[i];
        if (o->owner && o->owner != payee && s->d->entities[o->owner].type == TT_ENTITY_PERSON &&
            tt_kin_are(&s->kin, s->d->entities[o->owner].name, e->name))
            return true;
    }
    return false;
}

unsigned tt_sides_of(const tt_sides *s, tt_ix payment)
{
    const tt_data *d = s->d;
    const tt_payment *p = &d->payments[payment];
    tt_ix payer = tt_data_entity(d, p->payer), payee = tt_data_entity(d, p->payee);
    tt_ix row = payee ? d->entities[payee].party : 0;
    const tt_str texts[] = {p->purpose, p->remittance};
    tt_str name = d->mentions[p->payee].name;
    unsigned sides = whole(name, of_both, TT_LEN(of_both)) | anywhere(name) |
                     (row ? of_activity(d->parties[row].activity_code) : 0);
    for (size_t i = 0; i < TT_LEN(texts); i++)
        sides |= whole(texts[i], of_both, TT_LEN(of_both)) |
                 whole(texts[i], of_text, TT_LEN(of_text)) | anywhere(texts[i]);
    if (payee && is_relative(s, payer, payee))
        sides |= 1u << TT_SIDE_FAMILY;
    return sides;
}

bool tt_side_is_private(const tt_data *d, tt_ix payment)
{
    static const char *const gifts[] = {"gift",     "gifts",    "personal loan", "cadeau", "regalo",
                                        "presente", "qua tang", "quà tặng",      "zawadi"};
    const tt_str texts[] = {d->payments[payment].purpose, d->payments[payment].remittance};
    unsigned family = 1u << TT_SIDE_FAMILY;
    for (size_t i = 0; i < TT_LEN(texts); i++) {
        if ((whole(texts[i], of_text, TT_LEN(of_text)) | anywhere(texts[i])) & family)
            return true;
        for (size_t k = 0; k < TT_LEN(gifts); k++)
            if (tt_text_has(texts[i], gifts[k]))
                return true;
    }
    return false;
}
