import { onTestFinished } from 'vitest'

/** A server that can stop, and start again at the same address. */
export interface Listening {
  readonly url: string
  leave(): Promise<void>
  comeBack(): void
}

/** Listens until the test ends. */
export function listen(fetch: (request: Request) => Response | Promise<Response>): Listening {
  let server = Bun.serve({ development: false, port: 0, fetch })
  const { href, port } = server.url
  onTestFinished(() => server.stop(true))
  return {
    url: href,
    leave: () => server.stop(true),
    comeBack() {
      server = Bun.serve({ development: false, reusePort: false, port: Number(port), fetch })
    },
  }
}
