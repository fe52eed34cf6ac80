# strip.awk - C without its comments, line for line; with strings=0 the text of strings is gone too.
# A line whose comment says "lint: allow" comes out as "/*allow*/ <rule>", for no lint to find fault with.
{
    line = $0
    out = ""
    allow = match(line, /lint: allow [a-z]+:/) ? substr(line, RSTART + 12, RLENGTH - 13) : ""
    n = length(line)
    for (i = 1; i <= n; i++) {
        c = substr(line, i, 1)
        d = substr(line, i, 2)
        if (in_comment) {
            if (d == "*/") {
                in_comment = 0
                i++
            }
        } else if (in_string != "") {
            if (c == "\\") {
                if (strings) out = out d
                i++
            } else if (c == in_string) {
                out = out c
                in_string = ""
            } else if (strings)
                out = out c
        } else if (d == "/*") {
            in_comment = 1
            out = out " "
            i++
        } else if (d == "//")
            break
        else {
            if (c == "\"" || c == "'")
                in_string = c
            out = out c
        }
    }
    if (in_string != "" && substr(line, n, 1) != "\\")
        in_string = ""
    print (allow != "" ? "/*allow " allow "*/" : out)
}
