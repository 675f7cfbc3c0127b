import { z } from 'zod'
import { goodJson } from '../reach.ts'
import type { Person } from './open-person.ts'
import type { PhonePlan } from './plan-phone.ts'

const answer = z.object({ key: z.string() })
const CHANNEL_IS_OFF = 400

/** Registers a phone and its notification channel; returns its device key. It is idempotent. */
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
  // A simulated phone cannot receive notifications. If the channel `log` is off, register it without a channel.
  const mapped =
    rung.status === CHANNEL_IS_OFF
      ? await person.call('notifications', '/register', {
          method: 'POST',
          json: { ...mapping, channel: 'none' },
        })
      : rung
  await goodJson(mapped, `register device "${device}" for notifications`)
  return key
}
