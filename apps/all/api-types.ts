import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@hey-api/openapi-ts'
import type { GeneratedFile } from './generated-files.ts'

const FOLDER = 'lib/ui/client/api'
const HEAD = '// Generated from docs/reference/openapi by: npx bun run write:generated\n'

// What @hey-api/openapi-ts writes for an operation: `export type GetJobsData = { …; url: '/jobs'; };`
const OPERATION =
  /export type (?<name>(?<method>Get|Post|Put|Patch|Delete)\w+)Data = \{[^]*?\n {4}url: '(?<path>[^']+)';\n\};/gu

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
    for (const { groups } of text.matchAll(OPERATION)) {
      const { name = '', method = '', path = '' } = groups ?? {}
      const answers = new RegExp(`export type ${name}Responses = `, 'u').test(text)
        ? `${station}.${name}Responses`
        : 'Record<never, never>'
      operations.push(
        `  '${method.toUpperCase()} ${path}': { data: ${station}.${name}Data; answers: ${answers} }`,
      )
    }
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
