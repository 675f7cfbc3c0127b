import { openKeyRing } from '#lib/auth/key-file.ts'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { beginWalks } from '../matching/walks.ts'
import { worldOfSize } from '../matching/world-of-size.ts'
import type { MoveLoadOptions, MoveWish, MoveWord } from './move-load.ts'
import { runPaced } from './run-paced.ts'

/** Moves the devices of a world, each with its own key and in calls of its own, as phones do. Its parent tells it what to do. */

const IN_FLIGHT_MAX = 200
const SIGN_AT_ONCE = 200

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `startMoveLoad()`
const options = JSON.parse(process.argv[2] ?? '{}') as MoveLoadOptions
const { url, devices, perSecond } = options
const world = worldOfSize(options.size, options.seed)
const walks = beginWalks(world, options.seed)
const keys = await signKeys()
let turn = 0
let refused = 0
let stopping = new AbortController()

process.on('message', (wish: MoveWish) => {
  if (wish === 'stop') stopping.abort()
  else void run(wish === 'once' ? devices : Infinity)
})
// The parent may be gone before it could say so.
process.on('disconnect', () => process.exit(1))
say('ready')

async function run(max: number): Promise<void> {
  refused = 0
  stopping = new AbortController()
  const paced = { perSecond, inFlightMax: IN_FLIGHT_MAX, signal: stopping.signal, max, call: moveNext }
  say({ ...(await runPaced(paced)), refused })
}

async function moveNext(): Promise<void> {
  const index = turn % devices
  turn += 1
  for (const { mover, at } of walks.next(index, 1)) {
    const event = { type: 'geo', params: { di: mover.device, lt: at.lat, lg: at.lng, a: 10 } }
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'push-device-key': keys[index] ?? '' },
      body: JSON.stringify(event),
    })
    if (!response.ok) refused += 1
    await response.arrayBuffer()
  }
}

async function signKeys(): Promise<string[]> {
  const ring = await openKeyRing(options.keysPath)
  const signed: string[] = []
  while (signed.length < devices) {
    const part = Array.from({ length: Math.min(SIGN_AT_ONCE, devices - signed.length) }, (_, index) => {
      const { device, person } = world.mover(signed.length + index)
      return signDeviceKey(ring, { device, person, keyId: device })
    })
    signed.push(...(await Promise.all(part)))
  }
  return signed
}

function say(word: MoveWord): void {
  process.send?.(word)
}
