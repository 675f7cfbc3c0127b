import '#lib/ui/client/frame.ts'
import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { ResetPassword } from './reset-password.tsx'

hydrateIsland('reset-password', ResetPassword)
