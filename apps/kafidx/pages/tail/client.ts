import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { Tail } from './tail.tsx'

hydrateIsland('tail', Tail)
