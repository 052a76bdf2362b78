# shellcheck shell=sh
# The programs that script/bench oauth runs. $toopher, $scratch and $environment are the script's.
# shellcheck disable=SC2154

# The command of each program, to which an operation and the seconds are added.
command_of() {
    case $1 in
    floor | liboauth) echo "$scratch/$1" ;;
    oauthlib) echo "$environment/bin/python Benchmarks/peers/oauthlib_peer.py" ;;
    php-oauth) echo "php Benchmarks/peers/php_oauth.php" ;;
    ruby-oauth) echo "ruby Benchmarks/peers/ruby_oauth.rb" ;;
    Net::OAuth) echo "perl Benchmarks/peers/net_oauth.pl" ;;
    esac
}

is_installed() {
    case $1 in
    oauthlib) "$environment/bin/python" -c 'import oauthlib' ;;
    liboauth) pkg-config --exists oauth ;;
    php-oauth) php -r 'exit(extension_loaded("oauth") ? 0 : 1);' ;;
    ruby-oauth) ruby -e 'require "oauth"; require "rack"' ;;
    Net::OAuth) perl -MNet::OAuth -e 1 ;;
    esac >/dev/null 2>&1
}

# Whether ours makes the signature, verifies it, and refuses it with another body.
prove_ours() {
    with="\"method\":\"$BENCH_METHOD\",\"url\":\"$BENCH_URL\",\"consumer_secret\":\"$BENCH_CONSUMER_SECRET\""
    type='["Content-Type","application/x-www-form-urlencoded"]'
    authorization=$(echo "$BENCH_AUTHORIZATION" | sed 's/"/\\"/g')
    received="\"op\":\"verify\",$with,\"headers\":[$type,[\"Authorization\",\"$authorization\"]],\"now\":$BENCH_TIMESTAMP"
    "$toopher" oauth batch >"$scratch/answers" <<END
{"id":1,"op":"sign",$with,"headers":[$type],"body":"$BENCH_FORM","consumer_key":"$BENCH_CONSUMER_KEY","nonce":"$BENCH_NONCE","timestamp":$BENCH_TIMESTAMP,"signature_method":"HMAC-SHA1"}
{"id":2,$received,"body":"$BENCH_FORM"}
{"id":3,$received,"body":"$BENCH_FORM&more"}
END
    has_answer 1 "\"signature\":\"$BENCH_SIGNATURE\"" &&
        has_answer 2 '"valid":true' && has_answer 3 '"valid":false'
}

# has_answer ID TEXT: whether the answer to that line holds the text. The order of an answer's members is free.
has_answer() {
    grep -F "\"id\":$1," "$scratch/answers" | grep -qF -e "$2"
}
