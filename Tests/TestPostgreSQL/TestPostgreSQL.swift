internal import Glibc
internal import Platform

/// A PostgreSQL server of the tests' own, from Debian's packages: on a socket in a temporary folder, without TCP.
///
/// A shell starts it and reads commands from this process. When they end, even because this process was killed, it stops
/// the server and removes the folder.
package final class TestPostgreSQL: Sendable {
    /// The server that the tests of a process share; `nil` if PostgreSQL is not installed.
    package static let shared: TestPostgreSQL? = isInstalled ? TestPostgreSQL() : nil

    /// Whether a server can be started.
    package static let isInstalled = programs != nil

    /// How to install it.
    package static let howToInstall = "PostgreSQL is not installed: script/bootstrap --postgresql"

    /// The folder with the server's socket.
    package let folder: String

    private let commands: Int32
    private let answers: Int32
    private let lastDatabase = Lock(0)

    /// Starts a server.
    package init() {
        guard let programs = Self.programs else { preconditionFailure(Self.howToInstall) }
        (commands, answers) = Self.start(["/bin/sh", "-c", Self.script, "sh", programs])
        folder = Self.line(from: answers)
        precondition(!folder.isEmpty, "the server cannot be started")
    }

    deinit {
        close(commands)
        close(answers)
    }

    /// Creates an empty database, and returns its URL.
    package func createDatabase() -> String {
        let name = lastDatabase.withLock { number in
            number += 1
            send("create test\(number)")
            return "test\(number)"
        }
        return url(of: name)
    }

    /// Returns the URL of a database, for a user who needs no password.
    package func url(of database: String, folder: String? = nil) -> String {
        "postgresql://toopher@/\(database)?host=\(folder ?? self.folder)"
    }

    /// Stops the server as a crash does.
    package func crash() { lastDatabase.withLock { _ in send("stop") } }

    /// Starts the server again.
    package func restart() { lastDatabase.withLock { _ in send("start") } }

    private func send(_ command: String) {
        let bytes = Array((command + "\n").utf8)
        let count = unsafe write(commands, bytes, bytes.count)
        precondition(count == bytes.count && Self.line(from: answers) == "done", "the server has refused: \(command)")
    }

    private static func line(from descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while unsafe read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Starts a program whose standard input and output are the returned pipes.
    private static func start(_ arguments: [String]) -> (input: Int32, output: Int32) {
        var input: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        unsafe precondition(pipe(&input) == 0 && pipe(&output) == 0)
        for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_adddup2(&actions, input[0], 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output[1], 1)
        // The server outlives most tests, and a connection of theirs that it inherited would never be closed. NIO accepts
        // connections without FD_CLOEXEC; Glibc's overlay does not have this function.
        typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        let symbol = unsafe dlsym(nil, "posix_spawn_file_actions_addclosefrom_np")
        if let symbol = unsafe symbol { _ = unsafe unsafeBitCast(symbol, to: CloseFrom.self)(&actions, 3) }
        var words = unsafe arguments.map { unsafe strdup($0) }
        unsafe words.append(nil)
        var process = pid_t()
        let code = unsafe posix_spawn(&process, arguments[0], &actions, nil, words, environ)
        precondition(code == 0, "no shell can be started")
        reap(process)
        unsafe words.forEach { unsafe free($0) }
        unsafe posix_spawn_file_actions_destroy(&actions)
        close(input[0])
        close(output[1])
        return (input[1], output[0])
    }

    /// Waits for the end of the shell on a thread: exit tests wait for any child, and never see theirs behind one that is left.
    private static func reap(_ process: pid_t) {
        guard let thread = try? startThread({ _ = waitpid(process, nil, 0) }) else { return }
        pthread_detach(thread)
    }

    /// The folder of PostgreSQL's programs, which Debian does not have on the path.
    private static let programs: String? = {
        var found = unsafe glob_t()
        defer { unsafe globfree(&found) }
        guard unsafe glob("/usr/lib/postgresql/*/bin", 0, nil, &found) == 0, unsafe found.gl_pathc > 0,
            let last = unsafe found.gl_pathv[Int(found.gl_pathc) - 1]
        else { return nil }
        return unsafe access(String(cString: last) + "/initdb", X_OK) == 0 ? String(cString: last) : nil
    }()

    /// Serves as PostgreSQL's parent: it stops the server when no more commands come.
    private static let script = """
        set -eu
        trap '' INT TERM HUP PIPE
        programs=$1
        user=""
        if [ "$(id -u)" -eq 0 ]; then
            user=postgres
            id "$user" >/dev/null 2>&1 || user=nobody
        fi
        run() {
            program=$1
            shift
            if [ -n "$user" ]; then
                setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$programs/$program" "$@"
            else
                "$programs/$program" "$@"
            fi </dev/null >>"$folder/output" 2>&1
        }
        start() {
            run pg_ctl start -w -D "$folder/data" -l "$folder/log" -o "-k $folder -c listen_addresses= -c fsync=off \
        -c max_connections=400 -c shared_buffers=32MB -c autovacuum=off"
        }
        folder=$(mktemp -d /tmp/toopher-postgresql-XXXXXX)
        trap 'run pg_ctl stop -D "$folder/data" -m immediate || true; rm -rf "$folder"' EXIT
        [ -z "$user" ] || chown "$user" "$folder"
        cd "$folder"
        run initdb -D "$folder/data" -U toopher -A trust -E UTF8 --locale=C.UTF-8 --no-sync
        { echo "local all with_password scram-sha-256"; cat data/pg_hba.conf; } >hba
        cat hba >data/pg_hba.conf
        start
        run psql -h "$folder" -U toopher -d postgres -c "CREATE ROLE with_password LOGIN PASSWORD 'right'"
        echo "$folder"
        while read -r command name; do
            case $command in
            create)
                # Nobody connects to template0, so nobody is in the way.
                for attempt in 1 2 3; do
                    ! run createdb -h "$folder" -U toopher -T template0 "$name" || break
                    [ "$attempt" -lt 3 ] || { cat "$folder/output" "$folder/log" >&2; exit 1; }
                done
                ;;
            stop) run pg_ctl stop -D "$folder/data" -m immediate ;;
            start) start ;;
            esac
            echo done
        done
        """
}
