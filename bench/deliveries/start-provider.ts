import { createECDH, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'

/** The keys of all subscriptions of Web Push, in base64url. */
export interface ProviderKeys {
  readonly privateKey: string
  readonly publicKey: string
  readonly auth: string
}

/** How the provider answers from now on: any status from 300 on is a failure. */
export const answeringSchema = z.object({ status: z.number(), delayMs: z.number() })
/** How the provider answers. */
export type Answering = z.output<typeof answeringSchema>

const booksSchema = z.object({
  calls: z.number(),
  /** Calls in the window of one second that had the most. */
  busiestSecond: z.number(),
  acceptedAt: z.array(z.number()),
  /** Messages of matches that were told before. */
  repeated: z.number(),
  decrypted: z.number(),
  urgent: z.number(),
  /** Messages that were not urgent, and were accepted before the last urgent one. */
  othersBeforeLastUrgent: z.number(),
})
/** What the provider noted. Times are milliseconds since 1970, with fractions. */
export type Books = z.output<typeof booksSchema>

const arrivalsSchema = z.record(z.string(), z.number())

/** A provider in a process of its own. */
export interface BenchProvider {
  readonly url: string
  readonly keys: ProviderKeys
  readonly answer: (how: Answering) => Promise<void>
  /** The number of messages that it accepted. */
  readonly count: () => Promise<number>
  readonly books: () => Promise<Books>
  /** When each match came first. */
  readonly arrivals: () => Promise<ReadonlyMap<string, number>>
  readonly stop: () => Promise<void>
}

/** Starts a provider: see `provider.ts`. */
export async function startProvider(): Promise<BenchProvider> {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const keys = {
    privateKey: Buffer.from(pair.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url'),
    publicKey: pair.getPublicKey('base64url'),
    auth: randomBytes(16).toString('base64url'),
  }
  const child = Bun.spawn(
    [process.execPath, join(import.meta.dirname, 'provider.ts'), JSON.stringify(keys)],
    {
      stdout: 'pipe',
      stderr: 'inherit',
    },
  )
  const { value } = await child.stdout.getReader().read()
  const url = `http://127.0.0.1:${Buffer.from(value ?? [])
    .toString()
    .trim()}`
  const read = async (path: string) => (await fetch(url + path)).json()
  return {
    url,
    keys,
    async answer(how) {
      await fetch(`${url}/answering`, { method: 'POST', body: JSON.stringify(how) })
    },
    count: async () => Number(await read('/count')),
    books: async () => booksSchema.parse(await read('/books')),
    arrivals: async () => new Map(Object.entries(arrivalsSchema.parse(await read('/arrivals')))),
    async stop() {
      child.kill('SIGKILL')
      await child.exited
    },
  }
}
