import { readBorders, type BorderFile, type BorderLine } from '#lib/ui/components/map/borders.ts'

/** Loads the borders of countries. Without them a map is still a map, so a failure gives none. */
export async function loadBorders(path: string): Promise<readonly BorderLine[]> {
  try {
    const response = await fetch(path)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a built file of ours
    return response.ok ? readBorders((await response.json()) as BorderFile) : []
  } catch {
    return []
  }
}
