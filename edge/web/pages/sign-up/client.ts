import '#lib/ui/client/frame.ts'
import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { SignUp } from './sign-up.tsx'

hydrateIsland('sign-up', SignUp)
