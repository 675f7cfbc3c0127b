import { readUserAgent } from '#lib/device/read-user-agent.ts'
import { keep, type Step } from './step.ts'

/** Adds what the user agent tells: system, browser, device, and whether it is a bot. */
export function device(): Step {
  return function device({ userAgent }) {
    return keep(userAgent === undefined ? {} : readUserAgent(userAgent))
  }
}
