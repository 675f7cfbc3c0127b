import type { Caller } from '#lib/auth/caller.ts'
import type { Delivery } from '#lib/store/deliveries.ts'
import type { Language } from '#lib/text/language.ts'
import type { Assets } from '#lib/ui/assets.ts'
import type { Said } from './pages/why/why-data.ts'
import { operateWhyView, whyView } from './pages/why/why-view.tsx'
import { tell } from './tell.ts'
import { showWhy } from './why/why-wire.ts'

/** Answers a browser with the page of why a delivery rang, in the frame of its reader. */
export function showWhyPage(request: Request, assets: Assets, delivery: Delivery, caller: Caller): Response {
  const isForOperators = caller.role !== 'person'
  const why = showWhy(delivery, caller)
  const view = isForOperators ? operateWhyView : whyView
  // Operators may not read the titles of searches and offers that are paused or hidden.
  const said = caller.role === 'operate' ? undefined : saidBy(delivery, request.url)
  return view.respond(request, assets, { why, content: delivery.content, said, isForOperators })
}

function saidBy({ content, match: key }: Delivery, publicUrl: string): Readonly<Record<Language, Said>> {
  const say = (language: Language): Said => tell(content, { key, language, publicUrl })
  return { en: say('en'), de: say('de') }
}
