import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { MappingActions } from './mapping-actions.tsx'

// Operators see no actions.
if (document.querySelector('[data-island="mapping-actions"]') !== null)
  hydrateIsland('mapping-actions', MappingActions)
