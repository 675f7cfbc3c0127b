import '#lib/ui/client/frame.ts'
import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { SignIn } from './sign-in.tsx'

hydrateIsland('sign-in', SignIn)
