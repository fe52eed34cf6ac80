/*
 * jw_alone.c - the plain method: names of one country that begin with the same four letters are
 * compared by Jaro-Winkler, and what hangs together is one.  For resolve.py.
 *
 *     jw_alone NAMES OUT    lines "CN<tab>name" in, the number of a group for each out
 */
#define _POSIX_C_SOURCE 200809L

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 7, MOST = 128 }; /* bytes of a line that make a block; of a name that are compared */

static char **line;
static size_t *order, *parent, n;

static double jaro_winkler(const char *a, const char *b)
{
    bool in_a[MOST] = {false}, in_b[MOST] = {false};
    size_t x = strnlen(a, MOST), y = strnlen(b, MOST), window = (x > y ? x : y) / 2, same = 0;
    size_t swaps = 0, prefix = 0;
    window = window ? window - 1 : 0;
    for (size_t i = 0; i < x; i++)
        for (size_t j = i > window ? i - window : 0; j < y && j <= i + window; j++)
            if (!in_b[j] && a[i] == b[j]) {
                in_a[i] = in_b[j] = true;
                same++;
                break;
            }
    if (!same)
        return 0;
    for (size_t i = 0, j = 0; i < x; i++) {
        if (!in_a[i])
            continue;
        while (!in_b[j])
            j++;
        swaps += a[i] != b[j++];
    }
    while (prefix < 4 && prefix < x && prefix < y && a[prefix] == b[prefix])
        prefix++;
    double s = (double)same;
    double jaro = (s / (double)x + s / (double)y + (s - (double)(swaps / 2)) / s) / 3;
    return jaro + (double)prefix * 0.1 * (1 - jaro);
}

static size_t root(size_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static int by_line(const void *a, const void *b)
{
    return strcmp(line[*(const size_t *)a], line[*(const size_t *)b]);
}

static bool read_lines(const char *path)
{
    size_t room = 0, all = 0;
    FILE *f = fopen(path, "r");
    char *text = NULL;
    while (f && getline(&text, &room, f) > 0) {
        if (n == all) {
            char **more = realloc(line, (all = all ? 2 * all : 1024) * sizeof(*line));
            if (!more)
                break;
            line = more;
        }
        text[strcspn(text, "\n")] = 0;
        for (char *p = text; *p; p++)
            *p = (char)tolower((unsigned char)*p);
        line[n] = strdup(text);
        if (!line[n++])
            break;
    }
    bool ok = f && feof(f);
    free(text);
    if (f)
        (void)fclose(f);
    return ok;
}

int main(int argc, char **argv)
{
    if (argc != 3 || !read_lines(argv[1]))
        return 1;
    order = calloc(n + 1, sizeof(*order));
    parent = calloc(n + 1, sizeof(*parent));
    FILE *out = fopen(argv[2], "w");
    if (!order || !parent || !out)
        return 1;
    for (size_t i = 0; i < n; i++)
        order[i] = parent[i] = i;
    qsort(order, n, sizeof(*order), by_line);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && !strncmp(line[order[i]], line[order[end]], BLOCK); end++)
            continue;
        for (size_t a = i; a < end; a++)
            for (size_t b = a + 1; b < end; b++)
                if (jaro_winkler(line[order[a]] + 3, line[order[b]] + 3) >= 0.92)
                    parent[root(order[b])] = root(order[a]);
    }
    for (size_t i = 0; i < n; i++)
        (void)fprintf(out, "%zu\n", root(i));
    return fclose(out) ? 1 : 0;
}
