import type { Summary } from './simulate.ts'

/** Shows a summary as text. */
export function showSummary(summary: Summary): string {
  const { devices, seconds, pings, errors, lastError, p50Ms, p99Ms, matches, leftOn } = summary
  const rate = seconds > 0 ? pings / seconds : 0
  return [
    `${devices} phones walked for ${seconds.toFixed(1)} s`,
    `${pings} pings accepted, ${rate.toFixed(1)} a second; p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`,
    `${errors} pings failed${lastError === undefined ? '' : `; the last: ${lastError}`}`,
    ...(matches === undefined ? [] : [`${matches} matches began`]),
    ...(leftOn === 0 ? [] : [`${leftOn} searches and offers could not be deactivated`]),
  ].join('\n')
}
