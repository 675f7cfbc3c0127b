import { join } from 'node:path'
import { newId } from '#lib/ids/new-id.ts'
import type { Runs } from './open-runs.ts'

/** What is called, and as whom. */
export interface SchemathesisOptions {
  readonly runs: Runs
  /** The platform, and where there its document is. */
  readonly url: string
  readonly path: string
  readonly examples: number
  /** The Authorization header; nobody's where it is absent. */
  readonly authorization: string | undefined
  /** Whether no route may be open to who shows nothing good. */
  readonly isAuthChecked: boolean
  /** Where it may leave files. */
  readonly folder: string
}

const EXAMPLES_DEFAULT = 5

/** Calls of each route; more than usual also try every border of every field, and chains of calls. */
export const EXAMPLES = Number(process.env['SCHEMATHESIS_EXAMPLES'] ?? EXAMPLES_DEFAULT)
const isDeep = EXAMPLES > EXAMPLES_DEFAULT

/** How long one run may take. */
export const RUN_SECONDS = isDeep ? 1_800 : 110
/** What the calls are made up from. */
export const SEED = process.env['SCHEMATHESIS_SEED'] ?? '1'

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
]

/** Calls every route of a document with what its schemas allow, and what they do not; rejects with what is wrong. */
export async function runSchemathesis(options: SchemathesisOptions): Promise<void> {
  const { runs, url, path, examples, authorization, isAuthChecked, folder } = options
  // Read as nobody: who shows what is no good is not even given the document.
  const file = join(folder, `${newId()}.json`)
  await Bun.write(file, await fetch(url + path))
  const flags = {
    '--checks': [...CHECKS, ...(isAuthChecked ? ['ignored_auth'] : [])].join(','),
    '--phases': isDeep ? 'examples,coverage,fuzzing,stateful' : 'fuzzing',
    '--url': url,
    '--max-examples': String(examples),
    '--seed': SEED,
    // Who may not do much is refused much, and a small run has little to choose from: no reason to fail.
    '--suppress-health-check': 'all',
    '--warnings': 'off',
    ...(authorization !== undefined && { '--header': `Authorization: ${authorization}` }),
  }
  const output = `${file}.txt`
  const code = await runs.run({
    args: ['run', file, '--continue-on-failure', '--no-color', ...Object.entries(flags).flat()],
    output,
    seconds: RUN_SECONDS,
  })
  if (code !== 0)
    throw new Error(`Cannot call all routes of ${path}: code ${code}\n${await Bun.file(output).text()}`)
}
