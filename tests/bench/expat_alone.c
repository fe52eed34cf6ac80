/*
 * expat_alone.c - what XML costs when nothing is made of it: Expat over each file of a folder, with
 * handlers that do nothing.  For versus.py.
 */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <expat.h>
#include <stdio.h>

static void start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    (void)ctx, (void)name, (void)attributes;
}

static void end(void *ctx, const XML_Char *name)
{
    (void)ctx, (void)name;
}

static void text(void *ctx, const XML_Char *s, int n)
{
    (void)ctx, (void)s, (void)n;
}

/* The whole file in one call, as a reader has it. */
static int parse(XML_Parser p, const char *path)
{
    static char bytes[1 << 20];
    FILE *f = fopen(path, "rb");
    if (!f)
        return 0;
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    XML_ParserReset(p, NULL);
    XML_SetElementHandler(p, start, end);
    XML_SetCharacterDataHandler(p, text);
    return XML_Parse(p, bytes, (int)n, 1) == XML_STATUS_OK;
}

int main(int argc, char **argv)
{
    char path[4096];
    DIR *d = argc == 2 ? opendir(argv[1]) : NULL;
    XML_Parser p = XML_ParserCreateNS(NULL, '|');
    if (!d || !p)
        return 2;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], e->d_name);
        if (!parse(p, path))
            return 1;
    }
    closedir(d);
    XML_ParserFree(p);
    return 0;
}
