import type { TestContext } from 'vitest'
import { cached } from '../engines/cache.ts'
import { installedOrSkipped } from '../engines/installed-or-skipped.ts'
import { runCommand } from '../engines/run-command.ts'

const VERSION = '4.32.5'

/** The folder with Schemathesis, which Python takes as its packages; a test that cannot have it is skipped. */
export function installSchemathesis(test: TestContext): Promise<string> {
  const install = () =>
    cached(`schemathesis-${VERSION}`, async (draft) => {
      const pinned = `schemathesis==${VERSION}`
      await runCommand(['python3', '-m', 'pip', 'install', '--quiet', '--target', draft, pinned])
    })
  return installedOrSkipped(install, test)
}
