# shellcheck shell=sh
# What every subject of script/bench needs. The script sets $scratch, $rows, $rounds, $seconds and $commit.
# shellcheck disable=SC2154

say() { echo "bench: $1" >&2; }

if [ -z "${CC-}" ]; then
    # Swift's clang: the same optimiser for both.
    CC=cc
    ! command -v clang >/dev/null 2>&1 || CC=clang
fi

# compile NAME SOURCE [PACKAGE…]: compiles the program NAME, which uses these C libraries.
compile() {
    output=$1
    source=$2
    shift 2
    # shellcheck disable=SC2046 # options are words of their own
    "$CC" -O3 -std=gnu17 -Wall -Wno-deprecated-declarations -o "$scratch/$output" "Benchmarks/$source" \
        $([ $# -eq 0 ] || pkg-config --cflags --libs "$@")
}

# note TEXT: appends $scratch/row to the rows, with the common members.
note() {
    sed "s/^{/{\"round\":$round,$1/" "$scratch/row" >>"$rows"
}

of() { awk -F ': *' -v name="$1" '$1 ~ "^" name { print $2; exit }' "$2" 2>/dev/null; }

load=$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo unknown)

# circumstances [TEXT…]: prints date, commit and machine; TEXT names a library's version.
circumstances() {
    echo "Measured on $(date -u +%Y-%m-%d) at commit $commit: $rounds rounds of $seconds s each, ${pin:+core $cpu, }load" \
        "average $load before the start. The machine: $(of 'model name' /proc/cpuinfo), $(nproc) cores," \
        "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release), Linux $(uname -r), $(getconf GNU_LIBC_VERSION)," \
        "$*" \
        "$(swift --version 2>/dev/null | sed -n 's/.*\(Swift version [0-9.]*\).*/\1/p' | head -n 1)."
    echo
}

# publish DOCUMENT: prints $scratch/table.md, and writes it between the two marks of the document.
publish() {
    cat "$scratch/table.md"
    if [ "$rounds" -lt 3 ]; then
        say "fewer than three rounds: $1 is left as it is"
        return
    fi
    awk -v table="$scratch/table.md" '
        /^<!-- end of what was measured/ {
            while ((getline line < table) > 0) print line
            skipping = 0
        }
        !skipping { print }
        /^<!-- measured by script/ { skipping = 1 }
    ' "$1" >"$scratch/document.md"
    cp "$scratch/document.md" "$1"
    say "wrote $1"
}
