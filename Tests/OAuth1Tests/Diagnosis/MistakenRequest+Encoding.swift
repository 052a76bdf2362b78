@testable import OAuth1

/// Mistakes in the encoding and in the order of parameters.
extension MistakenRequest {
    private static let lowerCase: @Sendable (String) -> String = {
        encode($0, keeping: "", digits: "0123456789abcdef")
    }
    private static let likeEncodeURIComponent: @Sendable (String) -> String = {
        encode($0, keeping: "!*'()", digits: "0123456789ABCDEF")
    }

    static let encodingCases = [
        MistakenRequest(mistakes: [.equalsSignLeftOut], url: "https://h/p?a&b=&c=3", signed: ["a", "b=", "c=3"]),
        MistakenRequest(mistakes: [.equalsSignLeftOut], url: "https://h/p?a&b=&c=3", signed: ["a", "b", "c=3"]),
        MistakenRequest(mistakes: [.notEncoded], url: "https://h/p?a=%C3%A9&b=%5B", signed: ["a=é", "b=["]),
        MistakenRequest(mistakes: [.encodedTwice], url: "https://h/p?a=%C3%A9", signed: ["a=%25C3%25A9"]),
        MistakenRequest(mistakes: [.spaceAsPlus], url: "https://h/p?a=x%20y", signed: ["a=x+y"]),
        MistakenRequest(mistakes: [.lowerCaseDigits], url: "https://h/p?a=%5B", signed: ["a=%5b"]),
        MistakenRequest(mistakes: [.lowerCaseDigits], url: "https://h/p?a=%5B", signed: ["a=%5b"], encoding: lowerCase),
        MistakenRequest(mistakes: [.lowerCaseDigits], encoding: lowerCase),
        MistakenRequest(mistakes: [.marksNotEncoded], url: "https://h/p?a=!*'()", signed: ["a=!*'()"]),
        MistakenRequest(
            mistakes: [.marksNotEncoded], url: "https://h/p?a=!*'()", signed: ["a=!*'()"],
            encoding: likeEncodeURIComponent),
        MistakenRequest(
            mistakes: [.marksNotEncoded], url: "https://h/p(1)?b=2&a=1", signedURI: "https://h/p(1)",
            encoding: likeEncodeURIComponent),
        MistakenRequest(mistakes: [.delimitersNotEncoded], url: "https://h/p?a[0]=1", signed: ["a[0]=1"]),
        MistakenRequest(mistakes: [.delimitersNotEncoded], url: "https://h/p?a=x:/y", signed: ["a=x:/y"]),
        MistakenRequest(mistakes: [.tildeEncoded], url: "https://h/p?a=~", signed: ["a=%7E"]),
        MistakenRequest(
            mistakes: [.tildeEncoded], url: "https://h/~p?b=2&a=1", signedURI: "https://h/~p",
            encoding: { encode($0).replacing("~", with: "%7E") }),
        MistakenRequest(mistakes: [.partsNotEncoded], encoding: { $0 }),
    ]

    static let orderCases = [
        MistakenRequest(mistakes: [.unsorted], signed: ["*", "b=2", "a=1"]),
        MistakenRequest(mistakes: [.unsorted], signed: ["b=2", "a=1", "*"]),
        MistakenRequest(mistakes: [.sortedAsPairs], url: "https://h/p?a=1&a-b=2", signed: ["a-b=2", "a=1", "*"]),
        MistakenRequest(mistakes: [.sortedDecoded], url: "https://h/p?a%5B=1&aA=2", signed: ["aA=2", "a%5B=1", "*"]),
        MistakenRequest(
            mistakes: [.sortedIgnoringCase], url: "https://h/p?c=3&a=1&B=2", signed: ["a=1", "B=2", "c=3", "*"]),
        MistakenRequest(
            mistakes: [.sortedByNameOnly], url: "https://h/p?b=0&a=2&a=1", signed: ["a=2", "a=1", "b=0", "*"]),
    ]
}
