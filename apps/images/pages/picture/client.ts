import { hydrateIsland } from '#lib/ui/client/hydrate-island.ts'
import { RemovalForm } from './removal-form.tsx'

// Operators cannot delete pictures.
if (document.querySelector('[data-island="removal"]') !== null) hydrateIsland('removal', RemovalForm)
