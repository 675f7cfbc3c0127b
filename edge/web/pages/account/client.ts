import '#lib/ui/client/frame.ts'
import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { Account } from './account.tsx'

hydrateIsland('account', Account)
