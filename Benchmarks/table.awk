# Turns the rows of script/bench oauth, after rows.awk, into the tables of docs/benchmarks.md.
# Each number is the median of the rounds, with the lowest and the highest in brackets.

function key(library, operation, method, threads) { return library "|" operation "|" method "|" threads }

{
    method = text("method")
    if (method == "") method = "HMAC-SHA1"
    library = text("library")
    row = key(library, text("operation"), method, field("threads"))
    if (!(library in version)) libraries[++libraryCount] = library
    version[library] = text("version")
    if (!(row in count)) rows[++rowCount] = row
    count[row]++
    round = field("round")
    if (round > rounds) rounds = round
    split("per_second p50_ns p99_ns p999_ns allocations_per_operation raw_hmac_per_second share_of_raw_hmac", names, " ")
    for (i in names) figure[row, names[i], round] = field(names[i])
    if (field("raw_hmac_per_second") > 0 && method == "HMAC-SHA1" && field("threads") == 1)
        raw[round] = raw[round] " " field("raw_hmac_per_second")
}

function all(row, name,    list, i) {
    for (i = 1; i <= rounds; i++) {
        if ((row, name, i) in figure && figure[row, name, i] != "null") list = list " " figure[row, name, i]
    }
    return list
}

function rate(row,    middle) {
    if (!(row in count)) return "–"
    middle = median(all(row, "per_second"))
    return grouped(middle) " (" grouped(lowest) "–" grouped(highest) ")"
}

# Nanoseconds with three digits.
function time(row, name,    value) {
    if (!(row in count)) return "–"
    value = median(all(row, name))
    # The last slot of the compiled programs' histograms counts all slower operations.
    if (value == 65535) return "> 65 µs"
    if (value >= 1e6) return sprintf("%.3g ms", value / 1e6)
    if (value >= 1e3) return sprintf("%.3g µs", value / 1e3)
    return sprintf("%d ns", value)
}

# The ratio of two rows, from the same rounds; the raw rate where the second is "raw".
function ratio(above, below,    list, i, bottom) {
    for (i = 1; i <= rounds; i++) {
        bottom = below == "raw" ? median(raw[i]) : figure[below, "per_second", i]
        if (bottom > 0 && (above, "per_second", i) in figure) list = list " " figure[above, "per_second", i] / bottom
    }
    return median(list)
}

function shown(above, below,    middle) {
    middle = ratio(above, below)
    return middle < 0 ? "–" : few(middle) " (" few(lowest) "–" few(highest) ")"
}

function line(title, above, below) {
    if ((above in count) && (below == "raw" || below in count)) print "| " title " | " shown(above, below) " |"
}

function sideBySide(    i, j, sorted, best, library, verify, sign, names) {
    print "| library | version | verified in a second | signed in a second | verify: half within | 99 % within |" \
        " verify, oauthlib = 1 | verify, raw HMAC = 1 |"
    print "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for (i = 1; i <= libraryCount; i++) {
        library = libraries[i]
        speed[library] = median(all(key(library, "verify", "HMAC-SHA1", 1), "per_second"))
        for (j = i - 1; j > 0 && speed[sorted[j]] < speed[library]; j--) sorted[j + 1] = sorted[j]
        sorted[j + 1] = library
    }
    for (i = 1; i <= libraryCount; i++) {
        library = sorted[i]
        verify = key(library, "verify", "HMAC-SHA1", 1)
        sign = key(library, "sign", "HMAC-SHA1", 1)
        if (fastest == "" && library != "toopher" && library != "hand-written C") fastest = library
        print "| " (library == "toopher" ? "**this library**" : library == "hand-written C" ? "*hand-written C*" : library) \
            " | " version[library] " | " rate(verify) " | " rate(sign) " | " time(verify, "p50_ns") " | " \
            time(verify, "p99_ns") " | " (("oauthlib" in version) ? few(ratio(verify, key("oauthlib", "verify", "HMAC-SHA1", 1))) : "–") " | " \
            sprintf("%.4f", ratio(verify, "raw")) " |"
    }
    split(missing, names, " ")
    for (i = 1; i in names; i++) print "| " names[i] " | not installed | – | – | – | – | – | – |"
}

function ownRows(    i, parts, row, allocations) {
    print "| operation | method | threads | a second | half within | 99 % within | 99.9 % within | allocations |" \
        " share of raw HMAC |"
    print "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for (i = 1; i <= rowCount; i++) {
        row = rows[i]
        split(row, parts, "|")
        if (parts[1] != "toopher") continue
        allocations = median(all(row, "allocations_per_operation"))
        print "| " parts[2] " | " parts[3] " | " parts[4] " | " rate(row) " | " time(row, "p50_ns") " | " \
            time(row, "p99_ns") " | " time(row, "p999_ns") " | " (allocations < 0 ? "–" : allocations) " | " \
            sprintf("%.3f", median(all(row, "share_of_raw_hmac"))) " |"
    }
}

function ratios(    verify, sign, i, list) {
    verify = key("toopher", "verify", "HMAC-SHA1", 1)
    sign = key("toopher", "sign", "HMAC-SHA1", 1)
    print "| ratio | of the same round |"
    print "| --- | ---: |"
    line("verify : raw keyed HMAC", verify, "raw")
    line("verify : hand-written C", verify, key("hand-written C", "verify", "HMAC-SHA1", 1))
    line("sign : hand-written C", sign, key("hand-written C", "sign", "HMAC-SHA1", 1))
    line("verify : oauthlib", verify, key("oauthlib", "verify", "HMAC-SHA1", 1))
    line("sign : oauthlib", sign, key("oauthlib", "sign", "HMAC-SHA1", 1))
    if (fastest != "oauthlib") line("verify : " fastest ", the fastest peer", verify, key(fastest, "verify", "HMAC-SHA1", 1))
    line("verify with the nonce ledger : without", key("toopher", "verify-ledger", "HMAC-SHA1", 1), verify)
    line("verify on two threads : on one", key("toopher", "verify", "HMAC-SHA1", 2), verify)
    line("sign on two threads : on one", key("toopher", "sign", "HMAC-SHA1", 2), sign)
    for (i = 1; i <= rounds; i++) list = list " " median(raw[i])
    print ""
    list = grouped(median(list)) " (" grouped(lowest) "–" grouped(highest) ")"
    print "Raw keyed HMAC-SHA1 of the 284 bytes, one thread: " list " a second."
}

END {
    print "### Side by side\n"
    sideBySide()
    print "\n### This library alone\n"
    ownRows()
    print "\n### Ratios\n"
    ratios()
}
