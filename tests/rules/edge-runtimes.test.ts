import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ROOT, textOf } from './repository.ts'

// Modules of Node that Deno and workerd have too; none of them opens a file, a socket or a process.
const PORTABLE: ReadonlySet<string> = new Set(['async_hooks', 'buffer', 'crypto', 'path', 'util', 'zlib'])

const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(textOf('package.json')))
const packages = Object.keys(dependencies)

/** The modules of Node and Bun that an app loads, directly or through other files of ours. */
async function runtimeModulesOf(app: string): Promise<string[]> {
  const { outputs } = await Bun.build({
    entrypoints: [join(ROOT, app)],
    target: 'bun',
    external: packages.flatMap((name) => [name, `${name}/*`]),
  })
  const code = (await outputs[0]?.text()) ?? ''
  const imports = new Bun.Transpiler({ loader: 'js' }).scanImports(code).map(({ path }) => path)
  const names = imports.filter((path) => isBuiltin(path)).map((path) => path.replace(/^node:/u, ''))
  return [...new Set(names)].toSorted()
}

test.each(['edge/web/app.ts', 'edge/tracker/app.ts'])(
  '%s opens no file and no socket of its own: its entry gives it what it needs as ports',
  async (app) => {
    const modules = await runtimeModulesOf(app)
    expect(modules.length).toBeGreaterThan(0)
    expect(modules.filter((path) => !PORTABLE.has(path))).toEqual([])
  },
)

test('a station that opens files is noticed', async () => {
  expect(await runtimeModulesOf('edge/web/main.ts')).toContain('fs')
})
