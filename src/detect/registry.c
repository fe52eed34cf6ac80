/* registry.c - the table of detectors, and the words of the families. */
#include "detect/detect.h"

#include "base/str.h"

#define TT_DETECTOR(name) extern const tt_detector tt_detector_##name;
#include "detect/registry.def"
#undef TT_DETECTOR

static const tt_detector *const table[] = {
#define TT_DETECTOR(name) &tt_detector_##name,
#include "detect/registry.def"
#undef TT_DETECTOR
    NULL};

const tt_detector *const *tt_detectors(size_t *n)
{
    *n = TT_LEN(table) - 1;
    return table;
}

const tt_detector *tt_detector_find(tt_str id)
{
    for (size_t i = 0; table[i]; i++)
        if (tt_str_is(id, table[i]->id))
            return table[i];
    return NULL;
}

const char *tt_family_text(tt_family f)
{
    static const char *const words[TT_FAMILY_COUNT] = {
        [TT_FAMILY_PRICE] = "price",         [TT_FAMILY_DOCUMENT] = "document",
        [TT_FAMILY_DUPLICATE] = "duplicate", [TT_FAMILY_PAYMENT] = "payment",
        [TT_FAMILY_FLOW] = "flow",           [TT_FAMILY_ENTITY] = "entity",
        [TT_FAMILY_ROUTE] = "route",         [TT_FAMILY_IDENTITY] = "identity",
        [TT_FAMILY_WILDLIFE] = "wildlife",   [TT_FAMILY_NETWORK] = "network",
        [TT_FAMILY_CONTEXT] = "context",
    };
    return (unsigned)f < TT_FAMILY_COUNT ? words[f] : "unknown";
}
