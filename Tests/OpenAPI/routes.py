"""The routes of the service, as its sources register them."""

import re
from pathlib import Path

FOLDER = Path("Sources/ToopherService/HTTP/Routes")
TOKENS = ("oath_otp_validators", "oath_otp_validator")


def literals(text):
    """Returns the texts between quotation marks."""
    return re.findall(r'"([^"\\]+)"', text)


def tokens(suffix):
    """Returns the paths of hard tokens, with an id or a parameter."""
    return [f"v1/{name}{id}{suffix}" for name in TOKENS for id in ("", "/{id}")]


def composed(argument, source):
    """Returns the paths that an argument other than a literal stands for, or None if the argument is not known."""
    if argument.startswith('"static/'):
        return [f"static/{name}" for name in re.findall(r'\("([\w.-]+)", (?:script|style)', source)]
    if found := re.match(r'"(v1/web/(?:pairing|account)/)', argument):
        names = re.search(r"let routes: .*? = \[(.*?)\n +\]", source, re.S).group(1)
        return [found.group(1) + name for name in re.findall(r'\("(\w+)",', names)]
    users = [f"v1/users{id}/{name}" for name in TOKENS for id in ("", "/{id}")]
    return {
        'path + "/provision"': [f"v1/{name}/provision" for name in TOKENS],
        'path + "/bulk_provision"': [f"v1/{name}/bulk_provision" for name in TOKENS],
        # Registered for tokens, and for the tokens of a user.
        "path": tokens("") + (users if "addTokensOfUser" in source else []),
        'path + "/resync"': tokens("/resync"),
        'path + "/deactivate"': tokens("/deactivate"),
        'path + "/associate"': [f"{path}/associate" for path in users],
        'path + "/dissociate"': [f"{path}/dissociate" for path in users],
    }.get(argument)


def registered():
    """Returns the methods and paths of all routes. A way to register one that is not known here is an error."""
    routes = set()
    for file in sorted(FOLDER.glob("*.swift")):
        source = file.read_text()
        for method, argument in re.findall(r"\brouter\.(get|post|put|patch|delete|head|on)\((.+?)\) \{", source):
            argument = re.sub(r"^RouterPath\((.*)\)$", r"\1", argument)
            if file.name == "SignedPages.swift" and argument == "path":
                continue
            if file.name == "OATHTokenRoutes.swift" and argument == "path" and method == "post":
                paths = tokens("")
            elif re.fullmatch(r'"[^"\\]+"', argument):
                paths = literals(argument)
            else:
                paths = composed(argument, source)
            if not paths:
                raise SystemExit(f"{file}: routes.py does not know what {argument} stands for")
            routes |= {(method.upper(), f"/{path}") for path in paths}
        for paths in re.findall(r"\bpages\.add\(\[(.*?)\]", source):
            routes |= {("GET", f"/{path}") for path in literals(paths)}
    return routes
