import Testing
import WebSyntax

@Suite("URI references")
struct URLReferenceTests {
    /// The references of RFC 3986 section 5.4 that name no other authority, resolved against `http://a/b/c/d;p?q`.
    @Test(
        "A reference is resolved as in the examples of RFC 3986 section 5.4",
        arguments: [
            ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("?y", "/b/c/d;p?y"),
            ("g?y", "/b/c/g?y"), ("#s", "/b/c/d;p?q"), ("g#s", "/b/c/g"), ("g?y#s", "/b/c/g?y"), (";x", "/b/c/;x"),
            ("g;x", "/b/c/g;x"), ("g;x?y#s", "/b/c/g;x?y"), ("", "/b/c/d;p?q"), (".", "/b/c/"), ("./", "/b/c/"),
            ("..", "/b/"), ("../", "/b/"), ("../g", "/b/g"), ("../..", "/"), ("../../", "/"), ("../../g", "/g"),
            ("../../../g", "/g"), ("../../../../g", "/g"), ("/./g", "/g"), ("/../g", "/g"), ("g.", "/b/c/g."),
            (".g", "/b/c/.g"), ("g..", "/b/c/g.."), ("..g", "/b/c/..g"), ("./../g", "/b/g"), ("./g/.", "/b/c/g/"),
            ("g/./h", "/b/c/g/h"), ("g/../h", "/b/c/h"), ("g;x=1/./y", "/b/c/g;x=1/y"), ("g;x=1/../y", "/b/c/y"),
            ("g?y/./x", "/b/c/g?y/./x"), ("g?y/../x", "/b/c/g?y/../x"), ("g#s/./x", "/b/c/g"), ("g#s/../x", "/b/c/g"),
        ])
    func published(text: String, target: String) {
        let reference = URLReference(text)
        #expect(reference.scheme == nil && reference.authority == nil)
        #expect(reference.pathAndQuery(from: "/b/c/d;p?q") == target)
    }

    @Test(
        "Scheme and authority are separated",
        arguments: [
            ("g:h", "g", nil, "/b/c/h"), ("//g", nil, "g", "/"), ("//g?y", nil, "g", "/?y"), ("//g/h", nil, "g", "/h"),
            ("https://a:1/b?c", "https", "a:1", "/b?c"), ("http:g", "http", nil, "/b/c/g"),
            ("HTTP:", "HTTP", nil, "/b/c/d;p?q"),
            ("./a:b", nil, nil, "/b/c/a:b"), ("?a:b", nil, nil, "/b/c/d;p?a:b"), (":a", nil, nil, "/b/c/:a"),
            ("///g", nil, "", "/g"), ("//", nil, "", "/"),
        ] as [(String, String?, String?, String)])
    func parts(text: String, scheme: String?, authority: String?, target: String) {
        let reference = URLReference(text)
        #expect(reference.scheme == scheme && reference.authority == authority)
        #expect(reference.pathAndQuery(from: "/b/c/d;p?q") == target)
    }

    @Test(
        "A reference without a path keeps the base's path byte for byte (section 5.2.2)",
        arguments: [
            ("?y", "/a/../b/./c?q", "/a/../b/./c?y"), ("", "/a/../b?q", "/a/../b?q"), ("#s", "/./?q", "/./?q"),
            ("", "/a/..", "/a/.."), ("g", "/a/../b/c", "/b/g"), ("//h/a/../b", "/c", "/b"), ("", "", "/"),
            ("?y", "", "/?y"),
        ])
    func emptyPath(text: String, base: String, target: String) {
        #expect(URLReference(text).pathAndQuery(from: base) == target)
    }

    @Test("A path that is only a query or empty is resolved like the root")
    func withoutPath() {
        #expect(URLReference("g").pathAndQuery(from: "/") == "/g")
        #expect(URLReference("g").pathAndQuery(from: "") == "/g")
        #expect(URLReference("?y").pathAndQuery(from: "/?q") == "/?y")
    }
}
