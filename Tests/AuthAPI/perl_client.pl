# What a program does with the library Net::Duo: perl_client.pl USER FACTOR [PASSCODE]. Prints what it gets.
use strict;
use warnings;
use Net::Duo::Auth;

# The library wants a certificate of its vendor; what it inherits verifies the certificate that is there.
package Own {
    our @ISA = ('LWP::UserAgent');
    sub request { $_[1]->remove_header('If-SSL-Cert-Subject'); goto &LWP::UserAgent::request }
}

my ($user, $factor, $passcode) = @ARGV;
my $duo = Net::Duo::Auth->new({
    api_hostname => "localhost:$ENV{PORT}", integration_key => $ENV{IKEY}, secret_key => $ENV{SKEY},
    user_agent   => Own->new(ssl_opts => { SSL_ca_file => $ENV{CA}, verify_hostname => 1 }),
});
my %more = defined $passcode ? (passcode => $passcode) : (device => 'auto');
my ($allowed, $data) = eval { $duo->auth({ username => $user, factor => $factor, %more }) };
print $@ ? "error $@" : ($allowed ? 1 : 0) . " $data->{status}\n";
