import ArgumentParser
import Faults
import HostFiles
import Kernels
import SystemPackage

/// `oomlab kernels`.
struct KernelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernels",
        abstract: "List, fetch, add and remove kernels.",
        discussion: """
            A SPEC is a series (6.12: the newest of it), a version (6.12.107), a release or its beginning
            (5.10.0-46), a range of series (6.1..6.18), all, newest, or the name of an added kernel.

            EXAMPLES:
              oomlab kernels fetch 5.10 6.12 newest
              oomlab kernels add ~/linux --modules ~/modules --name mine
              oomlab kernels list
              oomlab kernels remove 6.12
            """,
        subcommands: [List.self, Fetch.self, Add.self, Remove.self])

    /// Options of every verb.
    struct Options: ParsableArguments {
        @OptionGroup var global: GlobalOptions
        @Option(help: "What is printed: text or json.") var format: AnswerFormat = .text

        var terminal: Terminal { Terminal(global) }
    }

    /// The user's kernels; tells `terminal` what it does.
    static func store(mirror: String? = nil, terminal: Terminal) -> KernelStore {
        terminal.trace("kernels are kept in \(CacheFolder.standard().path)")
        return KernelStore(mirror: mirror) { notice in
            switch notice {
            case .note(let text): terminal.note(text)
            case .progress(let step, let fraction):
                terminal.progress(step + (fraction.map { " \(Int($0 * 100))%" } ?? " …"))
            }
        }
    }

    /// `oomlab kernels list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the kernels in the cache, and the newest of each other series on offer.",
            discussion: """
                EXAMPLES:
                  oomlab kernels list
                  oomlab kernels list --installed --format json
                """)

        @OptionGroup var options: Options
        @Flag(help: "List every kernel on offer.") var all = false
        @Flag(help: "List the kernels in the cache alone; needs no network.") var installed = false
        @Flag(help: "Ask the mirror even if it was asked within a day.") var refresh = false
        @Option(help: "The Debian mirror to ask, instead of the host's own.") var mirror: String?

        func run() async throws {
            let terminal = options.terminal
            let store = KernelsCommand.store(mirror: mirror, terminal: terminal)
            let kernels = store.list()
            let offers = installed ? [] : try await offers(of: store, terminal: terminal)
            terminal.clearProgress()
            let listing = KernelListing(kernels: kernels, offers: offers, isComplete: all)
            terminal.put(try listing.text(options.format))
        }

        /// A host without a network still has its cache to list.
        private func offers(of store: KernelStore, terminal: Terminal) async throws -> [KernelOffer] {
            do {
                return try await store.offers(refresh: refresh)
            } catch let error as HostError where mirror == nil && !refresh {
                terminal.note("\(error)")
                return []
            }
        }
    }

    /// `oomlab kernels fetch`.
    struct Fetch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Download kernels into the cache, without root rights.",
            discussion: """
                Prints the release of each kernel that the specs mean, whether it was there already or not.

                EXAMPLES:
                  oomlab kernels fetch 6.12
                  oomlab kernels fetch 5.10 6.1..6.18 newest
                """)

        @OptionGroup var options: Options
        @Option(help: "The Debian mirror to fetch from, instead of the host's own.") var mirror: String?
        @Argument(help: "What to fetch: 6.12, 6.12.107, a release, 6.1..6.18, all, newest.") var specs: [String]

        func run() async throws {
            let terminal = options.terminal
            let kernels = try await KernelsCommand.store(mirror: mirror, terminal: terminal).fetch(specs)
            terminal.clearProgress()
            terminal.put(try KernelListing(kernels: kernels).names(options.format))
        }
    }

    /// `oomlab kernels add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a kernel of your own to the cache.",
            discussion: """
                One that was added before under the same name is replaced.

                EXAMPLES:
                  oomlab kernels add ~/linux --name mine
                  oomlab kernels add arch/x86/boot/bzImage --modules ~/modules
                """)

        @OptionGroup var options: Options
        @Option(help: "Its modules: a folder with lib/modules/RELEASE in it, or that folder itself.") var modules:
            String?
        @Option(help: "The name to find it by; its release if none is given.") var name: String?
        @Argument(help: "A bzImage, or the folder of a kernel build.") var path: String

        func run() async throws {
            let terminal = options.terminal
            let kernel = try await KernelsCommand.store(terminal: terminal)
                .add(FilePath(path), modules: modules.map { FilePath($0) }, name: name)
            if kernel.elf == nil {
                terminal.note("\(kernel.name) has no PVH entry (CONFIG_PVH), so it boots from its bzImage: slower")
            }
            terminal.put(try KernelListing(kernels: [kernel]).names(options.format))
        }
    }

    /// `oomlab kernels remove`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove kernels from the cache.",
            discussion: """
                EXAMPLES:
                  oomlab kernels remove mine
                  oomlab kernels remove 6.1..6.6
                """)

        @OptionGroup var options: Options
        @Argument(help: "What to remove: a name, a version, or a range (everything in it).") var spec: String

        func run() async throws {
            let terminal = options.terminal
            let names = try await KernelsCommand.store(terminal: terminal).remove(KernelSpec(spec))
            terminal.put(try KernelListing.text(names, options.format))
        }
    }
}
