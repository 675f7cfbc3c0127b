/** Calls of one method of a port. */
interface Calls {
  count: number
  /** The sum of the times from each call to its result, in milliseconds. Calls at the same time are all counted. */
  ms: number
}

/** The times of calls of ports, by the names of port and method. */
export interface CallTimes {
  /** Returns the port with its calls timed. */
  time<Port extends object>(name: string, port: Port): Port
  /** Forgets all calls. */
  reset(): void
  /** A line with the methods that took the most time, the longest first. */
  describe(moves: number): string
}

const SHOWN_MAX = 8
const PERCENT = 100

/** Creates an empty table of times. */
export function createCallTimes(): CallTimes {
  const table = new Map<string, Calls>()

  function note(name: string, startedAt: number): void {
    const calls = table.get(name) ?? { count: 0, ms: 0 }
    calls.count += 1
    calls.ms += performance.now() - startedAt
    table.set(name, calls)
  }

  return {
    time: (name, port) =>
      new Proxy(port, {
        get(target, key, receiver) {
          const method: unknown = Reflect.get(target, key, receiver)
          if (typeof method !== 'function') return method
          const full = `${name}.${String(key)}`
          return (...given: readonly unknown[]): unknown => {
            const startedAt = performance.now()
            const result: unknown = Reflect.apply(method, target, given)
            if (!(result instanceof Promise)) {
              note(full, startedAt)
              return result
            }
            return result.finally(() => note(full, startedAt))
          }
        },
      }),
    reset: () => table.clear(),
    describe(moves) {
      const rows = [...table].toSorted(([, a], [, b]) => b.ms - a.ms)
      const whole = rows.reduce((sum, [, { ms }]) => sum + ms, 0)
      return rows
        .slice(0, SHOWN_MAX)
        .map(
          ([name, { count, ms }]) =>
            `${name} ${((ms / whole) * PERCENT).toFixed(0)} % (${(count / moves).toFixed(2)} a move, ${(ms / count).toFixed(2)} ms each)`,
        )
        .join(', ')
    },
  }
}
