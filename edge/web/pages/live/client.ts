import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { Live } from './live.tsx'

hydrateIsland('live', Live)
