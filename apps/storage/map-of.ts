import type { Point } from '#lib/geo/point.ts'
import type { Language } from '#lib/text/language.ts'
import type { Assets } from '#lib/ui/assets.ts'
import { MAP_SIZE, type AreaMapProps } from '#lib/ui/components/map/area-map.tsx'
import { spotOf, type MapShape } from '#lib/ui/components/map/map-shape.ts'
import { boxOfView, fitView } from '#lib/ui/components/map/map-view.ts'
import type { PlaceFinder } from './places/open-places.ts'

const TOWNS_MAX = 60
/** So much more than the map shows at first has names, so that it can be moved a little. */
const AROUND = 3
const CREDIT = 'Natural Earth; GeoNames, CC BY 4.0'

/** What a map is made of, besides the language of its reader. */
export type MapData = Omit<AreaMapProps, 'language' | 'labels'> & {
  readonly towns: readonly { readonly name: Readonly<Record<Language, string>>; readonly at: Point }[]
}

interface MapPorts {
  readonly assets: Assets
  readonly places: PlaceFinder
}

/** The map of some searches and offers, with the names of the largest towns around them; none when nothing of it has a place. */
export async function mapOf(
  { assets, places }: MapPorts,
  shapes: readonly MapShape[],
  asked?: { readonly centre: Point; readonly radiusMeters: number },
): Promise<MapData | undefined> {
  const circle = asked && { at: asked.centre, radiusMeters: asked.radiusMeters }
  const spots = [...shapes.map(spotOf), ...(circle === undefined ? [] : [circle])]
  if (spots.length === 0) return undefined
  const box = boxOfView(fitView(spots, MAP_SIZE), MAP_SIZE, AROUND)
  return {
    shapes,
    ...(circle !== undefined && { asked: circle }),
    towns: await places.within(box, TOWNS_MAX),
    borders: assets.pathOf('borders.json'),
    credit: CREDIT,
  }
}
