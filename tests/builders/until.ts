const LOOK_AGAIN_MS = 20
const LONG_MS = 20_000

/** Resolves once a condition holds; rejects, saying what was awaited, when it does not in time. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  timeoutMs = LONG_MS,
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Cannot go on: waited ${timeoutMs} ms until ${what}`)
    await Bun.sleep(LOOK_AGAIN_MS)
  }
}
