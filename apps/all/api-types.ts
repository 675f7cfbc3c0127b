import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@hey-api/openapi-ts'
import type { GeneratedFile } from './generated-files.ts'

const FOLDER = 'lib/ui/client/api'
const HEAD = '// Generated from docs/reference/openapi by: npx bun run write:generated\n'

// What @hey-api/openapi-ts writes for an operation: `export type GetJobsData = {`, and in it `    url: '/jobs';`.
const DATA = /^export type ((?:Get|Post|Put|Patch|Delete)\w+)Data = \{$/u
const RESPONSES = /^export type (\w+)Responses = \{$/u
const PATH = /^ {4}url: '([^']+)';$/u
const METHOD = /^(?:Get|Post|Put|Patch|Delete)/u

/**
 * The types of our APIs for the scripts of pages, made from the committed OpenAPI documents: the types of each station, and
 * the list of all operations.
 */
export async function apiTypes(root: string): Promise<GeneratedFile[]> {
  const documents = join(root, 'docs/reference/openapi')
  const stations = readdirSync(documents)
    .map((file) => file.replace('.json', ''))
    .toSorted()
  const files: GeneratedFile[] = []
  const operations: string[] = []
  for (const station of stations) {
    const text = await typesOf(join(documents, `${station}.json`))
    files.push({ path: `${FOLDER}/${station}.gen.ts`, text: HEAD + text })
    operations.push(...operationsIn(text, station))
  }
  const imports = stations.map((station) => `import type * as ${station} from './${station}.gen.ts'`)
  const text = `${HEAD}${imports.join('\n')}

/** Each operation of our APIs: what it takes, and what it answers by status. */
export interface Operations {
${operations.join('\n')}
}
`
  return [...files, { path: `${FOLDER}/operations.gen.ts`, text }]
}

/** The lines of the list for the operations of a station. */
function operationsIn(text: string, station: string): string[] {
  const lines = text.split('\n')
  const answered = new Set(lines.map((line) => RESPONSES.exec(line)?.[1]))
  let name = ''
  return lines.flatMap((line) => {
    name = DATA.exec(line)?.[1] ?? name
    const path = PATH.exec(line)?.[1]
    if (path === undefined) return []
    const method = METHOD.exec(name)?.[0].toUpperCase() ?? ''
    const answers = answered.has(name) ? `${station}.${name}Responses` : 'Record<never, never>'
    return [`  '${method} ${path}': { data: ${station}.${name}Data; answers: ${answers} }`]
  })
}

async function typesOf(document: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pushtech-api-types-'))
  try {
    await createClient({
      input: document,
      output: { path: folder },
      plugins: ['@hey-api/typescript'],
      logs: { level: 'silent' },
    })
    return readFileSync(join(folder, 'types.gen.ts'), 'utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
