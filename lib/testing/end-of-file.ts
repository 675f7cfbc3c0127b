type Work = () => Promise<void> | void

const works: Work[] = []

/**
 * Does something at the end of the test file that runs. Fixtures use this instead of `afterAll` on the level of their module: the files of a
 * worker share modules, so Vitest would call such a hook for the first of these files only.
 */
export function atEndOfFile(work: Work): void {
  works.push(work)
}

/** Does all that the test file has asked for, the last first. */
export async function endFile(): Promise<void> {
  for (const work of works.splice(0).toReversed()) await work()
}
