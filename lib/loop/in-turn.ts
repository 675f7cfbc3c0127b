/** Runs work of the same name one after the other, each also when the one before failed; work of different names at the same time. */
export type InTurn = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>

/** Creates such a runner. It remembers a name only while its work runs. */
export function openInTurn(): InTurn {
  const last = new Map<string, Promise<unknown>>()

  return function inTurn(name, work) {
    const done = (last.get(name) ?? Promise.resolve()).then(work)
    // The next one waits until this one ends, also if it fails.
    const settled = done
      .catch(() => undefined)
      .finally(() => {
        if (last.get(name) === settled) last.delete(name)
      })
    last.set(name, settled)
    return done
  }
}
