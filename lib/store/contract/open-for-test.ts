import { onTestFinished } from 'vitest'
import type { Opened } from '#lib/store/opened.ts'

/** Gives the URL of a store that is empty and nobody else's. */
export type FreshUrl = () => string | Promise<string>

/** Opens a store for one test; it is closed when the test ends. */
export async function openForTest<Port>(
  open: (url: string) => Promise<Opened<Port>>,
  url: string,
): Promise<Opened<Port>> {
  const store = await open(url)
  onTestFinished(() => store.close())
  return store
}
