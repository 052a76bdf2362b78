#if Service

/// The texts of the operator's desk, by their keys in `admin-text-….js`.
enum AdminText: String, Sendable, CaseIterable {
    // The frame of each page.
    case desk, requesters, waiting, activity, log, leave, table, toDesk
    // The way in and out.
    case deskTitle, enterLead, enter, linkUnusable, linkUnusableHint, left, leftHint
    // What cannot be shown or done.
    case pageMissing, nothingHere, logHasReason, cannotBeDone, needsLink, alreadyDecided, alreadyDone, badOrigin
    case tooManyOrigins, unknownOrigin, requesterDeleted, badName, userIsOff, needsNoConfirmation, otherProblem
    // Requesters.
    case name, state, consumerKey, created, noRequesters, newRequester, requesterName, create
    case createdTitle, rotatedTitle, secretLead, previousEnds
    case suspend, resume, remove, add, sites, origin, noSites, anotherSite
    case policies, now, changeTo, secret, secretHint, rotateNow, rotateDay, rotateWeek
    case users, nameBegins, search, switchedOff, noUsers
    case stateActive, stateSuspended, stateDeleted
    case numberMatching, digits, concurrentPrompts, challenge, additionalPhones
    case valueOff, valueOn, valueWhenShown, valueAlways, valueWhenAsked, valueConfirmed, valueAllowed
    // A user.
    case requester, factorOn, factorOff, switchOff, switchOn, phones, phone, words, since, confirmPhone, end, noPhones
    case standingAnswers, answer, action, from, until, noAnswers, answerApprove, answerDeny
    case statePending, stateUnconfirmed, stateEnabled, stateDenied, stateDeactivated, stateExpired
    // What waits.
    case user, cancel, noneWaiting, loadAgain, live, liveLost
    // The log.
    case entry, older, head, nothingSealed, entriesWith, noEntries
    // What has happened lately.
    case activityLead, noSamples, approvals, denials, requests, latency, countSummary, latencySummary
    // A change.
    case sure, yes, no, doneTitle, done, undo, goOn
    case askResume, askSuspend, askAddOrigin, askRemoveOrigin, askPolicy, askUserOn, askUserOff, askConfirmPairing
    case askEndPairing, askEndAutomation, askCancel, askCreate, askRotateNow, askRotateLater
}

#endif
