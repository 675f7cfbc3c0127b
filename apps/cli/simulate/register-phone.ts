import { z } from 'zod'
import { goodJson } from '../reach.ts'
import type { Person } from './open-person.ts'
import type { PhonePlan } from './plan-phone.ts'

const answer = z.object({ key: z.string() })
const CHANNEL_IS_OFF = 400

/** Registers a phone and how it is rung; gives the key it proves itself with. Doing so again changes nothing. */
export async function registerPhone(person: Person, plan: PhonePlan): Promise<string> {
  const { device, subscription, locale, timeZone: tz } = plan
  const registered = await person.call('accounts', '/accounts/devices', {
    method: 'POST',
    json: { device_id: device },
  })
  const { key } = answer.parse(await goodJson(registered, `register device "${device}"`))
  const mapping = { device_id: device, locale, tz }
  const rung = await person.call('notifications', '/register', {
    method: 'POST',
    json: { ...mapping, channel: 'log', subscription_id: subscription },
  })
  // Simulated people have no real phone: where nothing is written to the log, nothing is to ring.
  const mapped =
    rung.status === CHANNEL_IS_OFF
      ? await person.call('notifications', '/register', {
          method: 'POST',
          json: { ...mapping, channel: 'none' },
        })
      : rung
  await goodJson(mapped, `tie device "${device}" to a subscription`)
  return key
}
