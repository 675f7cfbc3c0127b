import { TestRunner, type RunnerTestCase, type TestContext } from 'vitest'

/**
 * What an installation gives. One that fails within a test skips that test, with the reason: the engines of the run may be
 * containers or somebody else's, on a machine that could install none. With CI=true it fails. Tests that run beside each other
 * say which they are.
 */
export async function installedOrSkipped<Installed>(
  install: () => Promise<Installed>,
  test?: TestContext,
): Promise<Installed> {
  try {
    return await install()
  } catch (error) {
    if (process.env['CI'] !== 'true') {
      const skipped = test ?? TestRunner.getCurrentTest<RunnerTestCase | undefined>()?.context
      skipped?.skip(String(error))
    }
    throw error
  }
}
