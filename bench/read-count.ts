import { processEnvironment } from '#lib/config/process-environment.ts'

/** The whole number that a variable of the environment has; `fallback` if it has none. */
export function readCount(name: string, { fallback, min }: { fallback: number; min: number }): number {
  const given = processEnvironment()[name]
  const count = given === undefined || given === '' ? fallback : Number(given)
  if (!Number.isInteger(count) || count < min)
    throw new Error(`Cannot bench ${name} "${given}": it is no whole number from ${min} on`)
  return count
}
