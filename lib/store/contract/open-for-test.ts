import { onTestFinished } from 'vitest'
import type { Opened } from '#lib/store/opened.ts'

/** Returns the URL of an empty store that no other test uses. */
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
