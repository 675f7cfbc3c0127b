import { connect } from 'node:net'
import { onTestFinished } from 'vitest'

/** A connection on which a test says what no client would. */
export interface RawConnection {
  send(text: string | Uint8Array): void
  /** What came back so far. */
  received(): string
  isClosed(): boolean
}

/** Opens a connection that is closed when the test ends. */
export function openRawConnection({ port }: URL): RawConnection {
  let received = ''
  let isClosed = false
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('data', (bytes) => {
    received += bytes.toString()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
  })
  onTestFinished(() => void socket.destroy())
  return {
    send: (text) => void socket.write(text),
    received: () => received,
    isClosed: () => isClosed,
  }
}

/** The head of a request with a body of so many bytes. */
export function postHead(path: string, bytes: number, headers = ''): string {
  return `POST ${path} HTTP/1.1\r\nHost: track.example\r\nContent-Length: ${bytes}\r\n${headers}\r\n`
}
