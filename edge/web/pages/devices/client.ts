import '#lib/ui/client/frame.ts'
import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { Devices } from './devices.tsx'

hydrateIsland('devices', Devices)
