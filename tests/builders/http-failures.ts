import type { IncomingMessage, ServerResponse } from 'node:http'

/** An answer out of turn. */
export interface ForcedAnswer {
  readonly status: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * What a server does instead of answering. `hang`: take the call and stay silent · `lostAnswer`: do the work, then break the connection ·
 * `html`: a page with 200 · `closeEarly`: break the connection in the middle of the head · `trickle`: send the head byte by byte, without end
 */
export type HttpFailure = 'hang' | 'lostAnswer' | 'html' | 'closeEarly' | 'trickle' | ForcedAnswer

/** The failures that a server was told to have. */
export interface HttpFailures {
  /** The failure of the next call; undefined: none. */
  next(): HttpFailure | undefined
  /** Lets the next calls fail, one after the other. */
  failNext(this: void, failure: HttpFailure, times?: number): void
  /** From now on every call is answered like this; undefined: as it should be again. */
  answerAll(this: void, answer: ForcedAnswer | undefined): void
}

const TRICKLE_MS = 5
const PAGE: ForcedAnswer = {
  status: 200,
  body: '<!doctype html><title>Sign in to this network</title>',
  headers: { 'content-type': 'text/html' },
}

/** Creates the failures of a server; it has none at first. */
export function openFailures(): HttpFailures {
  const failures: HttpFailure[] = []
  let answerToAll: ForcedAnswer | undefined
  return {
    next: () => answerToAll ?? failures.shift(),
    failNext: (failure, times = 1) => {
      failures.push(...Array.from({ length: times }, () => failure))
    },
    answerAll: (answer) => {
      answerToAll = answer
    },
  }
}

/** Fails a call; returns the status of the answer, undefined when there is none. */
export function failWith(
  failure: HttpFailure,
  { socket }: IncomingMessage,
  response: ServerResponse,
): number | undefined {
  if (failure === 'html') return write(response, PAGE)
  if (typeof failure !== 'string') return write(response, failure)
  if (failure === 'lostAnswer') socket.destroy()
  if (failure === 'closeEarly') socket.end('HTTP/1.1 201 Cre')
  if (failure === 'trickle') {
    socket.write('HTTP/1.1 201 Created\r\nx-slow: ')
    const timer = setInterval(() => socket.write('x'), TRICKLE_MS)
    socket.on('close', () => clearInterval(timer))
  }
  return undefined
}

/** Writes an answer; returns its status. */
export function write(response: ServerResponse, { status, body = '', headers }: ForcedAnswer): number {
  response.writeHead(status, { 'content-type': 'text/plain', ...headers })
  response.end(body)
  return status
}
