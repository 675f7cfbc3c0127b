import { notFound } from '#lib/http/problem.ts'
import type { Importer } from './importers/importer.ts'

/**
 * The importer with an id.
 *
 * @throws {ProblemError} 404 when there is none.
 */
export function findImporter(importers: readonly Importer[], id: string): Importer {
  const importer = importers.find((one) => one.id === id)
  if (importer === undefined) throw notFound('job')
  return importer
}
