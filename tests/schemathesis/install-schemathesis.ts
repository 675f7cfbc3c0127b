import { cached } from '../engines/cache.ts'
import { installedOrSkipped } from '../engines/installed-or-skipped.ts'
import { runCommand } from '../engines/run-command.ts'

const VERSION = '4.32.5'

/** The folder with Schemathesis, which Python takes as its packages. */
export function installSchemathesis(): Promise<string> {
  return installedOrSkipped(() =>
    cached(`schemathesis-${VERSION}`, async (draft) => {
      const pinned = `schemathesis==${VERSION}`
      await runCommand(['python3', '-m', 'pip', 'install', '--quiet', '--target', draft, pinned])
    }),
  )
}
