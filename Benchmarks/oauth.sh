# shellcheck shell=sh
# script/bench oauth: signs and verifies one small request with this library, with other libraries and with hand-written
# C, in turn on one core.
# shellcheck disable=SC2154 # $scratch, $toopher and the rest are the script's

. Benchmarks/work.sh
. Benchmarks/programs.sh
export PYTHONDONTWRITEBYTECODE=1

compile floor floor/main.c libcrypto
programs=floor
missing=""
for peer in liboauth php-oauth oauthlib Net::OAuth ruby-oauth; do
    if ! is_installed $peer; then
        say "$peer is not installed, left out (script/bench --install)"
        missing="$missing $peer"
        continue
    fi
    [ $peer != liboauth ] || compile liboauth peers/liboauth.c oauth
    programs="$programs $peer"
done
# Each is tested before it is measured: the signature, that it verifies, and that a changed request is refused.
for program in $programs; do
    $(command_of "$program") sign 0.01 >/dev/null
done
prove_ours || {
    say "toopher does not sign and verify as it should"
    exit 1
}

pin=""
if command -v taskset >/dev/null 2>&1; then
    [ -n "$cpu" ] || cpu=$(taskset -pc $$ | sed 's/.*[ ,-]//')
    pin="taskset -c $cpu"
else
    say "no taskset: the programs are not kept on one core"
fi

has() {
    operation=$1
    method=${2-}
    "$toopher" bench --help | grep -q "^  $operation " &&
        { [ -z "$method" ] || "$toopher" bench "$operation" --help | grep -q -e "$method"; }
}

# ours PIN METHOD OPERATION [OPTION…]
ours() {
    pinned=$1
    method=$2
    operation=$3
    shift 3
    has "$operation" "$method" || return 0
    say "round $round of $rounds: toopher $operation${method:+ }$method${1+ }$*"
    # shellcheck disable=SC2086 # so is a command and its options
    $pinned "$toopher" bench "$operation" ${method:+--method "$method"} --seconds "$seconds" --json "$@" >"$scratch/row"
    note "\"library\":\"toopher\",\"version\":\"$commit\",\"method\":\"${method:-HMAC-SHA1}\","
}

theirs() {
    for operation in verify sign; do
        say "round $round of $rounds: $1 $operation"
        # shellcheck disable=SC2046,SC2086
        $pin $(command_of "$1") $operation "$seconds" >"$scratch/row"
        note ""
    done
}

round=0
while [ $round -lt "$rounds" ]; do
    round=$((round + 1))
    ours "$pin" HMAC-SHA1 verify
    ours "$pin" HMAC-SHA1 sign
    for program in $programs; do theirs "$program"; done
    ours "$pin" HMAC-SHA1 hmac
    ours "$pin" "" verify-ledger
    ours "$pin" HMAC-SHA256 verify
    ours "$pin" RSA-SHA256 verify
    [ "$(nproc)" -lt 2 ] || {
        ours "" HMAC-SHA1 verify --threads 2
        ours "" HMAC-SHA1 sign --threads 2
    }
done

{
    circumstances "OpenSSL $(pkg-config --modversion libcrypto),"
    awk -v missing="$missing" -f Benchmarks/rows.awk -f Benchmarks/table.awk "$rows"
} >"$scratch/table.md"
publish docs/benchmarks.md
