import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import type { DeviceProver } from '../create-device-prover.ts'
import { isRefusal, keyOf, type Call, type RawEvent, type Refusal } from '../read-event.ts'

/**
 * Gives the person whose device an event comes from, if a device key proves it: the key of the event, else that of its call.
 * Undefined for a wrong key: the event is kept without a person. A promise only if the key must be verified.
 */
export type ProveEvent = (
  raw: RawEvent | Refusal,
  event: TrackedEvent | Refusal,
  call: Call,
) => ReturnType<DeviceProver['personOf']>

/** Creates the step that proves the device of each event. */
export function createEventProver(proveDevice: DeviceProver): ProveEvent {
  return function proveEvent(raw, event, call) {
    if (isRefusal(raw) || isRefusal(event)) return undefined
    const { device } = event
    const key = keyOf(raw) ?? call.deviceKey
    return device === undefined || key === undefined ? undefined : proveDevice.personOf(device, key)
  }
}
