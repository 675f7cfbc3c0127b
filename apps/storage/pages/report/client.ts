import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { DecideForm } from './decide-form.tsx'

hydrateIsland('decide-form', DecideForm)
