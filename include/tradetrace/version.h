/* version.h - the version of the headers; tt_version() is that of the library. */
#ifndef TRADETRACE_VERSION_H
#define TRADETRACE_VERSION_H

#define TT_VERSION_TEXT "0.1.0"
#define TT_SCHEMA_VERSION "1.0" /* of report.json */

/** "0.1.0": the version of the library that is linked. */
const char *tt_version(void);

#endif
