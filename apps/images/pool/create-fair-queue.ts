/** Waiting jobs of several owners. */
export interface FairQueue<Job> {
  readonly size: number
  waitingOf(owner: string): number
  add(owner: string, job: Job): void
  /** Takes the next job of the owner whose turn it is; owners for whom `mayRun` is false are passed over. */
  take(mayRun: (owner: string) => boolean): { readonly owner: string; readonly job: Job } | undefined
}

/**
 * Creates a queue in which owners take turns: an owner with many jobs delays the first job of another one by at most one of them.
 *
 * @example
 * ```ts
 * const queue = createFairQueue<number>()
 * for (const job of [1, 2, 3]) queue.add('anna', job)
 * queue.add('ben', 4)
 * Array.from({ length: 4 }, () => queue.take(() => true)?.job) // => [1, 4, 2, 3]
 * ```
 */
export function createFairQueue<Job>(): FairQueue<Job> {
  // In the order of turns.
  const waiting = new Map<string, Job[]>()
  let size = 0
  // It may have no other job waiting, and would then be first again with a new one.
  let last: string | undefined

  function takeFrom(mayRun: (owner: string) => boolean): ReturnType<FairQueue<Job>['take']> {
    for (const [owner, jobs] of waiting) {
      if (!mayRun(owner)) continue
      const job = jobs.shift()
      waiting.delete(owner)
      if (jobs.length > 0) waiting.set(owner, jobs)
      if (job === undefined) continue
      size -= 1
      last = owner
      return { owner, job }
    }
    return undefined
  }

  return {
    get size() {
      return size
    },
    waitingOf: (owner) => waiting.get(owner)?.length ?? 0,
    add(owner, job) {
      const jobs = waiting.get(owner)
      if (jobs === undefined) waiting.set(owner, [job])
      else jobs.push(job)
      size += 1
    },
    take: (mayRun) => takeFrom((owner) => owner !== last && mayRun(owner)) ?? takeFrom(mayRun),
  }
}
