"""The phone's app in Firefox."""

from phone_page import Phone


class FirefoxPhone(Phone):
    """The app in a page of Firefox."""

    def __init__(self, page, origin):
        self.page = page
        self.origin = origin
        self.home = f"{origin}/phone/"

    def open(self, fragment=""):
        self.close()
        self.page.open(self.home + fragment)
        self.until("document.querySelector('main h1')")

    def close(self):
        self.page.open("about:blank")
