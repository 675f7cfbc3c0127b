import { resolve } from 'node:path'
import { answersOk } from '../tests/builders/answers-ok.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { until } from '../tests/builders/until.ts'

/** A server that keeps nothing, in a process of its own. */
export interface BareServer extends AsyncDisposable {
  readonly url: string
  readonly pid: number
}

const BARE = resolve(import.meta.dirname, 'bare-server.ts')

/** Starts the smallest possible Bun server, which answers a few bytes, or a picture. */
export async function startBareServer(picture?: string): Promise<BareServer> {
  const [port = 0] = await freePorts(1)
  const bare = Bun.spawn(
    [process.execPath, BARE, String(port), ...(picture === undefined ? [] : [picture])],
    { stdout: 'ignore', stderr: 'inherit' },
  )
  const url = `http://127.0.0.1:${port}`
  await until('the bare server is ready', () => answersOk(`${url}/`))
  return {
    url,
    pid: bare.pid,
    async [Symbol.asyncDispose]() {
      bare.kill('SIGTERM')
      await bare.exited
    },
  }
}
