import { AreaMap } from '#lib/ui/components/map/area-map.tsx'
import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'

// A list without places has no map.
if (document.querySelector('[data-island="map"]') !== null) hydrateIsland('map', AreaMap)
