import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest, as `tests/run.ts` prints them; the order among them does not matter. */
export const SLOW_FILES = [
  'tests/schemathesis/schemathesis.test.ts',
  'apps/accounts/people/people.engine.test.ts',
  'tests/fuzz/tracker.test.ts',
  'tests/browser/pages.test.ts',
  'lib/event-bus/kafka/away.engine.test.ts',
  'lib/store/mongodb.engine.test.ts',
  'lib/event-bus/kafka/rebalance.engine.test.ts',
  'tests/rules/adding.test.ts',
  'apps/cli/every-verb.test.ts',
  'apps/cli/main.test.ts',
]

/**
 * Starts the slowest files first: most of them wait for something, and others run meanwhile. One that began last would run
 * alone at the end.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isSlow = ({ moduleId }: TestSpecification) =>
      SLOW_FILES.some((path) => moduleId.endsWith(`/${path}`))
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))]
  }
}
