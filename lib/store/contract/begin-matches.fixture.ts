import { beginMatch } from '#lib/builders/begin-match.ts'
import { aMatch } from '#lib/builders/a-match.ts'
import { aNoticeEvent } from '#lib/builders/a-notice.ts'
import { openMatchStore } from '#lib/store/open.ts'

// Begins this number of matches, one after the other, and prints how many of them it began itself.
const [url = '', pairs = '0'] = process.argv.slice(2)
const store = await openMatchStore(url)
let begun = 0
for (let pair = 0; pair < Number(pairs); pair += 1) {
  const draft = aMatch({ search: `search-${pair}`, offer: `offer-${pair}` })
  if ((await beginMatch(store, draft, aNoticeEvent())) !== undefined) begun += 1
}
await store.close()
process.stdout.write(`${begun}\n`)
