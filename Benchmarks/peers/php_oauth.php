<?php
// pecl oauth (Debian: php-oauth): OAuth signs, OAuthProvider verifies. Outside a web server OAuthProvider reads
// neither header nor body, so a regular expression and parse_str parse them.
//   php php_oauth.php sign|verify SECONDS
declare(strict_types=1);

const BATCH = 8;

function work(string $name): string
{
    $value = getenv("BENCH_$name");
    return $value === false ? stop("BENCH_$name is not set") : $value;
}

function stop(string $what): never
{
    fwrite(STDERR, "bench: $what\n");
    exit(1);
}

define('METHOD', work('METHOD'));
define('URL', work('URL'));
define('FORM', work('FORM'));
define('KEY', work('CONSUMER_KEY'));
define('SECRET', work('CONSUMER_SECRET'));
define('NONCE', work('NONCE'));
define('TIMESTAMP', work('TIMESTAMP'));
define('AUTHORIZATION', work('AUTHORIZATION'));

$client = new OAuth(KEY, SECRET, OAUTH_SIG_METHOD_HMACSHA1, OAUTH_AUTH_TYPE_AUTHORIZATION);

function sign(): string
{
    global $client;
    $client->setNonce(NONCE);
    $client->setTimestamp(TIMESTAMP);
    parse_str(FORM, $fields);
    return $client->getRequestHeader(METHOD, URL, $fields);
}

function findConsumer(OAuthProvider $provider): int
{
    if ($provider->consumer_key !== KEY) {
        return OAUTH_CONSUMER_KEY_UNKNOWN;
    }
    $provider->consumer_secret = SECRET;
    return OAUTH_OK;
}

$now = (int) TIMESTAMP;

function judgeTime(OAuthProvider $provider): int
{
    global $now;
    return abs($now - (int) $provider->timestamp) <= 300 ? OAUTH_OK : OAUTH_BAD_TIMESTAMP;
}

function verify(string $authorization = AUTHORIZATION, string $form = FORM): bool
{
    if (!str_starts_with($authorization, 'OAuth ')) {
        return false;
    }
    preg_match_all('/(oauth_\w+)="([^"]*)"/', $authorization, $found);
    try {
        $provider = new OAuthProvider(array_combine($found[1], array_map('rawurldecode', $found[2])));
        $provider->is2LeggedEndpoint(true);
        $provider->consumerHandler('findConsumer');
        $provider->timestampNonceHandler('judgeTime');
        parse_str($form, $fields);
        foreach ($fields as $name => $value) {
            $provider->setParam($name, $value);
        }
        $provider->checkOAuthRequest(URL, METHOD);
        return true;
    } catch (OAuthException) {
        return false;
    }
}

function prove(): void
{
    global $now;
    str_contains(sign(), rawurlencode(work('SIGNATURE'))) || stop('php-oauth signs otherwise');
    verify() && verify(sign()) || stop('php-oauth cannot verify');
    $tampered = [
        [AUTHORIZATION, str_replace('jdoe', 'jdof', FORM)],
        [str_replace('FaO6Y', 'FaO7Y', AUTHORIZATION), FORM],
        [str_replace('"abcdef0', '"bbcdef0', AUTHORIZATION), FORM],
        [str_replace('"abcdefg', '"abcdefh', AUTHORIZATION), FORM],
    ];
    foreach ($tampered as [$authorization, $form]) {
        verify($authorization, $form) && stop('php-oauth accepts what was tampered with');
    }
    $now += 301;
    verify() && stop('php-oauth accepts what is old');
    $now -= 301;
}

function measure(string $name, callable $operation, float $seconds): array
{
    $batches = [];
    $start = $last = hrtime(true);
    $end = $start + (int) ($seconds * 1e9);
    while ($last < $end) {
        for ($index = 0; $index < BATCH; $index++) {
            $operation();
        }
        $now = hrtime(true);
        $batches[] = $now - $last;
        $last = $now;
    }
    sort($batches);
    $count = count($batches);
    $took = ($last - $start) / 1e9;
    $percentile = fn(float $share) => intdiv($batches[min($count - 1, (int) ($count * $share))], BATCH);
    return [
        'library' => 'php-oauth', 'version' => phpversion('oauth') . ', PHP ' . PHP_VERSION, 'operation' => $name,
        'threads' => 1, 'seconds' => round($took, 3), 'operations' => $count * BATCH,
        'per_second' => (int) round($count * BATCH / $took), 'p50_ns' => $percentile(0.5),
        'p99_ns' => $percentile(0.99), 'p999_ns' => $percentile(0.999), 'allocations_per_operation' => null,
        'raw_hmac_per_second' => -1, 'share_of_raw_hmac' => -1,
    ];
}

prove();
$operation = $argv[1] === 'sign' ? sign(...) : verify(...);
echo json_encode(measure($argv[1], $operation, (float) $argv[2])), "\n";
