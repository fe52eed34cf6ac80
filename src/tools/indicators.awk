# indicators.awk - what detectors claim to the column `detectors` of indicators.tsv:
# tradetrace detectors | awk -f indicators.awk - indicators.tsv

BEGIN { FS = OFS = "\t" }

# "price.over_invoicing  price  D-02 F06-03   Over-invoicing": codes have a dot, indicators a dash
FILENAME == "-" {
    n = split($0, word, / +/)
    if (word[1] !~ /^[a-z]+\.[a-z0-9_]+$/)
        next
    for (i = 3; i <= n && word[i] ~ /^[A-Z][0-9]*-[0-9]+$/; i++)
        codes[word[i]] = codes[word[i]] (codes[word[i]] ? " " : "") word[1]
    next
}

NF == 7 && $1 != "id" { $7 = codes[$1] ? codes[$1] : "-" }
{ print }
