const WAIT_MS_MIN = 2_000
const WAIT_MS_MAX = 60_000

/**
 * How long to wait after so many failures in a row: 2 s, doubling to 60 s, each with up to half more at random, so that a
 * provider that comes back is not met by all at once. Ten of them take nine minutes at most.
 */
export function backOffMs(failures: number): number {
  return Math.min(WAIT_MS_MAX, WAIT_MS_MIN * 2 ** (failures - 1)) * (1 + Math.random() / 2)
}
