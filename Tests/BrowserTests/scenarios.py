"""The scenarios in the browser: pages of a site, the messages of the iframe page, and what the site must receive."""

import html
import json
from dataclasses import dataclass
from urllib.parse import urlencode

#: Characters that forms, URLs and JSON encode differently. No line breaks: forms change those.
ODD = "~*-_. '!()é+/=@&%\"<€\U0001f600"

PAYLOAD = {
    "resource_type": "authentication_request",
    "id": "1",
    "granted": "true",
    "pending": "false",
    "action_name": "Log In",
    "requester_metadata": ODD,
    "session_token": "s9s7vsb",
    "timestamp": "1000",
    "toopher_sig": "s+fYUtChrNMjES5Xa+755H7BQKE=",
}
ANOTHER = PAYLOAD | {"toopher_sig": "nADNKdly9zA2IpczD6gvDumM48I="}
#: A payload that must never be posted.
FORGED = PAYLOAD | {"id": "forged", "toopher_sig": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="}
#: The fields of the site's own framework.
OWN = {"csrf": "a b&c=\"d'", "_eventId": "toopher"}


def complete(payload=PAYLOAD):
    return json.dumps({"status": "toopher-api-complete", "payload": payload}, ensure_ascii=False)


READY = json.dumps({"status": "ready"})
#: Messages that the script must ignore.
NOISE = [
    "", "not JSON", "{", "null", "0", "[]", '"text"', "{}", '{"status": 5}', '{"status": "toopher-api-complete"}',
    complete(None), complete([FORGED]), complete("text"), complete(7), None, 0, 7.5, True, [], {}, {"status": {}},
    {"payload": FORGED}, {"status": "toopher-api-complete", "payload": [FORGED]}, {"status": "Toopher-API-complete"},
]  # fmt: skip


def version1(payload=PAYLOAD, **own):
    return payload | own


def version2(payload=PAYLOAD, **own):
    return {"toopher_iframe_data": payload} | own


def stand_in(origin, say, **more):
    """Returns the URL of a page that posts messages to its parent."""
    return f"{origin}/v1/web/authenticate?" + urlencode({"say": json.dumps(say)} | more)


@dataclass
class Scenario:
    """A page of the site, and what its server must receive before the next scenario."""

    name: str
    #: HTML with names of `values` in braces.
    body: str
    posts: list
    #: The messages of the iframe page.
    say: tuple = (READY, complete())
    #: Whether it waits for the message "go".
    wait: bool = False
    #: JavaScript of the site, before everything else and after it.
    early: str = ""
    late: str = ""
    is_module: bool = False
    in_background: bool = False
    charset: str = "utf-8"

    def values(self, origins, post, following):
        """Returns the values of the names in braces."""
        service, foreign = origins["service"], origins["foreign"]
        frame = stand_in(service, self.say, **({"wait": ""} if self.wait else {}))
        back = stand_in(foreign, [complete(FORGED)], hold="", next=stand_in(service, [complete()]))
        return {
            **origins,
            "post": post,
            "next": following,
            "frame": frame,
            "own": json.dumps(OWN),
            "forged from service": stand_in(service, [complete(FORGED)]),
            "forged from foreign": stand_in(foreign, [complete(FORGED)]),
            "frame that leaves": stand_in(service, [], next=back),
            "frame text": json.dumps(frame),
            "own text": json.dumps(json.dumps(OWN)),
            "forged text": json.dumps(complete(FORGED)),
        }

    def fill(self, text, values, quote=lambda text: text):
        for name, value in values.items():
            text = text.replace("{" + name + "}", quote(value))
        return text

    def page(self, values):
        return self.fill(self.body, values, html.escape)

    def script(self, values, when):
        return self.fill(self.early if when == "early" else self.late, values)


SCRIPT = '<script src="{service}/static/toopher-web.js"></script>'
FRAME = '<iframe id="toopher_iframe" src="{frame}" toopher_postback="{post}" framework_post_args="{own}"></iframe>'
OLD_FRAME = FRAME.replace("src=", "toopher_req=")
AJAX_FRAME = FRAME.replace("id=", "use_ajax_postback id=")
ON_POSTBACK = 'addEventListener("toopher-postback", () => location.assign("{next}"));'
ON_ERROR = 'addEventListener("toopher-error", () => location.assign("{next}"));'
#: Sends "go" to the iframe page after the forged message.
AFTER_FORGERY = 'addEventListener("message", (event) => { if (String(event.data).includes("forged")) go(); });'


def with_attribute(frame, attribute):
    return frame.replace("id=", f"{attribute} id=")


WIRE = [
    Scenario("version 2: one signed field, the framework's beside it", SCRIPT + FRAME, [version2(**OWN)]),
    Scenario("the script after the iframe", FRAME + SCRIPT, [version2(**OWN)], wait=True, late="go();"),
    Scenario(
        "version 1: flat fields, in UTF-8 from a page that is not",
        SCRIPT + with_attribute(FRAME, 'toopher_postback_version="1"'),
        [version1(**OWN)],
        charset="iso-8859-1",
    ),
    Scenario(
        "version 1: the framework's fields replace no signed one, and none breaks the form",
        SCRIPT
        + with_attribute(FRAME, 'toopher_postback_version="1"').replace(
            '"{own}"', """'{"granted": "x", "n": 1, "submit": "s", "action": "a", "method": "m", "none": null}'"""
        ),
        [version1(n="1", submit="s", action="a", method="m", none="")],
    ),
    Scenario("messages that are not the service's", SCRIPT + FRAME, [version2(**OWN)], say=(*NOISE, READY, complete())),
    Scenario(
        "in the background", SCRIPT + AJAX_FRAME, [version2(**OWN)], in_background=True, early=ON_POSTBACK
    ),
    Scenario(
        "in the background, one of them twice",
        SCRIPT + AJAX_FRAME,
        [version2(**OWN), version2(ANOTHER, **OWN)],
        say=(complete(), complete(), complete(ANOTHER)),
        in_background=True,
        early="""
        let count = 0;
        addEventListener("toopher-postback", () => { if (++count === 2) location.assign("{next}"); });
        """,
    ),
    Scenario(
        'use_ajax_postback="false"', SCRIPT + with_attribute(FRAME, 'use_ajax_postback="false"'), [version2(**OWN)]
    ),
]

OLD_PAGES = [
    Scenario(
        "toopher_req and init, posted to the page itself",
        SCRIPT + OLD_FRAME.replace("{post}", ""),
        [version1(**OWN)],
        late='toopher.init("#toopher_iframe");',
    ),
    Scenario("toopher_req, and nobody calls init", SCRIPT + OLD_FRAME, [version1(**OWN)]),
    Scenario(
        "init with a list and a function; messages that are objects",
        SCRIPT,
        [version1(**OWN)],
        say=({"status": "ready"}, {"status": "toopher-api-complete", "payload": PAYLOAD}),
        in_background=True,
        late="""
        const frame = document.createElement("iframe");
        frame.setAttribute("toopher_req", {frame text});
        frame.setAttribute("toopher_postback", "{post}");
        frame.setAttribute("framework_post_args", {own text});
        frame.setAttribute("use_ajax_postback", "true");
        document.body.append(frame);
        const heard = [];
        toopher.init([frame], false, (message) => {
          heard.push(message.status);
          if (message.status !== "toopher-api-complete") return;
          if (heard.join() !== "ready,toopher-api-complete") report(heard.join());
          if (message.payload.received !== true) report("not the server's reply");
          location.assign("{next}");
        });
        """,
    ),
    Scenario(
        "toopher_req for a version 2 handler",
        SCRIPT + with_attribute(OLD_FRAME, 'toopher_postback_version="2"'),
        [version2(**OWN)],
    ),
]

FORGERIES = [
    Scenario(
        "another window of the service's origin",
        SCRIPT + FRAME + '<iframe src="{forged from service}"></iframe>',
        [version2(**OWN)],
        wait=True,
        early=AFTER_FORGERY,
    ),
    Scenario(
        "another window of a foreign origin",
        SCRIPT + FRAME + '<iframe src="{forged from foreign}"></iframe>',
        [version2(**OWN)],
        wait=True,
        early=AFTER_FORGERY,
    ),
    Scenario(
        "the page's own window",
        SCRIPT + FRAME,
        [version2(**OWN)],
        wait=True,
        early=AFTER_FORGERY,
        late="postMessage({forged text}, location.origin);",
    ),
    Scenario(
        "our window, gone to a foreign origin and back",
        SCRIPT + FRAME.replace("{frame}", "{frame that leaves}"),
        [version2(**OWN)],
        early=AFTER_FORGERY,
    ),
    Scenario(
        "a sandbox, which has no origin",
        SCRIPT + with_attribute(FRAME, 'sandbox="allow-scripts"').replace("{frame}", "{forged from service}"),
        [],
        early="""
        addEventListener("message", (event) => {
          if (event.origin !== "null") report(event.origin);
          setTimeout(() => location.assign("{next}"));
        });
        """,
    ),
    Scenario(
        "a URL without an origin",
        SCRIPT + OLD_FRAME.replace("{frame}", "data:text/html,x"),
        [],
        early="""
        addEventListener("toopher-error", (event) => {
          if (event.target.hasAttribute("src")) report("it was opened");
          location.assign("{next}");
        });
        """,
    ),
]

SITES = [
    Scenario(
        "an iframe that comes after the script",
        SCRIPT,
        [version2()],
        late="""
        const frame = document.createElement("iframe");
        frame.id = "toopher_iframe";
        frame.src = {frame text};
        frame.setAttribute("toopher_postback", "{post}");
        addEventListener("load", () => document.body.append(frame));
        """,
    ),
    Scenario(
        "framework_post_args that are not JSON", SCRIPT + FRAME.replace("{own}", "{csrf: 1}"), [], early=ON_ERROR
    ),
    Scenario("a server that hangs up", SCRIPT + AJAX_FRAME.replace("{post}", "/hang-up"), [], early=ON_ERROR),
    Scenario(
        "a site that posts by itself",
        SCRIPT + AJAX_FRAME,
        [],
        early="""
        window.fetch = () => report("the script posted, too");
        addEventListener("toopher-complete", (event) => {
          event.preventDefault();
          setTimeout(() => location.assign("{next}"));
        });
        """,
    ),
    Scenario(
        "the module, from the service's origin",
        with_attribute(OLD_FRAME, 'toopher_postback_version="2"'),
        [version2(**OWN)],
        is_module=True,
        late="""
        import toopher, { init } from "{service}/static/toopher-web.mjs";
        if (toopher.init !== init || window.toopher !== toopher) report("two of them");
        init(document.getElementById("toopher_iframe"));
        """,
    ),
    Scenario(
        "a copy of the module beside the script: posted once",
        SCRIPT + AJAX_FRAME,
        [version2(**OWN)],
        wait=True,
        is_module=True,
        in_background=True,
        early=ON_POSTBACK,
        late="""
        import { init } from "{site}/static/toopher-web.mjs";
        init();
        init();
        go();
        """,
    ),
]

SCENARIOS = [*WIRE, *OLD_PAGES, *FORGERIES, *SITES]
