# shellcheck shell=sh
# The server of script/bench http. The script sets $scratch, and ends what start_nginx has started.
# shellcheck disable=SC2154

free_port() {
    # Bound and closed: nginx cannot choose a free port.
    perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 1)->sockport'
}

# Starts nginx on a free port of 127.0.0.1; sets nginx_pid and nginx_url.
start_nginx() {
    PATH=$PATH:/usr/sbin
    command -v nginx >/dev/null 2>&1 || return 1
    nginx_port=$(free_port)
    # A sparse file: it takes no space on the disk.
    truncate -s 1G "$scratch/large"
    # As root, its worker would run as nobody, who cannot read the folder.
    nginx_user=""
    [ "$(id -u)" -ne 0 ] || nginx_user="user root;"
    sed "s|@PORT@|$nginx_port|; s|@FOLDER@|$scratch|; s|@USER@|$nginx_user|" Benchmarks/http/nginx.conf >"$scratch/nginx.conf"
    nginx -c "$scratch/nginx.conf" -p "$scratch" 2>"$scratch/nginx.log" &
    nginx_pid=$!
    nginx_url=http://127.0.0.1:$nginx_port
    tries=0
    until curl --silent --fail --output /dev/null "$nginx_url/small"; do
        tries=$((tries + 1))
        kill -0 "$nginx_pid" 2>/dev/null && [ $tries -lt 100 ] || {
            cat "$scratch/nginx.log" >&2
            return 1
        }
        sleep 0.05
    done
}
