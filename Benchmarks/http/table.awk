# Turns the rows of script/bench http, after rows.awk, into the tables of docs/benchmarks-http.md.
# Each number is the median of the rounds, with the lowest and the highest in brackets.

{
    library = text("library")
    if (!(library in version)) libraries[++libraryCount] = library
    version[library] = text("version")
    row = library "|" text("operation") "|" field("concurrency")
    round = field("round")
    if (round > rounds) rounds = round
    split("per_second p50_ns p99_ns processor_ns resident_kib first_byte_ns bytes_per_second", names, " ")
    for (i in names) if (field(names[i]) != "") figure[row, names[i], round] = field(names[i])
}

function all(row, name,    list, i) {
    for (i = 1; i <= rounds; i++) if ((row, name, i) in figure) list = list " " figure[row, name, i]
    return list
}

function middle(row, name) { return median(all(row, name)) }

function rate(row,    value) {
    value = middle(row, "per_second")
    return value < 0 ? "–" : grouped(value) " (" grouped(lowest) "–" grouped(highest) ")"
}

function micro(row, name,    value) {
    value = middle(row, name)
    return value < 0 ? "–" : grouped(value / 1000)
}

function mebibytes(row,    value) {
    value = middle(row, "resident_kib")
    return value < 0 ? "–" : sprintf("%.1f", value / 1024)
}

# The ratio of two rows, from the same rounds.
function ratio(above, below, name,    list, i) {
    for (i = 1; i <= rounds; i++)
        if (((above, name, i) in figure) && figure[below, name, i] > 0)
            list = list " " figure[above, name, i] / figure[below, name, i]
    i = median(list)
    return i < 0 ? "–" : sprintf("%.2f (%.2f–%.2f)", i, lowest, highest)
}

function shown(library) {
    sub(/^toopher/, "**this library**", library)
    return library == "plain C" ? "*plain C*" : library
}

function key(library, concurrency) { return library "|http|" concurrency }

function requests(    i, name) {
    print "| library | version | requests per second, 1 concurrent | 16 concurrent | 256 concurrent |"
    print "| --- | --- | ---: | ---: | ---: |"
    for (i = 1; i <= libraryCount; i++) {
        name = libraries[i]
        if (name == "curl") continue
        print "| " shown(name) " | " version[name] " | " rate(key(name, 1)) " | " rate(key(name, 16)) " | " \
            rate(key(name, 256)) " |"
    }
    split(missing, absent, " ")
    for (i = 1; i in absent; i++) print "| " absent[i] " | not built | – | – | – |"
}

function costs(    i, name) {
    print "| library | median latency, µs: 1 concurrent | 16 | 256 | 99th percentile, µs: 1 | 16 | 256 |" \
        " CPU time per request, µs: 1 | 16 | 256 | memory, MiB: 1 | 16 | 256 | start to first response, ms |"
    print "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for (i = 1; i <= libraryCount; i++) {
        name = libraries[i]
        if (name == "curl") continue
        print "| " shown(name) " | " micro(key(name, 1), "p50_ns") " | " micro(key(name, 16), "p50_ns") " | " \
            micro(key(name, 256), "p50_ns") " | " micro(key(name, 1), "p99_ns") " | " micro(key(name, 16), "p99_ns") \
            " | " micro(key(name, 256), "p99_ns") " | " micro(key(name, 1), "processor_ns") " | " \
            micro(key(name, 16), "processor_ns") " | " micro(key(name, 256), "processor_ns") " | " \
            mebibytes(key(name, 1)) " | " mebibytes(key(name, 16)) " | " mebibytes(key(name, 256)) " | " \
            sprintf("%.1f", middle(name "|launch|", "first_byte_ns") / 1e6) " |"
    }
}

function downloads(    i, name, value) {
    print "| library | MiB per second | memory, MiB | speed, curl = 1 |"
    print "| --- | ---: | ---: | ---: |"
    for (i = 1; i <= libraryCount; i++) {
        name = libraries[i]
        value = middle(name "|download|", "bytes_per_second") / 1048576
        if (value < 0) continue
        print "| " shown(name) " | " grouped(value) " (" grouped(lowest / 1048576) "–" grouped(highest / 1048576) ") | " \
            mebibytes(name "|download|") " | " ratio(name "|download|", "curl|download|", "bytes_per_second") " |"
    }
}

function ratios(    i, j) {
    print "| requests per second | 1 concurrent | 16 concurrent | 256 concurrent |"
    print "| --- | ---: | ---: | ---: |"
    for (i = 1; i <= libraryCount; i++) {
        if (libraries[i] !~ /^toopher/) continue
        for (j = 1; j <= libraryCount; j++) {
            if (libraries[j] ~ /^toopher/ || libraries[j] == "curl") continue
            print "| " shown(libraries[i]) " : " libraries[j] " | " ratio(key(libraries[i], 1), key(libraries[j], 1), "per_second") \
                " | " ratio(key(libraries[i], 16), key(libraries[j], 16), "per_second") " | " \
                ratio(key(libraries[i], 256), key(libraries[j], 256), "per_second") " |"
        }
    }
}

END {
    print "### Requests per second\n"
    requests()
    print "\n### Ratios, each of the same round\n"
    ratios()
    print "\n### The cost of a request\n"
    costs()
    print "\n### A body of 1 GiB\n"
    downloads()
}
