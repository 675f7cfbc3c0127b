/** Reads the CPU seconds that processes have used, by their names. */
export type CpuReaders = ReadonlyMap<string, () => number>

/** CPU seconds of processes since their start, by their names. */
export type Cpu = ReadonlyMap<string, number>

const MICROSECONDS = 1_000_000

/** Reads the CPU seconds of all. */
export function readCpu(readers: CpuReaders): Cpu {
  return new Map([...readers].map(([name, read]) => [name, read()]))
}

/** CPU seconds of each between two readings. */
export function cpuBetween(before: Cpu, after: Cpu): Cpu {
  return new Map([...after].map(([name, seconds]) => [name, seconds - (before.get(name) ?? 0)]))
}

/** The sum over all. */
export function wholeCpu(cpu: Cpu): number {
  return [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0)
}

/** Says what each used per move, the most first. */
export function describeCpu(cpu: Cpu, moves: number): string {
  return [...cpu]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, seconds]) => `${name} ${((seconds / moves) * MICROSECONDS).toFixed(0)}`)
    .join(', ')
}
