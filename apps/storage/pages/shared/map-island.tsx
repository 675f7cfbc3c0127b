/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'
import { Island } from '#lib/ui/components/island.tsx'
import { AreaMap } from '#lib/ui/components/map/area-map.tsx'
import type { MapData } from '../../map-of.ts'

/** The map of a page, with the names of towns in the language of its reader. */
export function MapIsland({ map, language }: { readonly map: MapData; readonly language: Language }) {
  const { towns, ...rest } = map
  const labels = towns.map(({ name, at }) => ({ name: name[language], at }))
  return <Island name="map" of={AreaMap} props={{ ...rest, labels, language }} />
}
