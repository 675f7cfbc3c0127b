import { describe, expect, onTestFinished, test } from 'vitest'
import { EXIT, explain } from '#lib/station/run-main.ts'
import { ConfigError } from '#lib/errors/config-error.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'

const SECRET = 'is-well-behaved-too'

interface Process {
  readonly url: string
  readonly metricsUrl: string
  readonly pid: number
  readonly output: () => string
  readonly errors: () => string
  readonly exitCode: Promise<number>
  readonly stop: (signal?: NodeJS.Signals) => void
}

/** The station of station.fixture.ts in its own process, on free ports. */
async function startProcess(
  environment: Record<string, string> = {},
  before: readonly string[] = [],
): Promise<Process> {
  const [port, metricsPort] = await freePorts(2)
  const running = Bun.spawn([...before, process.execPath, `${import.meta.dirname}/station.fixture.ts`], {
    env: { TRACKER_PORT: String(port), METRICS_PORT: String(metricsPort), ...environment },
    cwd: temporaryFolder(),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  onTestFinished(() => running.kill('SIGKILL'))
  const output = collect(running.stdout)
  const errors = collect(running.stderr)
  return {
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}`,
    pid: running.pid,
    output: output.text,
    errors: errors.text,
    exitCode: Promise.all([running.exited, output.ended, errors.ended]).then(([code]) => code),
    stop: (signal = 'SIGTERM') => running.kill(signal),
  }
}

function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  let text = ''
  const ended = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })
  })()
  return { text: () => text, ended }
}

async function startWell(
  environment: Record<string, string> = {},
  before: readonly string[] = [],
): Promise<Process> {
  const running = await startProcess({ FIXTURE_MOOD: SECRET, ...environment }, before)
  await expect.poll(() => isUp(running.url), { timeout: 10_000 }).toBe(true)
  return running
}

async function isUp(url: string): Promise<boolean> {
  return fetch(`${url}/livez`, { keepalive: false }).then(
    (response) => response.ok,
    () => false,
  )
}

describe.skipIf(process.platform !== 'linux')('the limit of concurrent calls of a process', () => {
  const NAME = 'BUN_CONFIG_MAX_HTTP_REQUESTS'

  async function capOf(pid: number): Promise<string | undefined> {
    const environment = (await Bun.file(`/proc/${pid}/environ`).text()).split('\0')
    return environment.find((line) => line.startsWith(`${NAME}=`))?.slice(NAME.length + 1)
  }

  test('is raised above the default of the runtime, under the same pid', async () => {
    const running = await startWell()
    expect(await capOf(running.pid)).toBe('4096')
    running.stop()
    expect(await running.exitCode).toBe(EXIT.stopped)
  })

  test('is what its environment says', async () => {
    const running = await startWell({ [NAME]: '300' })
    expect(await capOf(running.pid)).toBe('300')
  })
})

describe('a process that cannot start exits with 2 and says why', () => {
  test('all mistakes of the configuration at once, without secrets', async () => {
    const { exitCode, errors, output } = await startProcess({
      FIXTURE_MOOD: 'short-secret',
      STREAM_URLS: 'pigeon://user:the-password@host',
      TRACKER_PORT: 'many',
      LOG_LEVEL: 'loud',
    })
    expect(await exitCode).toBe(EXIT.misconfigured)
    expect(errors().split('\n').toSorted()).toEqual([
      '',
      '  - FIXTURE_MOOD is "***", but must be at least 16 characters, or empty for none',
      '  - LOG_LEVEL is "loud", but must be one of debug, info, warn, error',
      expect.stringMatching(/^ {2}- STREAM_URLS is "pigeon:\/\/user:\*\*\*@host", but must be URLs/u),
      '  - TRACKER_PORT is "many", but must be a whole number from 0 to 65535',
      'The configuration is wrong (see .env.template):',
    ])
    expect(output()).toBe('')
  })

  test('a port that is taken, and the process that holds it', async () => {
    const { url, pid } = await startWell()
    const port = new URL(url).port
    const second = await startProcess({ FIXTURE_MOOD: SECRET, TRACKER_PORT: port })
    expect(await second.exitCode).toBe(EXIT.misconfigured)
    expect(second.errors()).toBe(
      `Cannot listen for "tracker": port ${port} is held by pid ${pid}\nStop that process, or set TRACKER_PORT to a free port.\n`,
    )
    // What started before the taken port was found is stopped again.
    expect(second.output()).toBe('all given back\n')
  })

  test('an address that is not of this machine', async () => {
    const { exitCode, errors } = await startProcess({ FIXTURE_MOOD: SECRET, HOST: '192.0.2.1' })
    expect(await exitCode).toBe(EXIT.misconfigured)
    expect(errors()).toContain('Cannot listen for "tracker" on 192.0.2.1')
    expect(errors()).toContain('Set HOST to an address of this machine')
  })

  test('a StartError with its message and hint, without a stack trace', async () => {
    const { exitCode, errors } = await startProcess({ FIXTURE_MOOD: 'cannot-start-now' })
    expect(await exitCode).toBe(EXIT.misconfigured)
    expect(errors()).toBe('Cannot start: not today\nCome back tomorrow.\n')
  })

  test('a bug with its stack trace', async () => {
    const { exitCode, errors } = await startProcess({ FIXTURE_MOOD: 'breaks-at-a-start' })
    expect(await exitCode).toBe(EXIT.misconfigured)
    expect(errors()).toMatch(/TypeError: bug[\s\S]*station\.fixture\.ts/u)
  })
})

describe('at SIGTERM', () => {
  test('an open request is finished while no new one is accepted, and the process exits with 0', async () => {
    const running = await startWell()
    const body = new TransformStream<Uint8Array, Uint8Array>()
    const writer = body.writable.getWriter()
    const held = fetch(`${running.url}/hold`, { method: 'POST', body: body.readable })
    await writer.write(new TextEncoder().encode('first '))
    await expect.poll(running.output, { timeout: 5_000 }).toContain('/hold')
    running.stop()
    await expect.poll(() => isUp(running.url), { timeout: 5_000 }).toBe(false)
    expect(running.output()).not.toContain('all given back')
    await writer.write(new TextEncoder().encode('second'))
    await writer.close()
    const response = await held
    expect([response.status, await response.text()]).toEqual([200, 'first second'])
    expect(await running.exitCode).toBe(EXIT.stopped)
    expect(running.output()).toContain('all given back')
  })

  test('an answer without an end is cut, and the process still exits with 0', async () => {
    const running = await startWell()
    const stream = await fetch(`${running.url}/stream`)
    const ended = stream.text().then(
      () => 'ended',
      () => 'broke off',
    )
    running.stop()
    expect(await running.exitCode).toBe(EXIT.stopped)
    expect(await ended).toMatch(/ended|broke off/u)
    expect(running.output()).toContain('all given back')
  })

  test('a station that cannot stop in order makes the exit code 1, and is logged', async () => {
    const running = await startWell({ FIXTURE_MOOD: 'breaks-at-its-end' })
    running.stop()
    expect(await running.exitCode).toBe(EXIT.broken)
    expect(running.output()).toContain('station not stopped in order')
    expect(running.output()).toContain('"station":"metrics"')
  })
})

describe('signals', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('several %s at once count as one', async (signal) => {
    const running = await startWell()
    for (let copy = 0; copy < 5; copy += 1) running.stop(signal)
    expect(await running.exitCode).toBe(EXIT.stopped)
    expect(running.output()).toContain('all given back')
    expect(running.errors()).toBe('')
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'a second %s, a second later, ends it at once, and says what was not finished',
    async (signal, code) => {
      const running = await startWell()
      // The open stream keeps the stop busy.
      const held = fetch(`${running.url}/stream`)
        .then((response) => response.text())
        .catch(() => 'broke off')
      await expect.poll(running.output).toContain('/stream')
      const again = setInterval(() => running.stop(signal), 100)
      onTestFinished(() => clearInterval(again))
      expect(await running.exitCode).toBe(code)
      expect(running.errors()).toBe(`Ended at once by a second ${signal}; not finished: tracker\n`)
      expect(running.output()).not.toContain('all given back')
      await held
    },
  )

  test('under nohup SIGHUP has no effect', async () => {
    const running = await startWell({}, ['/bin/sh', '-c', `trap '' HUP; exec "$@"`, 'sh'])
    running.stop('SIGHUP')
    running.stop('SIGHUP')
    expect(await isUp(running.url)).toBe(true)
    running.stop()
    expect(await running.exitCode).toBe(EXIT.stopped)
  })

  test('a start that waits is aborted', async () => {
    const running = await startProcess({ FIXTURE_MOOD: 'waits-for-engine' })
    await expect.poll(running.output, { timeout: 10_000 }).toContain('waiting')
    running.stop('SIGINT')
    expect(await running.exitCode).toBe(EXIT.stopped)
    expect(running.errors()).toBe('')
  })
})

test.each(['/break', '/reject'])(
  'a bug behind %s ends the process with 1 and its stack, without secrets',
  async (path) => {
    const running = await startWell()
    await fetch(running.url + path).catch(() => undefined)
    expect(await running.exitCode).toBe(EXIT.broken)
    expect(running.errors()).toMatch(/Cannot go on with[\s\S]*station\.fixture\.ts/u)
    expect(running.errors()).not.toContain('planted')
  },
)

test('/metrics answers on its own port only', async () => {
  const { url, metricsUrl } = await startWell()
  const metrics = await fetch(`${metricsUrl}/metrics`)
  expect(metrics.headers.get('content-type')).toContain('text/plain')
  expect(await metrics.text()).toContain('process_cpu_seconds_total')
  expect((await fetch(`${metricsUrl}/`)).status).toBe(404)
  expect(await (await fetch(`${url}/metrics`)).text()).toBe('')
})

test('explain() prints mistakes, hints and any other thrown value', () => {
  expect(explain(new ConfigError(['A is not set', 'B is "x"']))).toBe(
    'The configuration is wrong (see .env.template):\n  - A is not set\n  - B is "x"\n',
  )
  expect(explain(new StartError('Cannot start: x', 'Do y.'))).toBe('Cannot start: x\nDo y.\n')
  expect(explain('text')).toBe('text\n')
})
