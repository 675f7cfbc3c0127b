import type { Language } from '#lib/text/language.ts'

const CACHE = 'push'
const PLACE = '/push-device'

/** The device that stands for this browser, and the language of its pushes. */
export interface KeptDevice {
  readonly device: string
  readonly language: Language
}

/** The device of this browser, kept where pages and the service worker find it; undefined if there is none. */
export async function readDevice(): Promise<KeptDevice | undefined> {
  const kept = await (await caches.open(CACHE)).match(PLACE)
  return kept?.json()
}

/** Keeps the device that stands for this browser. */
export async function keepDevice(device: KeptDevice): Promise<void> {
  await (await caches.open(CACHE)).put(PLACE, Response.json(device))
}

/** Forgets the device of this browser. */
export async function forgetDevice(): Promise<void> {
  await (await caches.open(CACHE)).delete(PLACE)
}
