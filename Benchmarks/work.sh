# shellcheck shell=sh
# The request for all programs except toopher, which has it built in.
export BENCH_METHOD=POST BENCH_URL=https://api.example.com/v1/pairings/create
export BENCH_FORM='pairing_phrase=awkward+turtle&user_name=jdoe%40example.com'
export BENCH_CONSUMER_KEY=abcdefg BENCH_CONSUMER_SECRET=hijklmnop
export BENCH_NONCE=abcdef0123456789 BENCH_TIMESTAMP=1700000000
export BENCH_SIGNATURE=hHtK4Xvq899dKEfPq4zT/aO6YYg=
export BENCH_AUTHORIZATION="OAuth oauth_consumer_key=\"abcdefg\", oauth_signature_method=\"HMAC-SHA1\", \
oauth_timestamp=\"1700000000\", oauth_nonce=\"abcdef0123456789\", oauth_version=\"1.0\", \
oauth_signature=\"hHtK4Xvq899dKEfPq4zT%2FaO6YYg%3D\""
