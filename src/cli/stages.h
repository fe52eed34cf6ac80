/* stages.h - the commands that run stages differ in how far they go. */
#ifndef TT_CLI_STAGES_H
#define TT_CLI_STAGES_H

#include "cli/cli.h"

/** Run the stages up to `last` on the case rest[0]; `done` is printed when all went well. */
int tt_run_stages(const tt_args *a, const tt_talk *talk, tt_stage last);

#endif
