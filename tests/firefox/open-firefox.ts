import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A Firefox that a script controls. */
export interface Firefox {
  readonly version: string
  goTo(url: string): Promise<void>
  /** The value of an expression in the open page; promises are awaited. */
  evaluate(expression: string): Promise<unknown>
  close(): Promise<void>
}

interface Reply {
  readonly id?: number
  readonly result?: Record<string, unknown>
  readonly message?: string
}

const START_MS = 60_000

/** Starts Firefox with a new profile and these preferences, and controls it by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi). */
export async function openFirefox(
  command: readonly string[],
  preferences: Readonly<Record<string, string | number | boolean>>,
): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), 'pushtech-firefox-'))
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  writeFileSync(join(profile, 'user.js'), lines.join('\n'))
  const child = Bun.spawn([...command, '--profile', profile, '--no-remote', '--remote-debugging-port', '0'], {
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const socket = new WebSocket(`${await listeningUrl(child.stderr)}/session`)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', reject)
  })
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>()
  socket.addEventListener('message', ({ data }) => {
    const { id = -1, result, message = '' } = JSON.parse(String(data)) as Reply
    const asked = waiting.get(id)
    if (result === undefined) asked?.reject(new Error(message))
    else asked?.resolve(result)
  })

  function ask(method: string, params: object): Promise<Record<string, unknown>> {
    const id = waiting.size
    const asked = Promise.withResolvers<Record<string, unknown>>()
    waiting.set(id, asked)
    socket.send(JSON.stringify({ id, method, params }))
    return asked.promise
  }

  const { capabilities } = await ask('session.new', { capabilities: {} })
  const { contexts } = await ask('browsingContext.getTree', {})
  const [{ context } = { context: '' }] = contexts as readonly { readonly context: string }[]

  return {
    version: String((capabilities as Record<string, unknown>)['browserVersion']),
    async goTo(url) {
      await ask('browsingContext.navigate', { context, url, wait: 'complete' })
    },
    async evaluate(expression) {
      const answer = await ask('script.evaluate', {
        expression: `(async () => JSON.stringify(await (${expression})))()`,
        target: { context },
        awaitPromise: true,
        userActivation: true,
      })
      if (answer['type'] === 'exception') {
        throw new Error(String((answer['exceptionDetails'] as { text?: string }).text))
      }
      const { value } = answer['result'] as { readonly value?: string }
      return value === undefined ? undefined : JSON.parse(value)
    },
    async close() {
      socket.close()
      child.kill()
      await child.exited
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** The address that Firefox prints when it is ready. */
async function listeningUrl(output: ReadableStream<Uint8Array>): Promise<string> {
  const found = Promise.withResolvers<string>()
  const timer = setTimeout(() => found.reject(new Error('Firefox is not ready after a minute')), START_MS)
  void (async () => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const part of output) {
      text += decoder.decode(part, { stream: true })
      const url = /WebDriver BiDi listening on (?<url>ws:\S+)/u.exec(text)?.groups?.['url']
      if (url !== undefined) found.resolve(url)
    }
    found.reject(new Error(`Firefox ended: ${text}`))
  })()
  return found.promise.finally(() => clearTimeout(timer))
}
