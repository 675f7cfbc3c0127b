import type { MiddlewareHandler } from 'hono'
import type { Identifier } from '#lib/auth/identify.ts'
import { readPersonToken } from '#lib/auth/tokens.ts'
import type { AppEnv } from '#lib/http/app-env.ts'

const CHECK_MS = 1_000

/**
 * Ends a stream of events once the session that opened it has ended. It runs behind the guard. Without it a stream would go
 * on for as long as its reader stays, even when the token is invalid.
 */
export function endWithSession({ isEnded }: Pick<Identifier, 'isEnded'>): MiddlewareHandler<AppEnv> {
  return async function endStream(c, next) {
    await next()
    const isStream = c.res.headers.get('content-type')?.startsWith('text/event-stream') === true
    if (isEnded === undefined || !isStream || c.res.body === null) return
    const [, token = ''] = /^Bearer +(\S+)$/iu.exec(c.req.header('authorization') ?? '') ?? []
    // The guard has already verified the token.
    const claims = readPersonToken(token)
    if (claims !== undefined)
      c.res = new Response(
        untilEnded(c.res.body, async () => isEnded(claims)),
        c.res,
      )
  }
}

function untilEnded(
  body: ReadableStream<Uint8Array>,
  isEnded: () => Promise<boolean>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let timer: ReturnType<typeof setInterval> | undefined
  let isOver = false

  function finish(controller?: ReadableStreamDefaultController<Uint8Array>): void {
    if (isOver) return
    isOver = true
    clearInterval(timer)
    controller?.close()
  }

  async function check(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    // When accounts cannot answer, the next check tries again.
    if (isOver || !(await isEnded().catch(() => false))) return
    finish(controller)
    await reader.cancel()
  }

  return new ReadableStream({
    start(controller) {
      timer = setInterval(() => void check(controller), CHECK_MS)
    },
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) finish(controller)
        else if (!isOver) controller.enqueue(value)
      } catch (error) {
        finish()
        controller.error(error)
      }
    },
    async cancel(reason) {
      finish()
      await reader.cancel(reason)
    },
  })
}
