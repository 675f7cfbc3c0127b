const WAIT_MS_MIN = 2_000
const WAIT_MS_MAX = 60_000

/**
 * The wait after a number of consecutive failures: 2 s, doubling to 60 s, plus up to half of it at random, so that not all
 * deliveries reach a recovered provider at the same time. Ten waits take nine minutes at most.
 */
export function backOffMs(failures: number): number {
  return Math.min(WAIT_MS_MAX, WAIT_MS_MIN * 2 ** (failures - 1)) * (1 + Math.random() / 2)
}
