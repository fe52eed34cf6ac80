/*
 * banned.h - names that are compile errors, with the thing to use instead in base/.
 *
 * Outside base/ memory comes from an arena or a vec: TT_BASE_INSIDE lifts that half.
 */
#ifndef TT_BASE_BANNED_H
#define TT_BASE_BANNED_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strtok sprintf vsprintf gets atoi atof strtod localtime   \
    gmtime ctime asctime mktemp rand
#ifndef TT_BASE_INSIDE
#pragma GCC poison malloc calloc realloc strdup
#endif

#endif
