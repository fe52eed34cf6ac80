/* costs.c - a sorted list of words, and who is paid. */
#include "detect/common/costs.h"

#include "base/str.h"

enum { LONGEST = 16 };

const char *tt_cost_text(tt_cost c)
{
    static const char *const words[TT_COST_COUNT] = {
        "wages", "rent", "taxes", "power and telephone", "freight and storage", "office services"};
    return (unsigned)c < TT_COST_COUNT ? words[c] : "unknown";
}

struct word {
    const char *text;
    tt_cost cost;
};

/* By text. */
static const struct word words[] = {
    {"accounting", TT_COST_OFFICE},
    {"aduana", TT_COST_TAX},
    {"agua", TT_COST_SUPPLY},
    {"alquiler", TT_COST_RENT},
    {"aluguel", TT_COST_RENT},
    {"arrendamiento", TT_COST_RENT},
    {"assurance", TT_COST_OFFICE},
    {"audit", TT_COST_OFFICE},
    {"broadband", TT_COST_SUPPLY},
    {"brokerage", TT_COST_CARRIAGE},
    {"customs", TT_COST_TAX},
    {"demurrage", TT_COST_CARRIAGE},
    {"douane", TT_COST_TAX},
    {"drayage", TT_COST_CARRIAGE},
    {"duties", TT_COST_TAX},
    {"electricidad", TT_COST_SUPPLY},
    {"electricite", TT_COST_SUPPLY},
    {"electricity", TT_COST_SUPPLY},
    {"flete", TT_COST_CARRIAGE},
    {"fracht", TT_COST_CARRIAGE},
    {"freight", TT_COST_CARRIAGE},
    {"gehalt", TT_COST_WAGES},
    {"gst", TT_COST_TAX},
    {"haulage", TT_COST_CARRIAGE},
    {"impot", TT_COST_TAX},
    {"impuesto", TT_COST_TAX},
    {"impuestos", TT_COST_TAX},
    {"insurance", TT_COST_OFFICE},
    {"internet", TT_COST_SUPPLY},
    {"iva", TT_COST_TAX},
    {"lease", TT_COST_RENT},
    {"legal", TT_COST_OFFICE},
    {"logistics", TT_COST_CARRIAGE},
    {"lohn", TT_COST_WAGES},
    {"loyer", TT_COST_RENT},
    {"luong", TT_COST_WAGES},
    {"maintenance", TT_COST_OFFICE},
    {"miete", TT_COST_RENT},
    {"nomina", TT_COST_WAGES},
    {"nominas", TT_COST_WAGES},
    {"payroll", TT_COST_WAGES},
    {"pension", TT_COST_TAX},
    {"rent", TT_COST_RENT},
    {"renta", TT_COST_RENT},
    {"rental", TT_COST_RENT},
    {"repair", TT_COST_OFFICE},
    {"salaire", TT_COST_WAGES},
    {"salaires", TT_COST_WAGES},
    {"salaries", TT_COST_WAGES},
    {"salario", TT_COST_WAGES},
    {"salarios", TT_COST_WAGES},
    {"salary", TT_COST_WAGES},
    {"steuer", TT_COST_TAX},
    {"storage", TT_COST_CARRIAGE},
    {"strom", TT_COST_SUPPLY},
    {"tax", TT_COST_TAX},
    {"taxes", TT_COST_TAX},
    {"telecom", TT_COST_SUPPLY},
    {"telefon", TT_COST_SUPPLY},
    {"telefono", TT_COST_SUPPLY},
    {"telephone", TT_COST_SUPPLY},
    {"thue", TT_COST_TAX},
    {"trucking", TT_COST_CARRIAGE},
    {"utilities", TT_COST_SUPPLY},
    {"utility", TT_COST_SUPPLY},
    {"vat", TT_COST_TAX},
    {"wage", TT_COST_WAGES},
    {"wages", TT_COST_WAGES},
    {"warehouse", TT_COST_CARRIAGE},
    {"warehousing", TT_COST_CARRIAGE},
    {"water", TT_COST_SUPPLY},
    {"withholding", TT_COST_TAX},
};

/* Chinese has no blanks: parts of the text. */
static const struct word parts[] = {
    {"工资", TT_COST_WAGES},    {"薪", TT_COST_WAGES},      {"租金", TT_COST_RENT},
    {"房租", TT_COST_RENT},     {"税", TT_COST_TAX},        {"社保", TT_COST_TAX},
    {"电费", TT_COST_SUPPLY},   {"水费", TT_COST_SUPPLY},   {"水电", TT_COST_SUPPLY},
    {"话费", TT_COST_SUPPLY},   {"运费", TT_COST_CARRIAGE}, {"物流", TT_COST_CARRIAGE},
    {"仓储", TT_COST_CARRIAGE}, {"审计", TT_COST_OFFICE},   {"保险", TT_COST_OFFICE},
};

static unsigned cost_of_word(const char *lower)
{
    for (size_t low = 0, high = TT_LEN(words); low < high;) {
        size_t mid = low + (high - low) / 2;
        int c = strcmp(words[mid].text, lower);
        if (c == 0)
            return 1U << words[mid].cost;
        *(c < 0 ? &low : &high) = c < 0 ? mid + 1 : mid;
    }
    return 0;
}

static unsigned costs_of_text(tt_str text)
{
    unsigned costs = 0;
    bool ascii = true;
    for (size_t i = 0, n; i < text.n; i += n + 1) {
        char word[LONGEST];
        for (n = 0; i + n < text.n && tt_ascii_is_alpha(text.p[i + n]); n++)
            if (n < LONGEST)
                word[n] = tt_ascii_lower(text.p[i + n]);
        ascii &= i + n >= text.n || (unsigned char)text.p[i + n] < 0x80;
        if (n == 0 || n >= LONGEST)
            continue;
        word[n] = '\0';
        costs |= cost_of_word(word);
    }
    for (size_t k = 0; k < TT_LEN(parts) && !ascii; k++)
        if (tt_str_find(text, tt_str_of(parts[k].text), 0) != SIZE_MAX)
            costs |= 1U << parts[k].cost;
    return costs;
}

unsigned tt_costs_of(const tt_data *d, tt_ix payment)
{
    static const uint8_t paid[] = {[TT_ENTITY_CARRIER] = 1U << TT_COST_CARRIAGE,
                                   [TT_ENTITY_BROKER] = 1U << TT_COST_CARRIAGE,
                                   [TT_ENTITY_PUBLIC_BODY] = 1U << TT_COST_TAX};
    const tt_payment *p = &d->payments[payment];
    tt_ix payee = tt_data_entity(d, p->payee);
    tt_entity_type type = payee ? d->entities[payee].type : TT_ENTITY_UNKNOWN;
    return costs_of_text(p->purpose) | costs_of_text(p->remittance) |
           ((unsigned)type < TT_LEN(paid) ? paid[type] : 0U);
}

unsigned tt_costs_count(unsigned costs)
{
    unsigned n = 0;
    for (; costs; costs &= costs - 1)
        n++;
    return n;
}
