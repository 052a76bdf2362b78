#if Service

import Subprocess

/// The browser of a person at a desktop.
enum DesktopBrowser {
    /// Opens URLs, if there is a desktop. Whether anything opens them, nobody waits for.
    static func open(_ urls: [String]) {
        guard StandardInput.isTerminal, Environment.value("DISPLAY") ?? Environment.value("WAYLAND_DISPLAY") != nil
        else { return }
        for url in urls {
            Task {
                _ = try? await Subprocess.run(
                    .name("xdg-open"), arguments: [url], input: .none, output: .discarded, error: .discarded)
            }
        }
    }
}

#endif
