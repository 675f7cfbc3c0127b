/** Runs work once for all who ask for the same at the same time; all of them get its result, or its failure. */
export type ShareWork = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>

/** Creates such a runner. It remembers a name only while its work runs. */
export function openShareWork(): ShareWork {
  const running = new Map<string, Promise<unknown>>()

  return function shareWork<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a name stands for one kind of work
    const same = running.get(name) as Promise<Result> | undefined
    if (same !== undefined) return same
    const mine = work().finally(() => running.delete(name))
    running.set(name, mine)
    return mine
  }
}
