import { TestRunner, type RunnerTestCase } from 'vitest'

/**
 * What an installation gives. One that fails within a test skips that test, with the reason: the engines of the run may be
 * containers or somebody else's, on a machine that could install none. With CI=true it fails.
 */
export async function installedOrSkipped<Installed>(install: () => Promise<Installed>): Promise<Installed> {
  try {
    return await install()
  } catch (error) {
    if (process.env['CI'] !== 'true') {
      TestRunner.getCurrentTest<RunnerTestCase | undefined>()?.context.skip(String(error))
    }
    throw error
  }
}
