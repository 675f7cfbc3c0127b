const LOOK_AGAIN_MS = 1
const LONG_MS = 20_000

type Look<Value> = () => Promise<Value | undefined> | Value | undefined

/** Looks every millisecond until there is a value; gives undefined if there is none in time. */
export async function lookFor<Value>(look: Look<Value>, waitMs: number): Promise<Value | undefined> {
  for (const deadline = Date.now() + waitMs; Date.now() < deadline;) {
    const value = await look()
    if (value !== undefined) return value
    await Bun.sleep(LOOK_AGAIN_MS)
  }
  return undefined
}

/** Looks every millisecond until there is a value, and gives it. */
export async function lookUntil<Value>(what: string, look: Look<Value>): Promise<Value> {
  const value = await lookFor(look, LONG_MS)
  if (value === undefined) throw new Error(`Cannot follow a ping: it is not ${what} after ${LONG_MS} ms`)
  return value
}
