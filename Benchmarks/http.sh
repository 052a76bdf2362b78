# shellcheck shell=sh
# script/bench http: sends requests to one nginx on the loopback with this library, URLSession, AsyncHTTPClient, and plain
# C on the same libcurl, in turn.
# shellcheck disable=SC2154 # $scratch, $toopher and the rest are the script's

. Benchmarks/http/nginx.sh

swift_version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
curl_version=$(curl --version | sed -n '1s/curl \([0-9.]*\).*/\1/p')

# build_peer NAME: builds the package Benchmarks/http/NAME, whose program has the same name.
build_peer() {
    say "building $1"
    set -- "$1" -c release --package-path "Benchmarks/http/$1" --scratch-path ".build/http-${1%-peer}"
    peer=$1
    shift
    swift build "$@" >"$scratch/build.log" 2>&1 || return 1
    ln -s "$(swift build "$@" --show-bin-path)/$peer" "$scratch/$peer"
}

compile floor http/floor.c libcurl
compile launch http/launch.c
programs="floor toopher toopher-on-agent"
missing=""
for peer in urlsession-peer async-http-client-peer; do
    if build_peer $peer; then
        programs="$programs $peer"
    else
        say "$peer cannot be built, left out"
        missing="$missing $peer"
    fi
done
start_nginx || {
    say "nginx does not run (script/bootstrap --servers)"
    exit 1
}
trap 'kill "$nginx_pid"; rm -rf "$scratch"' EXIT

# The name of a program in the tables, and its version.
described() {
    case $1 in
    floor) echo "\"library\":\"plain C\",\"version\":\"libcurl $curl_version\"," ;;
    toopher) echo "\"library\":\"toopher\",\"version\":\"$commit\"," ;;
    toopher-on-agent) echo "\"library\":\"toopher, tasks on its thread\",\"version\":\"$commit\"," ;;
    urlsession-peer) echo "\"library\":\"URLSession\",\"version\":\"Swift $swift_version\"," ;;
    async-http-client-peer) echo "\"library\":\"AsyncHTTPClient\",\"version\":\"1.37.0\"," ;;
    curl) echo "\"library\":\"curl\",\"version\":\"$curl_version\"," ;;
    esac
}

# small PROGRAM CONCURRENCY SECONDS REQUESTS: requests the small body.
small() {
    case $1 in
    toopher*)
        set -- "$1" "$toopher" bench http "$nginx_url/small" --json --concurrency "$2" --seconds "$3" --requests "$4"
        [ "$1" = toopher ] || set -- "$@" --on-agent
        shift
        ;;
    *) set -- "$scratch/$1" http "$nginx_url/small" "$2" "$3" "$4" ;;
    esac
    "${launcher:-command}" ${launcher:+15} "$@"
}

# large PROGRAM: reads the large body.
large() {
    case $1 in
    toopher) "$toopher" bench http "$nginx_url/large" --download --json ;;
    toopher-on-agent) "$toopher" bench http "$nginx_url/large" --download --json --on-agent ;;
    # The tool does not report its memory.
    curl)
        "$scratch/launch" 1 curl --silent --output /dev/null --write-out \
            '{"operation":"download","bytes":%{size_download},"seconds":%{time_total},"bytes_per_second":%{speed_download}' \
            "$nginx_url/large" | tr -d '\n' | sed 's/{"operation":"launch","first_byte_ns":[0-9]*//'
        echo
        ;;
    *) "$scratch/$1" download "$nginx_url/large" ;;
    esac
}

# Ends by time, not by the number of requests.
endless=1000000000
round=0
while [ $round -lt "$rounds" ]; do
    round=$((round + 1))
    for concurrency in 1 16 256; do
        for program in $programs; do
            say "round $round of $rounds: $program, $concurrency concurrent"
            launcher="" small "$program" $concurrency "$seconds" $endless >"$scratch/row"
            note "$(described "$program")"
        done
    done
    for program in $programs; do
        say "round $round of $rounds: $program, start and download"
        launcher="$scratch/launch" small "$program" 1 60 1 | tail -n 1 >"$scratch/row"
        note "$(described "$program")"
        large "$program" >"$scratch/row"
        note "$(described "$program")"
    done
    large curl >"$scratch/row"
    note "$(described curl)"
done
# An error invalidates the run.
! grep -E '"errors":[1-9]' "$rows" >&2 || {
    say "there were errors"
    exit 1
}

{
    circumstances "nginx $(nginx -v 2>&1 | sed 's/.*nginx\///'), libcurl $curl_version,"
    awk -v missing="$missing" -f Benchmarks/rows.awk -f Benchmarks/http/table.awk "$rows"
} >"$scratch/table.md"
publish docs/benchmarks-http.md
