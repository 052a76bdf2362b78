# shellcheck shell=sh
# The programs that script/bench oauth runs. The script sets $toopher, $scratch and $environment.
# shellcheck disable=SC2154

# The command of each program, without operation and seconds.
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

# Whether toopher signs, verifies, and refuses another body.
prove_ours() {
    with="\"method\":\"$BENCH_METHOD\",\"url\":\"$BENCH_URL\",\"consumer_secret\":\"$BENCH_CONSUMER_SECRET\""
    type='["Content-Type","application/x-www-form-urlencoded"]'
    authorization=$(echo "$BENCH_AUTHORIZATION" | sed 's/"/\\"/g')
    received="\"op\":\"verify\",$with,\"headers\":[$type,[\"Authorization\",\"$authorization\"]],\"now\":$BENCH_TIMESTAMP"
    "$toopher" oauth batch >"$scratch/results" <<END
{"id":1,"op":"sign",$with,"headers":[$type],"body":"$BENCH_FORM","consumer_key":"$BENCH_CONSUMER_KEY","nonce":"$BENCH_NONCE","timestamp":$BENCH_TIMESTAMP,"signature_method":"HMAC-SHA1"}
{"id":2,$received,"body":"$BENCH_FORM"}
{"id":3,$received,"body":"$BENCH_FORM&more"}
END
    has_result 1 "\"signature\":\"$BENCH_SIGNATURE\"" &&
        has_result 2 '"valid":true' && has_result 3 '"valid":false'
}

# has_result ID TEXT: whether the result of that line contains the text, whatever the order of the members.
has_result() {
    grep -F "\"id\":$1," "$scratch/results" | grep -qF -e "$2"
}
