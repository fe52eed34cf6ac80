/*
 * registry.c - the export formats.
 */
#include "export/export.h"

#define TT_EXPORTER(id) extern const tt_exporter tt_exporter_##id;
#include "export/registry.def"
#undef TT_EXPORTER

static const tt_exporter *const exporters[] = {
#define TT_EXPORTER(id) &tt_exporter_##id,
#include "export/registry.def"
#undef TT_EXPORTER
};

const tt_exporter *const *tt_exporters(size_t *n)
{
    *n = TT_LEN(exporters);
    return exporters;
}
