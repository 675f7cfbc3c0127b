import { resolve } from 'node:path'
import { runCommand } from './run-command.ts'

const FILE = resolve(import.meta.dirname, '../../compose.yaml')
const ANSWER_MS = 3_000
const PULL_MS = 120_000

/** What parts one use of compose.yaml from all others. */
export interface ComposeProject {
  /** The program. */
  readonly docker: string
  readonly name: string
  /** Values for the variables in compose.yaml. */
  readonly variables: Readonly<Record<string, string>>
}

/** The command line of a Compose command on compose.yaml. */
export function composeCommand({ docker, name }: ComposeProject, words: readonly string[]): string[] {
  return [docker, 'compose', '--file', FILE, '--project-name', name, ...words]
}

/** Runs a Compose command on compose.yaml to its end. */
export function runCompose(project: ComposeProject, words: readonly string[]): Promise<string> {
  return runCommand(composeCommand(project, words), { env: project.variables })
}

/** Resolves once services could be started: docker and Compose answer, and the images are there, fetched where missing. */
export async function prepareServices(project: ComposeProject, services: readonly string[]): Promise<void> {
  const { docker } = project
  const soon = { timeoutMs: ANSWER_MS }
  await Promise.all([
    runCommand([docker, 'version', '--format', '{{.Server.Version}}'], soon),
    runCommand([docker, 'compose', 'version'], soon),
  ])
  const named = await runCompose(project, ['config', '--images', ...services])
  const images = named.split('\n').filter((image) => image !== '')
  const missing: string[] = []
  for (const image of images) {
    const isThere = await runCommand([docker, 'image', 'inspect', image]).then(
      () => true,
      () => false,
    )
    if (!isThere) missing.push(image)
  }
  if (missing.length === 0) return
  process.stderr.write(
    `docker fetches ${missing.join(', ')}, for up to ${PULL_MS / 1_000} s; PUSH_ENGINES=own does without docker\n`,
  )
  await runCommand(composeCommand(project, ['pull', '--quiet', ...services]), {
    env: project.variables,
    timeoutMs: PULL_MS,
  })
}
