# Net::OAuth (Debian: libnet-oauth-perl): signs and verifies. It leaves the form and the time to the caller.
#   perl net_oauth.pl sign|verify SECONDS

use strict;
use warnings;

use Net::OAuth;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);
use URI::Escape qw(uri_escape uri_unescape);

use constant BATCH => 8;

my %work;
for my $name (qw(METHOD URL FORM CONSUMER_KEY CONSUMER_SECRET NONCE TIMESTAMP SIGNATURE AUTHORIZATION)) {
    $work{$name} = $ENV{"BENCH_$name"} // die "bench: BENCH_$name is not set\n";
}
my $class = Net::OAuth->request('consumer');

sub form_fields {
    my ($form) = @_;
    my %fields;
    for my $pair (split /&/, $form) {
        my ($name, $value) = map { tr/+/ /; uri_unescape($_) } split /=/, $pair, 2;
        $fields{$name} = $value // '';
    }
    return \%fields;
}

sub sign {
    my $request = $class->new(
        consumer_key     => $work{CONSUMER_KEY},
        consumer_secret  => $work{CONSUMER_SECRET},
        request_url      => $work{URL},
        request_method   => $work{METHOD},
        signature_method => 'HMAC-SHA1',
        timestamp        => $work{TIMESTAMP},
        nonce            => $work{NONCE},
        extra_params     => form_fields($work{FORM}),
    );
    $request->sign;
    return $request->to_authorization_header;
}

sub verify {
    my ($authorization, $form, $now) = @_;
    my $request = eval {
        $class->from_authorization_header(
            $authorization,
            consumer_secret => $work{CONSUMER_SECRET},
            request_url     => $work{URL},
            request_method  => $work{METHOD},
            extra_params    => form_fields($form),
        );
    } or return 0;
    return
           $request->verify
        && $request->consumer_key eq $work{CONSUMER_KEY}
        && abs($now - $request->timestamp) <= 300;
}

sub replaced {
    my ($text, $old, $new) = @_;
    $text =~ s/\Q$old\E/$new/ or die "bench: nothing to tamper with\n";
    return $text;
}

sub prove {
    my ($authorization, $form, $now) = @work{qw(AUTHORIZATION FORM TIMESTAMP)};
    index(sign(), uri_escape($work{SIGNATURE})) >= 0 or die "bench: Net::OAuth signs otherwise\n";
    verify($authorization, $form, $now) && verify(sign(), $form, $now) or die "bench: Net::OAuth cannot verify\n";
    my @tampered = (
        [$authorization, replaced($form, 'jdoe', 'jdof'), $now],
        [replaced($authorization, 'FaO6Y', 'FaO7Y'), $form, $now],
        [replaced($authorization, '"abcdef0', '"bbcdef0'), $form, $now],
        [replaced($authorization, '"abcdefg', '"abcdefh'), $form, $now],
        [$authorization, $form, $now + 301],
    );
    for my $one (@tampered) {
        die "bench: Net::OAuth accepts what was tampered with\n" if verify(@$one);
    }
}

sub measure {
    my ($name, $operation, $seconds) = @_;
    my @batches;
    my $last = my $start = clock_gettime(CLOCK_MONOTONIC);
    while ($last < $start + $seconds) {
        $operation->() for 1 .. BATCH;
        my $now = clock_gettime(CLOCK_MONOTONIC);
        push @batches, $now - $last;
        $last = $now;
    }
    @batches = sort { $a <=> $b } @batches;
    my ($took, $operations) = ($last - $start, @batches * BATCH);
    my ($p50, $p99, $p999) = map { int(1e9 * $batches[@batches * $_] / BATCH) } 0.5, 0.99, 0.999;
    printf '{"library":"Net::OAuth","version":"%s, Perl %vd","operation":"%s","threads":1,"seconds":%.3f,'
        . '"operations":%d,"per_second":%.0f,"p50_ns":%d,"p99_ns":%d,"p999_ns":%d,'
        . '"allocations_per_operation":null,"raw_hmac_per_second":-1,"share_of_raw_hmac":-1}' . "\n",
        Net::OAuth->VERSION, $^V, $name, $took, $operations, $operations / $took, $p50, $p99, $p999;
}

prove();
my ($name, $seconds) = @ARGV;
my @received = @work{qw(AUTHORIZATION FORM TIMESTAMP)};
measure($name, $name eq 'sign' ? \&sign : sub { verify(@received) or die }, $seconds);
