/// The pipes that received bytes in the current turn of the agent, on whose thread it is used.
///
/// libcurl delivers a body in pieces of 16 KiB. Waking the reader for each of them would cost more than reading it.
final class FilledPipes {
    private var pipes: [DownloadPipe] = []

    func append(_ pipe: DownloadPipe) {
        if pipes.last !== pipe { pipes.append(pipe) }
    }

    func wakeReaders() {
        for pipe in pipes { pipe.wakeReader() }
        pipes.removeAll(keepingCapacity: true)
    }
}
