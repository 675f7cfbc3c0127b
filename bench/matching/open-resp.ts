import type { Socket } from 'bun'
import { messageOf } from '#lib/errors/message-of.ts'
import { readReply, type Reply } from './read-reply.ts'

/** A connection to a server that speaks the protocol of Redis, version 2 (RESP). */
export interface RespConnection {
  /** Sends commands without waiting between them. Resolves with their replies in order. One call at a time. */
  pipeline(commands: readonly (readonly string[])[]): Promise<readonly Reply[]>
  close(): void
}

interface Waiting {
  readonly wanted: number
  readonly replies: Reply[]
  readonly resolve: (replies: readonly Reply[]) => void
  readonly reject: (reason: Error) => void
}

/** Connects to a port of this machine. */
export async function openResp(port: number): Promise<RespConnection> {
  let waiting: Waiting | undefined
  let received = Buffer.alloc(0)
  let unsent = Buffer.alloc(0)

  function flush(socket: Socket): void {
    // A socket takes as much as fits in its buffer; `drain` says that it takes more.
    unsent = unsent.subarray(socket.write(unsent))
  }

  function take(chunk: Buffer): void {
    received = received.length === 0 ? Buffer.from(chunk) : Buffer.concat([received, chunk])
    let offset = 0
    for (;;) {
      const read = readReply(received, offset)
      if (read === undefined) break
      offset = read.end
      waiting?.replies.push(read.reply)
    }
    received = received.subarray(offset)
    if (waiting !== undefined && waiting.replies.length === waiting.wanted) {
      waiting.resolve(waiting.replies)
      waiting = undefined
    }
  }

  const socket = await Bun.connect({
    hostname: '127.0.0.1',
    port,
    socket: {
      data(_, chunk) {
        try {
          take(chunk)
        } catch (error) {
          waiting?.reject(new Error(`Cannot talk to port ${port}: ${messageOf(error)}`, { cause: error }))
        }
      },
      drain: flush,
      close: () => waiting?.reject(new Error(`Cannot talk to port ${port}: it closed the connection`)),
      error: (_, error) => waiting?.reject(error),
    },
  })

  return {
    pipeline(commands) {
      if (waiting !== undefined) throw new Error(`Cannot send to port ${port}: an earlier call is not done`)
      if (commands.length === 0) return Promise.resolve([])
      const { promise, resolve, reject } = Promise.withResolvers<readonly Reply[]>()
      waiting = { wanted: commands.length, replies: [], resolve, reject }
      unsent = Buffer.from(commands.map(commandText).join(''))
      flush(socket)
      return promise
    },
    close: () => socket.end(),
  }
}

function commandText(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
  return `*${words.length}\r\n${parts.join('')}`
}
