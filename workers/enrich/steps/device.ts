import { readUserAgent } from '#lib/device/read-user-agent.ts'
import { defineStep, keep } from './step.ts'

/** Adds the values of the user agent: system, browser, device, and whether it is a bot. */
export const device = defineStep({
  name: 'device',
  open:
    () =>
    ({ userAgent }) =>
      keep(userAgent === undefined ? {} : readUserAgent(userAgent)),
})
