import { AreaMap } from '#lib/ui/components/map/area-map.tsx'
import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { HideForm } from './hide-form.tsx'
import { MatchForm } from './match-form.tsx'
import { SubjectActions } from './subject-actions.tsx'

// What has no place has no map, and those who may not change it see no actions.
if (document.querySelector('[data-island="map"]') !== null) hydrateIsland('map', AreaMap)
if (document.querySelector('[data-island="subject-actions"]') !== null)
  hydrateIsland('subject-actions', SubjectActions)
if (document.querySelector('[data-island="hide-form"]') !== null) hydrateIsland('hide-form', HideForm)
if (document.querySelector('[data-island="match-form"]') !== null) hydrateIsland('match-form', MatchForm)
