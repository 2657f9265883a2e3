import Scenario
import Testing

/// A scenario that uses the whole format. Tests change a line of it and look what is said about that.
let goodSource = """
    scenario: example
    claim: freezer
    summary: An example.
    description: |
      What happens: ${threads} threads.
    machine: {memory: 512M, cpus: 2, modules: [zram], command_line: [transparent_hugepage=never]}
    needs: {kernel: ">=5.10", controllers: [memory], features: [psi]}
    parameters: {threads: 8, size: 90M, double: "${threads}"}
    tags: [smoke]
    deadline: 20s
    sampling: 10ms
    settings: [{path: /proc/sys/vm/oom_dump_tasks, value: 0}]
    groups:
      - {name: arena, memory.max: 128M, pids.max: 100}
      - {name: arena/inner, memory.oom.group: 1}
      - {name: fridge, freezer: v1}
    processes:
      - {role: hog, workload: anon, group: arena/inner, arguments: {size: ${size}, threads: ${threads}}}
      - {role: small, workload: anon, group: arena/inner, count: 2, oom_score_adj: -500, arguments: {size: endless}}
    steps:
      - start: hog
      - wait: {role: hog, state: ready}
      - freeze: {role: hog, group: fridge}
      - start: small
      - wait: {group: arena, state: oom_kill, timeout: 2s}
      - snapshot
      - write: {path: /proc/sysrq-trigger, value: f}
      - sleep: 200ms
      - observe: 5s
      - thaw: fridge
      - kill: {role: small, signal: SIGTERM}
    expect:
      - {observation: threads_left, atLeast: 1, kernels: "<6.18", why: they stay}
      - {observation: threads_left, equals: 0, kernels: ">=6.18", why: they leave}
      - {observation: victims, oneOf: [[hog], [small-1, hog]], why: of two}
      - {observation: sigkilled, between: [1, "${threads + 1}"], why: a sum}
      - {observation: pinned_bytes, below: 16M, why: a size}
      - {observation: reaper, absent: true, why: nothing}
    twin:
      summary: Without the fridge.
      set: {threads: 1}
      without: [freeze, thaw]
      expect:
        - {observation: stalled, equals: false, why: nothing is frozen}
    """

/// What is said about the example with one text replaced by another.
func complaints(replacing old: String, with new: String) -> [String] {
    #expect(goodSource.contains(old), "the example has no '\(old)'")
    return complaints(about: goodSource.replacing(old, with: new))
}

/// What is said about a source.
func complaints(about source: String) -> [String] {
    do {
        _ = try Scenario.parse(source: source, file: "x.yaml")
        return []
    } catch let errors as ScenarioErrors {
        return errors.errors.map(\.description)
    } catch {
        return ["\(error)"]
    }
}
