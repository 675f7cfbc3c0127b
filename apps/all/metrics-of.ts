import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A metric as the code declares it. */
export interface DeclaredMetric {
  /** counter, gauge or histogram */
  readonly kind: string
  readonly name: string
  readonly help: string
}

// metrics.counter('push_offers_runs_total', 'Runs of importers, by final state', …
const DECLARED = /\.(counter|gauge|seconds)\(\s{0,40}'([a-z_]{1,100})',\s{0,40}'([^'\n]{1,300})'/gu

/** The metrics that the code in a folder declares, by name. */
export function metricsOf(folder: string): DeclaredMetric[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const found = files
    .filter((file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/u.test(file))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(DECLARED)])
    .map(([, kind, name = '', help = '']) => ({
      kind: kind === 'seconds' ? 'histogram' : (kind ?? ''),
      name,
      help,
    }))
  return [...new Map(found.map((metric) => [metric.name, metric])).values()].toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en'),
  )
}
