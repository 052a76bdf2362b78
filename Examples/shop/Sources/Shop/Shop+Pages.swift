#if canImport(Hummingbird)

extension Shop {
    func logInPage(_ session: Session, hasFailed: Bool) -> HTML {
        let problem: HTML = hasFailed ? "<p class=\"problem\" role=\"alert\">Name or password is wrong.</p>" : ""
        return """
            <h1>Log in</h1>
            \(problem)
            <form method="post" action="/login">
              <input type="hidden" name="form_token" value="\(session.formToken)">
              <label for="user">User</label>
              <input id="user" name="user" autocomplete="username" autocapitalize="none" required>
              <label for="password">Password</label>
              <input id="password" name="password" type="password" autocomplete="current-password" required>
              <button>Log in</button>
            </form>
            """
    }

    /// The page with the iframe. `toopher-web.js` posts the answer to `/approve`, with the token of the shop's own form.
    func approvalPage(_ pending: Session.Pending, _ session: Session, _ url: String) -> HTML {
        """
        <h1>\(pending.action)</h1>
        <p>Approve it on your phone.</p>
        <iframe id="toopher_iframe" title="Approval on your phone" src="\(url)" toopher_postback="/approve"
          framework_post_args='{"form_token": "\(session.formToken)"}'></iframe>
        <p class="quiet">Nothing in the frame? <a href="/approve?frameless">Approve on a page of its own</a></p>
        """
    }

    func accountPage(_ user: String, _ session: Session) -> HTML {
        let rows = transfers.list(of: user).map { transfer in
            "<li><span>\(transfer.recipient)</span> <b>\(transfer.amount)</b></li>" as HTML
        }
        let list: HTML =
            rows.isEmpty
            ? "<p class=\"quiet\">No transfers yet.</p>" : "<ul>\(HTML(stringLiteral: rows.map(\.text).joined()))</ul>"
        return """
            <h1>Hello \(user)</h1>
            <p>You are in, with your password and your phone.</p>
            \(list)
            <form method="post" action="/transfer">
              <input type="hidden" name="form_token" value="\(session.formToken)">
              <label for="recipient">Transfer to</label>
              <input id="recipient" name="recipient" value="Ann Example" maxlength="60" required>
              <label for="amount">Amount in €</label>
              <input id="amount" name="amount" inputmode="decimal" value="25.00" pattern="[0-9]{1,6}(\\.[0-9]{2})?" required>
              <button>Transfer</button>
            </form>
            <form method="post" action="/logout">
              <input type="hidden" name="form_token" value="\(session.formToken)">
              <button class="quiet">Log out</button>
            </form>
            """
    }

    var refusalPage: HTML {
        """
        <h1>Not approved</h1>
        <p>The phone has not approved it, or not in time. Nothing has happened.</p>
        <p><a class="button" href="/">Back to the shop</a></p>
        """
    }

    static let style = """
        :root { color-scheme: light dark; --ground: #f4f5f7; --card: #fff; --ink: #1b1f27; --quiet: #565f6e;
          --edge: #78818f; --accent: #1d6f5c; --on-accent: #fff; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ground: #14161b; --card: #1e2128; --ink: #eceef2; --quiet: #a9b1bd;
          --edge: #7d8695; --accent: #74d3b8; --on-accent: #14161b; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 100%/1.5 system-ui, sans-serif; }
        header { padding: .9rem 1.25rem; background: #1d6f5c; color: #fff; font-weight: 700; }
        main { max-width: 30rem; margin: 1.5rem auto; padding: 0 1.25rem; overflow-wrap: anywhere; }
        h1 { margin: 0 0 .5rem; font-size: 1.6rem; line-height: 1.2; }
        form { display: grid; gap: .4rem; margin: 1rem 0; }
        label:not(:first-of-type) { margin-top: .5rem; }
        input { min-height: 2.75rem; padding: .5rem .7rem; border: 1px solid var(--edge); border-radius: 8px;
          background: var(--card); color: inherit; font: inherit; }
        button, a.button { display: inline-block; min-height: 2.75rem; margin-top: .5rem; padding: .6rem 1rem; border: 0;
          border-radius: 8px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600;
          text-decoration: none; cursor: pointer; }
        button.quiet { border: 1px solid var(--edge); background: none; color: var(--ink); }
        iframe { width: 100%; height: 34rem; border: 1px solid var(--edge); border-radius: 12px; background: var(--card); }
        ul { padding: 0; list-style: none; }
        li { display: flex; justify-content: space-between; gap: 1rem; padding: .4rem 0; border-top: 1px solid var(--edge); }
        a { color: var(--accent); }
        .quiet { color: var(--quiet); }
        .problem { color: var(--bad); font-weight: 600; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        """
}

#endif
