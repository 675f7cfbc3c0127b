import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'
import { program } from './program.ts'
import { FULL, push, pushToFull, pushToGone, startPush } from './run-push.fixture.ts'

/** A verb; its words are for example `dead` and `list`. */
interface Verb {
  readonly name: string
  readonly words: readonly string[]
  readonly isLeaf: boolean
}

function verbsOf(command: Command, words: readonly string[] = []): Verb[] {
  return command.commands.flatMap((sub) => {
    const own = [...words, sub.name()]
    const verb = { name: own.join(' '), words: own, isLeaf: sub.commands.length === 0 }
    return sub.name() === 'help' ? [] : [verb, ...verbsOf(sub, own)]
  })
}

const verbs = verbsOf(program)
const leaves = verbs.filter(({ isLeaf }) => isLeaf)

/** The arguments that a verb needs, and its message when the server it calls is not there. */
const REACHING: Readonly<Record<string, readonly [words: readonly string[], says: string]>> = {
  simulate: [['--devices', '1'], 'Cannot reach http://127.0.0.1:'],
  status: [[], 'NOT READY'],
  lag: [[], 'Cannot use Redis at redis://push:***@127.0.0.1:'],
  'spool drain': [[], 'Cannot use Redis at redis://push:***@127.0.0.1:'],
  tail: [['--exit'], 'Cannot reach Kafka at 127.0.0.1:'],
  'dead list': [[], 'Cannot reach Kafka at 127.0.0.1:'],
  'dead show': [['0:1'], 'Cannot reach Kafka at 127.0.0.1:'],
  'people role': [['mila@example.org', 'operate'], 'Cannot reach http://127.0.0.1:'],
  'keys create': [['--name', 'Shop'], 'Cannot reach http://127.0.0.1:'],
  'keys list': [[], 'Cannot reach http://127.0.0.1:'],
  'keys revoke': [['--yes', 'wk_x'], 'Cannot reach http://127.0.0.1:'],
  'offers import': [['--owner', 'importer:a', import.meta.filename], 'Cannot reach http://127.0.0.1:'],
  'offers export': [['--owner', 'importer:a', '-'], 'Cannot reach http://127.0.0.1:'],
  acts: [[], 'Cannot reach http://127.0.0.1:'],
}

/** The setting that the hint names, by the start of the message. */
const SETTING_OF: Readonly<Record<string, string>> = {
  'Cannot reach http': '_PORT',
  'Cannot use Redis at redis': '\nIs it running, and is its address right? It comes from STREAM_URLS',
  'Cannot reach Kafka at 127.0.0.1': '\nIs it running, and is its address right? It comes from BUS_URL',
}

// These verbs read local files, or start programs that report missing servers themselves.
const LOCAL = new Set([
  'spool inspect',
  'token person',
  'token service',
  'signing-keys list',
  'signing-keys rotate',
  'signing-keys remove',
  'run',
  'engines up',
  'engines status',
  'engines down',
])

/** An environment without any server that a verb could reach. */
async function nothingThere() {
  const HOME = temporaryFolder()
  const [port = 0] = await freePorts(1)
  const stations = [
    'ACCOUNTS',
    'TRACKER',
    'STORAGE',
    'MATCHING',
    'PUBLIC',
    'NOTIFICATIONS',
    'OFFERS',
    'ACTIONS',
  ]
  return {
    HOME,
    ADMIN_PASSWORD: 'a-long-admin-password',
    STREAM_URLS: `redis://push:swordfish@127.0.0.1:${port}`,
    BUS_URL: `kafka://push:swordfish@127.0.0.1:${port}`,
    SPOOL_PATH: `${HOME}/spool`,
    ...Object.fromEntries(stations.map((name) => [`${name}_URL`, `http://127.0.0.1:${port}`])),
  }
}

test('each verb is listed above, as one that calls servers or as a local one', () => {
  expect(leaves.map(({ name }) => name).toSorted()).toEqual([...Object.keys(REACHING), ...LOCAL].toSorted())
})

describe.each(verbs)('push $name', ({ words, isLeaf }) => {
  test('--help shows examples that can be pasted', async () => {
    const { code, out, error } = await push({}, ...words, '--help')
    expect([code, error]).toEqual([0, ''])
    expect(out).toMatch(/\nExamples?:\n/u)
    expect(out).toContain(`npx bun run push ${words.join(' ')}`)
  })

  test('wrong use exits with 2 and prints the reason', async () => {
    const { code, out, error } = await push(
      {},
      ...words,
      ...(isLeaf ? ['--no-such-option'] : ['no-such-verb']),
    )
    expect([code, out]).toEqual([2, ''])
    // `run` passes options after the station to the station.
    expect(error).toMatch(
      words[0] === 'run' ? /station/u : /(?:unknown (?:option|command) '(?:--)?no-such-|required option)/u,
    )
  })

  test('a closed pipe ends it silently; a failed write exits with 1', async () => {
    expect(await pushToGone({}, ...words, '--help')).toEqual([0, ''])
    expect(await pushToFull({}, ...words, '--help')).toEqual([1, FULL])
  })
})

describe.each(leaves.filter(({ name }) => !LOCAL.has(name)))('push $name', ({ name, words }) => {
  const [given, says] = REACHING[name] ?? [[], '']

  test('says what it cannot reach', async () => {
    const environment = await nothingThere()
    if (name === 'spool drain') await fillSpool(environment.SPOOL_PATH)
    const { code, out, error } = await push(environment, ...words, ...given)
    expect(code).toBe(1)
    expect(out + error).toContain(says)
    expect(out + error).not.toContain('swordfish')
    if (name !== 'status') expect(error).toContain(SETTING_OF[says.split(':', 1)[0] ?? ''] ?? 'none')
    expect(error).not.toMatch(/\n {4}at /u)
  })
})

test('Ctrl-C ends a verb that waits for an engine, also when the signal arrives twice', async () => {
  const child = startPush(await nothingThere(), 'tail')
  let error = ''
  const reading = child.stderr.pipeTo(
    new WritableStream({ write: (chunk) => void (error += Buffer.from(chunk)) }),
  )
  await expect.poll(() => error).toContain('Waiting for Kafka at 127.0.0.1:')
  child.kill('SIGINT')
  child.kill('SIGINT')
  expect(await child.exited).toBe(0)
  await reading
})

test('push --version prints the version of the package', async () => {
  const { code, out } = await push({}, '--version')
  expect([code, out]).toEqual([0, `${program.version() ?? ''}\n`])
})

test('a long answer arrives completely through a slow pipe', async () => {
  const child = Bun.spawn([process.execPath, '-e', LONG], { stdout: 'pipe' })
  let length = 0
  for await (const chunk of child.stdout) {
    await Bun.sleep(1)
    length += chunk.length
  }
  expect([await child.exited, length]).toEqual([0, 8 * 1_048_576 + 1])
})

const LONG = `import { print } from ${JSON.stringify(new URL('print.ts', import.meta.url).pathname)}
print('x'.repeat(8 * 1_048_576))
process.exit(0)`

async function fillSpool(path: string): Promise<void> {
  const { openSpool } = await import('#lib/spool/open-spool.ts')
  const spool = await openSpool(path, { bytesMax: 1_048_576 })
  await spool.append(['{}'])
  await spool.close()
}
