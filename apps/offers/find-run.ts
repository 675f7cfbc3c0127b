import { notFound } from '#lib/http/problem.ts'
import type { Run, RunStore } from '#lib/store/runs.ts'

/**
 * The run with an id.
 *
 * @throws {ProblemError} 404 when there is none.
 */
export async function findRun(runs: Pick<RunStore, 'find'>, id: string): Promise<Run> {
  const run = await runs.find(id)
  if (run === undefined) throw notFound('run')
  return run
}
