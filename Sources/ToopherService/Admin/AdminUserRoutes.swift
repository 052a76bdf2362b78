#if Service

internal import Database
internal import DeviceProtocol
internal import Hummingbird

/// The page of a user.
struct AdminUserRoutes: Sendable {
    let service: ToopherService

    /// Adds the route to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("admin/user") { request, _ in try await one(AdminRequest(request, service)) }
    }

    private func one(_ asked: AdminRequest) async throws -> Response {
        guard let (user, requesterID) = try await service.core.store.adminUser(id: asked["id"]) else {
            throw ProtocolError.notFound
        }
        let texts = asked.texts
        let requester = try await service.requesters().first { $0.id == requesterID }
        let switchover = asked.page.link(
            to: .setUser(isEnabled: !user.isEnabled, user: user.id), user.isEnabled ? .switchOff : .switchOn)
        let phones = try await phones(of: user, asked)
        let standingAnswers = try await standingAnswers(of: user, requesterID, asked)
        let content: Markup = """
            <dl><div><dt>\(texts(.requester))</dt>
            <dd><a href="/admin/requester?id=\(requesterID)"><bdi>\(requester?.name ?? requesterID)</bdi></a></dd></div></dl>
            <p>\(texts(user.isEnabled ? .factorOn : .factorOff)) \(switchover)</p>
            <h2>\(texts(.phones))</h2>
            \(phones)
            <h2>\(texts(.standingAnswers))</h2>
            \(standingAnswers)
            """
        return asked.response("\(user.name)", content)
    }

    private func phones(of user: User, _ asked: AdminRequest) async throws -> Markup {
        var filter = AdministrationFilter()
        filter.user = user.id
        let page = asked.page
        let rows = try await service.pairings(filter).map { pairing -> [Markup] in
            let confirm: Markup =
                pairing.state == .unconfirmed ? page.link(to: .confirmPairing(pairing.id), .confirmPhone) : ""
            return [
                "<bdi>\(pairing.deviceName ?? "")</bdi>", "<span lang=\"en\">\(pairing.deviceWords ?? "")</span>",
                asked.texts(pairing.state.title), AdminPage.time(pairing.created),
                Markup([confirm, " ", page.link(to: .endPairing(pairing.id), .end)]),
            ]
        }
        return page.table([.phone, .words, .state, .since, nil], rows, none: .noPhones)
    }

    private func standingAnswers(of user: User, _ requesterID: String, _ asked: AdminRequest) async throws -> Markup {
        let (name, now, page) = (user.name, service.core.clock(), asked.page)
        let kept = try await service.core.store.database.read { connection throws(DatabaseError) in
            try Store.automations(userName: name, of: requesterID, now: now, connection)
        }
        let rows = kept.map { automation -> [Markup] in
            [
                asked.texts(automation.decision == .approve ? .answerApprove : .answerDeny),
                "<bdi>\(automation.action.name)</bdi>", "<bdi>\(automation.terminal.name)</bdi>",
                AdminPage.time(automation.expires),
                page.link(to: .endAutomation("\(automation.id) \(user.id)"), .end),
            ]
        }
        return page.table([.answer, .action, .from, .until, nil], rows, none: .noAnswers)
    }
}

extension PairingSummary.State {
    /// What the desk calls it.
    fileprivate var title: AdminText {
        switch self {
        case .pending: .statePending
        case .unconfirmed: .stateUnconfirmed
        case .enabled: .stateEnabled
        case .denied: .stateDenied
        case .deactivated: .stateDeactivated
        case .expired: .stateExpired
        }
    }
}

#endif
